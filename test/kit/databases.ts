import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Db, Engine } from '../../lib/db/open-db.ts'
import { openDb } from '../../lib/db/open-db.ts'
import { asRoot } from './as-root.ts'
import { copySqlite, schemaStatements } from './schemas.ts'

/**
 * The server that tests may make databases on, `mysql://user:password@host:port` or with `?socket=`: one that was there
 * before the run, or the MariaDB that global-setup has started.
 */
const mysqlServer = process.env.TEST_MYSQL_URL

/** The engines this run tests on. Without a MySQL server only SQLite; global-setup says so. */
export const engines: readonly Engine[] = mysqlServer === undefined ? ['sqlite'] : ['sqlite', 'mysql']

/** A database of its own, its storage folder, and how to drop both. */
export interface FreshDatabase {
  readonly url: string
  readonly storageDir: string
  readonly drop: () => Promise<void>
}

let made = 0

/** Empty, as at the first start of all. `server` is the URL of a server that the test has started itself. */
export const emptyDatabase = (engine: Engine, server = mysqlServer): Promise<FreshDatabase> =>
  makeDatabase(engine, false, server)

/** With the schema, as the migrations leave it. */
export const freshDatabase = (engine: Engine, server = mysqlServer): Promise<FreshDatabase> =>
  makeDatabase(engine, true, server)

async function makeDatabase(engine: Engine, withSchema: boolean, server: string | undefined): Promise<FreshDatabase> {
  const storageDir = mkdtempSync(path.join(tmpdir(), 'micrologs-test-'))
  const removeFolder = () => rmSync(storageDir, { recursive: true, force: true })
  if (engine === 'sqlite') {
    if (withSchema) copySqlite(storageDir)
    return {
      url: '',
      storageDir,
      drop: () => {
        removeFolder()
        return Promise.resolve()
      },
    }
  }
  const name = `test_${process.pid}_${++made}`
  const schema = withSchema ? `use ${name}; ${schemaStatements()}` : ''
  await asRoot(`create database ${name} character set utf8mb4; ${schema}`, server)
  const url = new URL(server ?? '')
  url.pathname = `/${name}`
  return {
    url: url.href,
    storageDir,
    drop: async () => {
      await asRoot(`drop database if exists ${name}`, server)
      removeFolder()
    },
  }
}

/** An open database with the schema; `drop` closes it too. */
export async function freshDb(
  engine: Engine,
  server = mysqlServer,
): Promise<{ db: Db; storageDir: string; url: string; drop: () => Promise<void> }> {
  const { url, storageDir, drop } = await freshDatabase(engine, server)
  const db = openDb({ url, storageDir, connections: 2 })
  return {
    db,
    storageDir,
    url,
    drop: async () => {
      await db.close()
      await drop()
    },
  }
}

/** Holds SQLite's one write lock, as another process may, until the function it answers is called. */
export async function holdWriteLock(db: Db): Promise<() => Promise<void>> {
  let letGo = (): void => undefined
  const isOver = new Promise<void>((resolve) => (letGo = resolve))
  let held = Promise.resolve()
  await new Promise<void>((holds) => {
    held = db.write(async () => {
      holds()
      await isOver
    })
  })
  return () => {
    letGo()
    return held
  }
}
