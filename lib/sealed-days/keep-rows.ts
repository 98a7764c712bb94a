import { pick } from '../columns/pick.ts'
import { narrow } from '../columns/pack.ts'
import type { Column } from '../columns/values.ts'
import { SECOND } from '../core/clock.ts'
import { DEEDS } from './deed-order.ts'
import type { ColumnName, Part, PartTable } from './part.ts'
import { COLUMN_NAMES, COLUMNS, numbersOf } from './part.ts'

/** Whether a row stays. Views stay with their visits. */
export type Keeps = (table: Exclude<PartTable, 'views'>, row: number) => boolean

/**
 * The part, with all its columns, without some of its rows: as if they had never been. What hung on a visit that goes and
 * stays itself hangs on none.
 */
export function keepRows(part: Part, keeps: Keeps): Part {
  const kept = {} as Record<PartTable, Uint32Array>
  for (const table of ['visits', 'events', 'clicks', 'errors', 'stays', 'newcomers'] as const) {
    const rows: number[] = []
    for (let row = 0; row < part.rows[table]; row++) if (keeps(table, row)) rows.push(row)
    kept[table] = Uint32Array.from(rows)
  }
  kept.views = viewsOf(part, kept.visits)
  const columns = new Map<ColumnName, Column>()
  for (const name of COLUMN_NAMES) {
    const column = part.columns.get(name)
    if (column === undefined) throw new Error(`The column ${name} was not read`)
    columns.set(name, pick(column, kept[COLUMNS[name].table]))
  }
  renumber(columns, kept.visits)
  const rows = Object.fromEntries(Object.entries(kept).map(([table, list]) => [table, list.length])) as Part['rows']
  const changed = { ...part, rows, columns }
  return { ...changed, ...edgesOf(changed) }
}

function viewsOf(part: Part, visits: Uint32Array): Uint32Array {
  const counts = numbersOf(part, 'visit.views')
  const rows: number[] = []
  let first = 0
  let at = 0
  for (let visit = 0; visit < counts.length; visit++) {
    const count = counts[visit] ?? 0
    if (visits[at] === visit) {
      at++
      for (let view = 0; view < count; view++) rows.push(first + view)
    }
    first += count
  }
  return Uint32Array.from(rows)
}

/** Deeds learn the new rows of their visits. */
function renumber(columns: Map<ColumnName, Column>, visits: Uint32Array): void {
  const places = new Map<number, number>()
  visits.forEach((visit, place) => places.set(visit, place))
  for (const [, name] of Object.values(DEEDS)) {
    const column = columns.get(name)
    if (column?.form !== 'numbers') continue
    const refs = Array.from(column.values, (ref) => (ref === 0 ? 0 : (places.get(ref - 1) ?? -1) + 1))
    columns.set(name, { form: 'numbers', values: narrow(refs) })
  }
}

/** First and last of anything in a part, ms; both 0 where there is nothing. */
function edgesOf(part: Part): { firstAt: number; lastAt: number } {
  let [first, last] = [Infinity, -Infinity]
  const take = (second: number) => {
    if (second < first) first = second
    if (second > last) last = second
  }
  const starts = numbersOf(part, 'visit.start')
  const counts = numbersOf(part, 'visit.views')
  const times = numbersOf(part, 'view.time')
  let view = 0
  for (let visit = 0; visit < starts.length; visit++) {
    const start = starts[visit] ?? 0
    take(start)
    for (const end = view + (counts[visit] ?? 0); view < end; view++) take(start + (times[view] ?? 0))
  }
  for (const [time] of Object.values(DEEDS)) for (const second of numbersOf(part, time)) take(second)
  const at = (second: number) => part.base + second * SECOND
  return first > last ? { firstAt: 0, lastAt: 0 } : { firstAt: at(first), lastAt: at(last) }
}
