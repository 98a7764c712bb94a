import type { Cell, Table } from './table.ts'
import { flatRow } from './table.ts'

/** RFC 4180, https://www.rfc-editor.org/rfc/rfc4180: commas, CRLF, quotes doubled; UTF-8 without a mark in front. */
export function csvOf({ columns, rows, loose }: Table): string {
  const flat = rows.map((row) => flatRow(row, loose))
  const names = [...new Set([...columns, ...flat.flatMap((row) => Object.keys(row))])]
  return [names, ...flat.map((row) => names.map((name) => row[name]))].map(csvLine).join('')
}

export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cellText).join(',')}\r\n`

/**
 * Spreadsheets run what begins like a formula (https://owasp.org/www-community/attacks/CSV_Injection), and page titles and
 * campaign names come from anybody: such texts get an apostrophe in front. Numbers are ours, and stay what they are.
 */
const FORMULA = /^[=+\-@\t\r]/

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell !== 'string') return String(cell)
  const safe = FORMULA.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** One JSON object a line. */
export const ndjsonOf = ({ rows }: Table): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('')
