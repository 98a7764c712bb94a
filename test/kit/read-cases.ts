import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A table of cases from `test/unit/cases/`: tab-separated, the first line names the columns, `#` begins a remark line.
 * Columns that a line leaves out are empty text.
 */
export function readCases(file: string): Record<string, string>[] {
  const lines = readFileSync(join(__dirname, '../unit/cases', file), 'utf8').split('\n')
  const [head = '', ...rows] = lines.filter((line) => line.trim() !== '' && !line.startsWith('#'))
  const columns = head.split('\t')
  return rows.map((row) => {
    const cells = row.split('\t')
    if (cells.length > columns.length) throw new Error(`${file}: more cells than columns in "${row}"`)
    return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']))
  })
}
