import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'
import type { Log } from '../lib/core/log.ts'
import { messageOf } from '../lib/core/errors.ts'
import { csvLine } from '../lib/reports/tables/csv.ts'
import { reportTables } from '../lib/reports/tables/report-tables.ts'
import { flatRow } from '../lib/reports/tables/table.ts'
import type { AuditEntry } from '../lib/wire/record-reports.ts'
import { isGivenUp } from './middleware/answer-within.ts'
import { asFile } from './send-report.ts'

/**
 * The audit log as a file, page by page: however long it is, it takes the memory of one page. When something breaks while it
 * runs, the connection is cut, so that half a file is not taken for a whole one. Throws what the first page throws.
 */
export async function sendAudits(
  res: Response,
  pages: AsyncGenerator<AuditEntry[]>,
  { format, name, log }: { readonly format: 'csv' | 'ndjson'; readonly name: string; readonly log: Log },
): Promise<void> {
  const first = await pages.next()
  if (isGivenUp(res)) return
  asFile(res, format, name)
  const texts = async function* () {
    if (format === 'csv') yield csvLine(COLUMNS)
    if (first.done !== true) yield textOf(first.value, format)
    for await (const page of pages) yield textOf(page, format)
  }
  await pipeline(Readable.from(texts()), res).catch((fault: unknown) => {
    log.warn({ fault: messageOf(fault) }, 'A file of the audit log ended before its time')
  })
}

const [{ columns: COLUMNS, loose: LOOSE } = { columns: [], loose: [] }] = reportTables('audits', {
  range: { from: '', to: '' },
  count: 0,
  top_actions: [],
  logs: [],
})

const textOf = (page: readonly AuditEntry[], format: 'csv' | 'ndjson'): string =>
  page.map((entry) => (format === 'csv' ? csvOf(entry) : `${JSON.stringify(entry)}\n`)).join('')

function csvOf(entry: AuditEntry): string {
  const row = flatRow(entry, LOOSE)
  return csvLine(COLUMNS.map((name) => row[name]))
}
