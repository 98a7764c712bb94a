import type { Response } from 'express'
import { AppError } from '../lib/core/errors.ts'
import { csvOf, ndjsonOf } from '../lib/reports/tables/csv.ts'
import type { Format } from '../lib/reports/tables/format.ts'
import type { Table } from '../lib/reports/tables/table.ts'
import { answer } from './middleware/answer.ts'
import { isGivenUp } from './middleware/answer-within.ts'

interface Sent {
  readonly format: Format
  /** The table that is wanted; the first unless told. */
  readonly table: string | undefined
  /** Of the report; becomes the name of the file. */
  readonly name: string
  readonly message: string
  readonly data: object
  readonly tables: () => readonly Table[]
}

/** The answer in the envelope, or one of its tables as a file. Throws `invalid_input` for a table that it has not. */
export function sendReport(res: Response, { format, table, name, message, data, tables }: Sent): void {
  if (format === 'json') {
    answer(res, message, data)
    return
  }
  const chosen = chosenTable(tables(), table)
  if (isGivenUp(res)) return
  asFile(res, format, `${name}${daysOf(data)}`)
  res.send(format === 'csv' ? csvOf(chosen) : ndjsonOf(chosen))
}

function chosenTable(tables: readonly Table[], name: string | undefined): Table {
  const found = name === undefined ? tables[0] : tables.find((table) => table.name === name)
  if (found !== undefined) return found
  throw new AppError('invalid_input', `table must be one of: ${tables.map((table) => table.name).join(', ')}`)
}

/** Sets what says that a file comes. */
export function asFile(res: Response, format: 'csv' | 'ndjson', name: string): void {
  res.set(
    'Content-Type',
    format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/x-ndjson; charset=utf-8',
  )
  res.set('Content-Disposition', `attachment; filename="micrologs-${name}.${format}"`)
}

function daysOf(data: object): string {
  const { range } = data as { range?: { from: string; to: string } }
  return range === undefined ? '' : `-${range.from.slice(0, 10)}-${range.to.slice(0, 10)}`
}
