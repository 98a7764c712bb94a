import { arrange, orderBy } from '../columns/arrange.ts'
import type { Column } from '../columns/values.ts'
import type { ColumnName, PartTable } from './part.ts'
import { COLUMN_NAMES, COLUMNS } from './part.ts'

/** What a visitor does beside looking at pages, and the columns of its time and of its visit. */
export const DEEDS = {
  events: ['event.time', 'event.visit'],
  clicks: ['click.time', 'click.visit'],
  errors: ['error.time', 'error.visit'],
  stays: ['stay.time', 'stay.visit'],
} as const satisfies Partial<Record<PartTable, readonly [ColumnName, ColumnName]>>

type Columns = Map<ColumnName, Column>

/**
 * Puts deeds into the order of a part: by second, then by visit. Those of one visit and second stay as they were, because
 * one may have led to the other; those without a visit go by all their other columns, in the order of `COLUMNS`. So the order
 * does not depend on which rows were sealed together.
 */
export function orderDeeds(columns: Columns): void {
  for (const [table, [time, visit]] of Object.entries(DEEDS)) {
    const names = COLUMN_NAMES.filter((name) => COLUMNS[name].table === table)
    const [times, visits] = [listOf(columns, time), listOf(columns, visit)]
    const others = names.filter((name) => name !== time && name !== visit).map((name) => comparing(columns.get(name)))
    const byOthers = (a: number, b: number) => {
      for (const compare of others) {
        const found = compare(a, b)
        if (found !== 0) return found
      }
      return 0
    }
    const byVisit = (a: number, b: number) =>
      (visits[a] ?? 0) - (visits[b] ?? 0) || (visits[a] === 0 ? byOthers(a, b) : 0)
    const order = orderBy(times, byVisit)
    for (const name of names) {
      const column = columns.get(name)
      if (column !== undefined) columns.set(name, arrange(column, order))
    }
  }
}

const listOf = (columns: Columns, name: ColumnName): ArrayLike<number> => {
  const column = columns.get(name)
  return column?.form === 'numbers' ? column.values : []
}

/** Codes of numbers are in the order of the numbers; codes of texts are not. */
function comparing(column: Column | undefined): (a: number, b: number) => number {
  if (column === undefined || column.form === 'sparse') return () => 0
  if (column.form === 'texts') {
    const { codes, texts } = column
    const text = (row: number) => texts[codes[row] ?? 0] ?? ''
    return (a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0)
  }
  const list = column.form === 'numbers' ? column.values : column.codes
  return (a, b) => (list[a] ?? 0) - (list[b] ?? 0)
}
