import { setImmediate as breathe } from 'node:timers/promises'
import { arrange, orderBy, placesBy } from '../columns/arrange.ts'
import { concatenate } from '../columns/concatenate.ts'
import type { Column, Values } from '../columns/values.ts'
import { SECOND } from '../core/clock.ts'
import { DEEDS, orderDeeds } from './deed-order.ts'
import type { ColumnName, Part, PartTable } from './part.ts'
import { COLUMN_NAMES, COLUMNS, numbersOf } from './part.ts'

const TABLES = ['visits', 'views', 'events', 'clicks', 'errors', 'stays', 'newcomers'] as const

/** Values that are moved before others get a turn: some milliseconds. */
const VALUES_IN_A_TURN = 300_000

/** Columns of seconds from the part's base. */
const TIMES: ReadonlySet<ColumnName> = new Set(['visit.start', ...Object.values(DEEDS).map(([time]) => time)])

/**
 * One part of several that have all their columns, as if all their rows had been sealed at once: the same rows in other
 * groups give the same part, as long as everything of one visit is in one group. About 100 ms for 250,000 page views;
 * others get a turn every few. Throws `RangeError` when a table gets more than 4,194,304 rows.
 */
export async function mergeParts(parts: readonly Part[]): Promise<Part> {
  if (parts.length === 0) throw new RangeError('Nothing to merge')
  const base = Math.min(...parts.map((part) => part.base))
  const shifts = parts.map((part) => (part.base - base) / SECOND)
  const columns = new Map<ColumnName, Column>()
  let done = 0
  for (const name of COLUMN_NAMES) {
    const found = parts.map((part) => columnOf(part, name))
    const lengths = parts.map(({ rows }) => rows[COLUMNS[name].table])
    columns.set(name, concatenate(found, lengths, TIMES.has(name) ? shifts : []))
    done += lengths.reduce((sum, length) => sum + length, 0)
    if (done < VALUES_IN_A_TURN) continue
    done = 0
    await breathe()
  }
  await orderVisits(columns, parts)
  orderDeeds(columns)
  arrangeTable(columns, 'newcomers', orderBy(listOf(columns, 'newcomer.visitor')))
  return {
    firstDay: Math.min(...parts.map(({ firstDay }) => firstDay)),
    lastDay: Math.max(...parts.map(({ lastDay }) => lastDay)),
    base,
    ...edgesOf(parts),
    rows: Object.fromEntries(TABLES.map((table) => [table, rowsOf(parts, table)])) as Record<PartTable, number>,
    columns,
  }
}

function columnOf(part: Part, name: ColumnName): Column {
  const column = part.columns.get(name)
  if (column === undefined) throw new Error(`The column ${name} was not read`)
  return column
}

const rowsOf = (parts: readonly Part[], table: PartTable) => parts.reduce((sum, { rows }) => sum + rows[table], 0)

function listOf(columns: ReadonlyMap<ColumnName, Column>, name: ColumnName): Values {
  const column = columns.get(name)
  if (column?.form !== 'numbers') throw new Error(`${name} is no column of numbers`)
  return column.values
}

function arrangeTable(columns: Map<ColumnName, Column>, table: PartTable, order: Uint32Array): void {
  for (const [name, column] of columns) if (COLUMNS[name].table === table) columns.set(name, arrange(column, order))
}

/** Visits by start and id; their views go with them, and deeds learn the new rows of their visits. */
async function orderVisits(columns: Map<ColumnName, Column>, parts: readonly Part[]): Promise<void> {
  const ids = listOf(columns, 'visit.id')
  const order = orderBy(listOf(columns, 'visit.start'), (a, b) => (ids[a] ?? 0) - (ids[b] ?? 0))
  arrangeTable(columns, 'views', viewOrder(listOf(columns, 'visit.views'), order, rowsOf(parts, 'views')))
  await breathe()
  arrangeTable(columns, 'visits', order)
  await breathe()
  const places = placesBy(order)
  for (const [, name] of Object.values(DEEDS)) {
    let before = 0
    const refs = parts.map((part) => {
      const own = Uint32Array.from(numbersOf(part, name), (ref) =>
        ref === 0 ? 0 : (places[before + ref - 1] ?? 0) + 1,
      )
      before += part.rows.visits
      return { form: 'numbers', values: own } as const
    })
    columns.set(name, concatenate(refs, []))
  }
}

function viewOrder(counts: Values, visits: Uint32Array, length: number): Uint32Array {
  const firsts = new Uint32Array(counts.length)
  for (let visit = 1; visit < counts.length; visit++)
    firsts[visit] = (firsts[visit - 1] ?? 0) + (counts[visit - 1] ?? 0)
  const order = new Uint32Array(length)
  let at = 0
  for (const visit of visits) {
    const first = firsts[visit] ?? 0
    for (let view = 0; view < (counts[visit] ?? 0); view++) order[at++] = first + view
  }
  return order
}

/** Parts without anything that has a time are nowhere. */
function edgesOf(parts: readonly Part[]): { firstAt: number; lastAt: number } {
  const timed = parts.filter(({ rows }) => TABLES.some((table) => table !== 'newcomers' && rows[table] > 0))
  if (timed.length === 0) return { firstAt: 0, lastAt: 0 }
  return {
    firstAt: Math.min(...timed.map(({ firstAt }) => firstAt)),
    lastAt: Math.max(...timed.map(({ lastAt }) => lastAt)),
  }
}
