import { SECOND } from '../core/clock.ts'
import type { ColumnName, Part } from './part.ts'
import { COLUMN_NAMES } from './part.ts'

/** Seconds from the base; of the same row in another part they differ by the bases. */
const FROM_BASE: ReadonlySet<ColumnName> = new Set([
  'visit.start',
  'event.time',
  'click.time',
  'error.time',
  'stay.time',
])
/** Rows of the part's own visits: they say nothing outside it. */
const INSIDE: ReadonlySet<ColumnName> = new Set(['event.visit', 'click.visit', 'error.visit', 'stay.visit'])

/** So that sums of 53-bit ids stay exact. */
const MODULUS = 1_000_003

/**
 * What a part's rows and columns sum up to, by name. Of parts together it is the same however their rows are divided,
 * so it tells whether a merged or newly encoded part says what the old ones said.
 */
export function sumsOf(parts: readonly Part[]): Map<string, number> {
  const sums = new Map<string, number>()
  const add = (name: string, value: number) => sums.set(name, (sums.get(name) ?? 0) + value)
  for (const part of parts) {
    for (const [table, rows] of Object.entries(part.rows)) add(table, rows)
    for (const name of COLUMN_NAMES) if (!INSIDE.has(name)) add(name, columnSum(part, name))
  }
  return sums
}

function columnSum(part: Part, name: ColumnName): number {
  const column = part.columns.get(name)
  if (column === undefined) throw new Error(`The column ${name} was not read`)
  let sum = 0
  switch (column.form) {
    case 'numbers': {
      const shift = FROM_BASE.has(name) ? part.base / SECOND : 0
      for (const value of column.values) sum += (value + shift) % MODULUS
      return sum
    }
    case 'coded':
      for (const code of column.codes) sum += (column.ids[code] ?? 0) % MODULUS
      return sum
    case 'sparse':
      for (const value of column.values) sum += 1 + (value % MODULUS)
      return sum
    case 'texts':
      for (const code of column.codes) sum += column.texts[code]?.length ?? 0
      return sum
  }
}

/** The first name by which they differ; undefined when they are the same. */
export const difference = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): string | undefined =>
  [...a.keys(), ...b.keys()].find((name) => (a.get(name) ?? 0) !== (b.get(name) ?? 0))
