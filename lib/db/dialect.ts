import type { Expression, Insertable, RawBuilder, SelectQueryBuilder } from 'kysely'
import { CompiledQuery, sql } from 'kysely'
import type { Engine, Writer } from './open-db.ts'
import type { Schema } from './schema.ts'

/** The few places where the engines speak differently. Everything else is one SQL text for both. */

/** How a column of a row that is already there takes the new row's value. */
export type Merge = 'keep' | 'replace' | 'add' | 'least' | 'most'

/** Inserts in steps that any host takes. Rows that are there already are an error. */
export async function insertRows<T extends keyof Schema>(
  tx: Writer,
  engine: Engine,
  table: T,
  rows: readonly Insertable<Schema[T]>[],
): Promise<void> {
  await insertInSteps(tx, engine, table, rows, '')
}

/**
 * Inserts rows, or merges each into the row with the same key. Give the rows sorted by key: two processes that lock
 * rows in the same order do not deadlock. `merge` names at least one column.
 */
export async function upsertRows<T extends keyof Schema>(
  tx: Writer,
  engine: Engine,
  table: T,
  rows: readonly Insertable<Schema[T]>[],
  key: readonly (keyof Schema[T] & string)[],
  merge: Readonly<Partial<Record<keyof Schema[T] & string, Merge>>>,
): Promise<void> {
  const name = quoted(table)
  const set = (Object.entries(merge) as [string, Merge][])
    .map(([column, how]) => `${quoted(column)} = ${merged(engine, name, quoted(column), how)}`)
    .join(', ')
  const onConflict = `on conflict (${key.map(quoted).join(', ')}) do update set ${set}`
  await insertInSteps(tx, engine, table, rows, engine === 'mysql' ? `on duplicate key update ${set}` : onConflict)
}

/** Rows in one statement. SQLite prepares each text once and keeps it, so a few sizes serve all amounts. */
const MOST_ROWS = 500
const SQLITE_STEPS = [64, 8, 1]

/** Text in one statement; at up to 4 bytes a character below the 512 KB that the smallest hosts take. */
const MOST_CHARACTERS = 100_000

type Row = Readonly<Record<string, unknown>>

/**
 * As text rather than through the query builder, which makes and copies several objects for every value: in a batch of
 * a thousand rows that was most of the writer's time and memory. Names come from the code, values are bound.
 */
async function insertInSteps(
  tx: Writer,
  engine: Engine,
  table: string,
  rows: readonly Row[],
  tail: string,
): Promise<void> {
  const [first] = rows
  if (first === undefined) return
  const columns = Object.keys(first)
  const head = `insert into ${quoted(table)} (${columns.map(quoted).join(', ')}) values `
  const places = `(${columns.map(() => '?').join(', ')})`
  let at = 0
  while (at < rows.length) {
    const fitting = fittingRows(rows, at)
    const step = engine === 'mysql' ? fitting : (SQLITE_STEPS.find((size) => size <= fitting) ?? 1)
    const values = rows.slice(at, at + step).flatMap((row) => columns.map((column) => row[column]))
    const text = `${head}${Array.from({ length: step }, () => places).join(', ')} ${tail}`
    await tx.executeQuery(CompiledQuery.raw(text, values))
    at += step
  }
}

/** How many rows from `at` on fit into one statement by the length of their texts; at least one. */
function fittingRows(rows: readonly Row[], at: number): number {
  let characters = 0
  for (let end = at; end < rows.length && end < at + MOST_ROWS; end++) {
    for (const value of Object.values(rows[end] ?? {})) if (typeof value === 'string') characters += value.length
    if (characters > MOST_CHARACTERS) return Math.max(1, end - at)
  }
  return Math.min(MOST_ROWS, rows.length - at)
}

// SQLite understands MySQL's quotes.
const quoted = (name: string) => `\`${name}\``

function merged(engine: Engine, table: string, column: string, how: Merge): string {
  const old = `${table}.${column}`
  // values() warns on MySQL 8.0.20 and later, but it is the form that MySQL and MariaDB share.
  const fresh = engine === 'mysql' ? `values(${column})` : `excluded.${column}`
  switch (how) {
    case 'keep':
      return old
    case 'replace':
      return fresh
    case 'add':
      return `${old} + ${fresh}`
    case 'least':
      return `case when ${fresh} < ${old} then ${fresh} else ${old} end`
    case 'most':
      return `case when ${fresh} > ${old} then ${fresh} else ${old} end`
  }
}

/** Whole-number division, rounding down for values of 0 and more. */
export const wholeDivision = (engine: Engine, value: Expression<number>, by: number): RawBuilder<number> =>
  engine === 'mysql' ? sql<number>`(${value} div ${sql.lit(by)})` : sql<number>`(${value} / ${sql.lit(by)})`

/** Reads the newest committed rows and holds them until the transaction ends. SQLite's one write lock does that already. */
export const locked = <DB, T extends keyof DB, O>(
  engine: Engine,
  query: SelectQueryBuilder<DB, T, O>,
): SelectQueryBuilder<DB, T, O> => (engine === 'mysql' ? query.forUpdate() : query)
