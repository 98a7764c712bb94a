import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { DatabaseConnection, Dialect, SqliteDatabase, SqliteStatement } from 'kysely'
import { CompiledQuery, SqliteAdapter, SqliteDriver, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import { loadSqlite } from './sqlite-library.ts'

/** SQLite itself waits this long for a lock. Longer waits happen in `open-db.ts`, because waiting here stops the world. */
const BUSY_WAIT_MS = 20
const STATEMENTS_KEPT = 200

export const sqliteDialect = (file: string): Dialect => ({
  createDriver: () => new ImmediateDriver({ database: () => Promise.resolve(openFile(file)) }),
  createQueryCompiler: () => new SqliteQueryCompiler(),
  createAdapter: () => new SqliteAdapter(),
  createIntrospector: (db) => new SqliteIntrospector(db),
})

/** Transactions take the write lock when they begin, so that of two processes none is refused half-way. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
}

/** What the queries of this app bind. */
type SqliteValue = string | number | bigint | Uint8Array | null

/** So much of the file is read where the system keeps it; its pages are shared with other processes. */
const MAPPED_BYTES = 64 * 1024 * 1024

function openFile(file: string): SqliteDatabase {
  mkdirSync(path.dirname(file), { recursive: true })
  const { DatabaseSync } = loadSqlite()
  const db = new DatabaseSync(file)
  db.exec(`pragma busy_timeout=${BUSY_WAIT_MS}`)
  db.exec('pragma journal_mode=wal')
  db.exec('pragma synchronous=normal')
  // Reports read megabytes at a time: page by page with calls to the system it took four times as long.
  db.exec(`pragma mmap_size=${MAPPED_BYTES}`)
  const kept = new Map<string, SqliteStatement>()
  const prepare = (text: string): SqliteStatement => {
    const statement = db.prepare(text)
    return {
      reader: statement.columns().length > 0,
      all: (values) => statement.all(...(values as SqliteValue[])) as unknown[],
      run: (values) => statement.run(...(values as SqliteValue[])),
      iterate: (values) => statement.iterate(...(values as SqliteValue[])) as IterableIterator<unknown>,
    }
  }
  return {
    close: () => db.close(),
    prepare(text) {
      const known = kept.get(text)
      if (known) return known
      const made = prepare(text)
      if (kept.size >= STATEMENTS_KEPT) kept.clear()
      kept.set(text, made)
      return made
    },
  }
}
