import { csvLine } from '../tables/csv.ts'
import { flatRow } from '../tables/table.ts'
import type { ExportKind, ExportRow } from './export-kinds.ts'
import { EXPORT_COLUMNS, LOOSE_COLUMNS } from './export-kinds.ts'

export const EXPORT_FORMATS = ['ndjson', 'csv'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** Pieces of text that are handed on at once: few enough rows that the next ones are made only when they are wanted. */
const ROWS_A_PIECE = 200

/** The rows as the text of a file, piece by piece. */
export async function* exportText(
  groups: AsyncIterable<readonly ExportRow[]>,
  kind: ExportKind,
  format: ExportFormat,
): AsyncGenerator<string> {
  const columns = EXPORT_COLUMNS[kind]
  const lineOf =
    format === 'ndjson'
      ? (row: ExportRow) => `${JSON.stringify(row)}\n`
      : (row: ExportRow) => {
          const cells = flatRow(row, LOOSE_COLUMNS)
          return csvLine(columns.map((column) => cells[column]))
        }
  if (format === 'csv') yield csvLine(columns)
  for await (const rows of groups) {
    for (let at = 0; at < rows.length; at += ROWS_A_PIECE) {
      yield rows
        .slice(at, at + ROWS_A_PIECE)
        .map(lineOf)
        .join('')
    }
  }
}
