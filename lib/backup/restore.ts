import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { AppError, codeOf } from '../core/errors.ts'
import type { Db, Writer } from '../db/open-db.ts'
import { tableShapes } from '../db/table-shapes.ts'
import type { End, Head, TableHead, Value } from './format.ts'
import { FORMAT, unpacked } from './format.ts'

/** Of a statement: hosts refuse long ones. */
const MOST_ROWS = 200
const MOST_BYTES = 256 * 1024

export interface RestoreOptions {
  readonly db: Db
  /** Throw away what is there. */
  readonly replace: boolean
  readonly onProgress?: (done: number, total: number) => void
}

/** Tables in which a database that somebody uses has rows. */
const TELLTALE = ['projects', 'users'] as const

/**
 * Reads a backup into the database, which must be empty unless it is to be replaced, and brings it up to date; how many rows that
 * were. Nothing else may use the database meanwhile. Throws `invalid_input` when the file is no backup, is cut off or is of
 * a newer version, and `conflict` when the database is in use; when it throws later than that, the database holds a part
 * and is to be replaced.
 */
export async function readBackup(from: Readable, { db, replace, onProgress }: RestoreOptions): Promise<number> {
  const lines = linesOf(from)
  try {
    const head = headOf(await nextOf(lines))
    const missing = head.migrations.filter((name) => !db.knowsMigration(name))
    if (missing.length > 0)
      throw new AppError('invalid_input', `This backup was made by the newer version ${head.version}. Update first.`)
    if (!replace) await requireEmpty(db)
    await db.dropAll()
    await db.migrate(head.migrations)
    const done = await readTables(lines, db, (count) => onProgress?.(count, head.rows))
    await db.migrate()
    return done
  } finally {
    from.destroy()
  }
}

const isOurs = (value: unknown): value is Omit<Head, 'micrologs_backup'> & { readonly micrologs_backup: number } =>
  typeof value === 'object' && value !== null && 'micrologs_backup' in value

function headOf(line: string | undefined): Pick<Head, 'version' | 'migrations' | 'rows'> {
  const head: unknown = line === undefined ? undefined : parsed(line)
  if (!isOurs(head)) throw new AppError('invalid_input', 'This file is no backup of Micrologs.')
  if (head.micrologs_backup > FORMAT)
    throw new AppError('invalid_input', `This backup was made by the newer version ${head.version}. Update first.`)
  return head
}

async function requireEmpty(db: Db): Promise<void> {
  const known = await tableShapes(db.read as unknown as Kysely<never>, db.engine)
  for (const table of TELLTALE) {
    if (!known.some(({ name }) => name === table)) continue
    const row = await db.read.selectFrom(table).select('id').limit(1).executeTakeFirst()
    if (row !== undefined)
      throw new AppError(
        'conflict',
        'The database is in use. To throw away everything in it and put the backup in its place: --replace',
      )
  }
}

async function readTables(lines: Lines, db: Db, onRows: (done: number) => void): Promise<number> {
  const counts: Record<string, number> = {}
  let head: TableHead | undefined
  let rows: Value[][] = []
  let [bytes, done] = [0, 0]

  async function flush(): Promise<void> {
    if (head === undefined || rows.length === 0) return
    const { table, columns } = head
    const values = rows.map((row) => sql`(${sql.join(row.map((value) => sql.val(unpacked(value))))})`)
    const insert = sql`insert into ${sql.table(table)} (${sql.join(columns.map((name) => sql.ref(name)))})
      values ${sql.join(values)}`
    await db.write((tx: Writer) => insert.execute(tx))
    counts[table] = (counts[table] ?? 0) + rows.length
    done += rows.length
    onRows(done)
    rows = []
    bytes = 0
  }

  for (let line = await nextOf(lines); line !== undefined; line = await nextOf(lines)) {
    const value = parsed(line) as Value[] | TableHead | End | undefined
    if (value === undefined) break
    if (Array.isArray(value)) {
      rows.push(value)
      bytes += line.length
      if (rows.length >= MOST_ROWS || bytes >= MOST_BYTES) await flush()
      continue
    }
    await flush()
    if ('table' in value) {
      head = value
      counts[value.table] = 0
    } else if ('end' in value && JSON.stringify(value.end) === JSON.stringify(counts)) return done
  }
  throw new AppError(
    'invalid_input',
    'This backup is cut off or damaged. Take another copy, and restore with --replace.',
  )
}

type Lines = AsyncIterator<string, undefined>

function linesOf(from: Readable): Lines {
  const unzipped = createGunzip()
  from.once('error', (fault) => unzipped.destroy(fault)).pipe(unzipped)
  return splitLines(unzipped)
}

/** Not `readline`, which swallows what is wrong with its input. */
async function* splitLines(input: AsyncIterable<Buffer>): AsyncGenerator<string, undefined> {
  let rest: Buffer[] = []
  for await (const chunk of input) {
    let from = 0
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      yield Buffer.concat([...rest, chunk.subarray(from, at)]).toString('utf8')
      rest = []
      from = at + 1
    }
    rest.push(chunk.subarray(from))
  }
  return undefined
}

/** Undefined at the end, and where the packing is broken. */
async function nextOf(lines: Lines): Promise<string | undefined> {
  try {
    return (await lines.next()).value
  } catch (fault) {
    if (codeOf(fault)?.startsWith('Z_') === true) return undefined
    throw fault
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
