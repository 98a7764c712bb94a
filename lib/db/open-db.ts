import { setTimeout as pause } from 'node:timers/promises'
import path from 'node:path'
import type { Migration, Transaction } from 'kysely'
import { Kysely, Migrator, sql } from 'kysely'
import { messageOf } from '../core/errors.ts'
import { MIGRATIONS } from '../../migrations/index.ts'
import { faultKind, isThereAlready } from './faults.ts'
import { mysqlDialect } from './mysql-dialect.ts'
import type { Schema } from './schema.ts'
import { sqliteDialect } from './sqlite-dialect.ts'

export type Engine = 'mysql' | 'sqlite'

/** Where reports read from. */
export type Reader = Kysely<Schema>
/** Where a write goes: only inside a transaction. */
export type Writer = Transaction<Schema>

/** An open database. Opening makes no connection; the first query does. */
export interface Db {
  readonly engine: Engine
  /** For reading. Writes go through `write`. */
  readonly read: Reader
  /** One transaction. Conflicts with other processes are retried; `work` may therefore run more than once. */
  write<T>(work: (tx: Writer) => Promise<T>): Promise<T>
  /**
   * Brings the schema up to date, or through those migrations only. Safe when several processes do it at once, and after
   * a kill in the middle.
   */
  migrate(only?: readonly string[]): Promise<void>
  /** Names of the migrations that were done, also by a newer version. */
  migrationsDone(): Promise<string[]>
  knowsMigration(name: string): boolean
  /** Removes every table, with all that is in it. */
  dropAll(): Promise<void>
  close(): Promise<void>
}

const MOST_TRIES = 12
const MIGRATION_TABLE = 'migrations'

/** `url` as in the setting DATABASE_URL; empty means `<storageDir>/micrologs.db`. */
export function openDb(options: { url: string; storageDir: string; connections: number }): Db {
  const { url, storageDir, connections } = options
  const engine: Engine = /^(mysql|mariadb):/.test(url) ? 'mysql' : 'sqlite'
  const file = path.resolve(storageDir, url.replace(/^sqlite:/, '') || 'micrologs.db')
  const dialect = engine === 'mysql' ? mysqlDialect(url, connections) : sqliteDialect(file)
  const kysely = new Kysely<Schema>({ dialect })
  return {
    engine,
    read: kysely,
    write: (work) => untilFree(() => kysely.transaction().execute(work)),
    migrate: (only) => untilFree(() => migrate(kysely, engine, only), anotherMigrated),
    migrationsDone: () => migrationsDone(kysely as unknown as Kysely<unknown>),
    knowsMigration: (name) => name in MIGRATIONS,
    dropAll: () => dropAll(kysely as unknown as Kysely<unknown>),
    // mysql2 reports connections that were still being tried as a fault of closing.
    close: () => kysely.destroy().catch(() => undefined),
  }
}

const isConflict = (fault: unknown) => faultKind(fault) === 'conflict'

// Neither SQLite nor the nodes of a cluster have a lock that holds over a whole migration; the second one finds the work done.
const anotherMigrated = (fault: unknown) =>
  isConflict(fault) || isThereAlready(fault) || /UNIQUE constraint failed: migrations/.test(messageOf(fault))

async function untilFree<T>(attempt: () => Promise<T>, isPassing = isConflict): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (fault) {
      if (!isPassing(fault) || tries >= MOST_TRIES) throw fault
      // Growing and uneven, so that two processes do not meet again at the next try.
      await pause(Math.min(500, 5 * 2 ** tries) * (0.5 + Math.random()))
    }
  }
}

/**
 * What was done to this database, by this version or by a newer one: during an update, and after going back from one,
 * older code works on a newer schema, which only ever adds to it.
 */
async function migrationsDone(db: Kysely<unknown>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === MIGRATION_TABLE)) return []
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(MIGRATION_TABLE)}`.execute(db)
  return rows.map(({ name }) => name)
}

async function dropAll(db: Kysely<unknown>): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  for (const { name, isView } of tables) if (!isView) await db.schema.dropTable(name).ifExists().execute()
}

async function migrate(kysely: Kysely<Schema>, engine: Engine, only?: readonly string[]): Promise<void> {
  const plain = kysely as unknown as Kysely<unknown>
  const wanted = Object.entries(MIGRATIONS).filter(([name]) => only?.includes(name) ?? true)
  const known = wanted.map(([name, run]) => [name, { up: (db: Kysely<unknown>) => run(db, engine) }])
  const newer = (await migrationsDone(plain)).map((name) => [name, { up: () => Promise.resolve() }])
  const migrations = Object.fromEntries([...newer, ...known]) as Record<string, Migration>
  const migrator = new Migrator({
    db: plain,
    provider: { getMigrations: () => Promise.resolve(migrations) },
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: 'migrations_lock',
  })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error as Error
}
