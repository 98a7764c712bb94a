import type { Writable } from 'node:stream'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Kysely, RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { Db } from '../db/open-db.ts'
import type { TableShape } from '../db/table-shapes.ts'
import { tableShapes } from '../db/table-shapes.ts'
import type { End, Head } from './format.ts'
import { FORMAT, LEFT_OUT, packed } from './format.ts'

/** Rows that are held at once. */
const AT_ONCE = 500
/** A level of 9 takes three times as long for a few percent. */
const LEVEL = 6

export interface BackupParts {
  readonly db: Db
  readonly version: string
  /** `YYYY-MM-DD HH:MM:SS`, UTC. */
  readonly madeAt: string
  readonly onProgress?: (done: number, total: number) => void
}

/**
 * Writes everything in the database into a stream and ends it; how many rows that were. All of it is as of one moment: what is
 * written meanwhile is not in it. Throws when the database or the stream fails; then what was written is no backup.
 */
export async function writeBackup(parts: BackupParts, out: Writable): Promise<number> {
  let rows = 0
  // Before, because SQLite has one connection.
  const migrations = await parts.db.migrationsDone()
  // All reads of one transaction see one moment.
  await parts.db.read
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const lines = linesOf({ ...parts, migrations }, tx as unknown as Kysely<never>, (count) => (rows = count))
      await pipeline(Readable.from(lines), createGzip({ level: LEVEL }), out)
    })
  return rows
}

async function* linesOf(
  { db, version, madeAt, migrations, onProgress }: BackupParts & Pick<Head, 'migrations'>,
  tx: Kysely<never>,
  onRows: (count: number) => void,
): AsyncGenerator<string> {
  const shapes = (await tableShapes(tx, db.engine)).filter(({ name }) => !LEFT_OUT.has(name))
  let total = 0
  for (const { name } of shapes) total += await countOf(tx, name)
  const head: Head = { micrologs_backup: FORMAT, version, made_at: madeAt, migrations, rows: total }
  yield lineOf(head)
  const end: Record<string, number> = {}
  let done = 0
  for (const shape of shapes) {
    yield lineOf({ table: shape.name, columns: shape.columns })
    end[shape.name] = 0
    for await (const rows of rowsOf(tx, shape)) {
      yield rows.map((row) => lineOf(shape.columns.map((column) => packed(row[column])))).join('')
      end[shape.name] = (end[shape.name] ?? 0) + rows.length
      done += rows.length
      onProgress?.(done, total)
      onRows(done)
    }
  }
  yield lineOf({ end } satisfies End)
}

const lineOf = (value: unknown) => `${JSON.stringify(value)}\n`

async function countOf(tx: Kysely<never>, table: string): Promise<number> {
  const { rows } = await sql<{ count: number | string }>`select count(*) as count from ${sql.table(table)}`.execute(tx)
  return Number(rows[0]?.count ?? 0)
}

type Row = Readonly<Record<string, unknown>>

/** All rows, piece by piece, along the key. */
async function* rowsOf(tx: Kysely<never>, { name, columns, key }: TableShape): AsyncGenerator<readonly Row[]> {
  if (key.length === 0) throw new Error(`The table ${name} has no key to read it along`)
  const refs = (names: readonly string[]) => sql.join(names.map((one) => sql.ref(one)))
  let last: Row | undefined
  for (;;) {
    const where = last === undefined ? sql`` : sql`where ${after(key, last)}`
    const { rows } = await sql<Row>`
      select ${refs(columns)} from ${sql.table(name)} ${where} order by ${refs(key)} limit ${sql.lit(AT_ONCE)}`.execute(
      tx,
    )
    if (rows.length > 0) yield rows
    if (rows.length < AT_ONCE) return
    last = rows.at(-1)
  }
}

/** Those that come after a row. Written out, because MySQL does not use the key for a comparison of lists. */
function after([first = '', ...rest]: readonly string[], row: Row): RawBuilder<boolean> {
  const [column, value] = [sql.ref(first), row[first]]
  if (rest.length === 0) return sql`${column} > ${value}`
  return sql`(${column} > ${value} or (${column} = ${value} and ${after(rest, row)}))`
}
