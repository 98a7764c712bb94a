import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createConnection } from 'mysql2/promise'
import type { Db, Engine } from '../../lib/db/open-db.ts'
import { openDb } from '../../lib/db/open-db.ts'

/**
 * The server that tests may make databases on, `mysql://user:password@host:port` or with `?socket=`: one that is there
 * (TEST_MYSQL_URL), or the MariaDB that global-setup has started.
 */
const mysqlServer =
  process.env.TEST_MYSQL_URL ??
  (process.env.TEST_MYSQL_SOCKET === undefined
    ? undefined
    : `mysql://root@localhost?socket=${encodeURIComponent(process.env.TEST_MYSQL_SOCKET)}`)

/** The engines this run tests on. Without a MySQL server only SQLite; global-setup says so. */
export const engines: readonly Engine[] = mysqlServer === undefined ? ['sqlite'] : ['sqlite', 'mysql']

let made = 0

/**
 * A database of its own, empty: its URL, its storage folder, and how to drop both. `server` is the URL of a server that
 * the test has started itself.
 */
export async function freshDatabase(
  engine: Engine,
  server = mysqlServer,
): Promise<{ url: string; storageDir: string; drop: () => Promise<void> }> {
  const storageDir = mkdtempSync(path.join(tmpdir(), 'micrologs-test-'))
  const removeFolder = () => rmSync(storageDir, { recursive: true, force: true })
  if (engine === 'sqlite') {
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
  await asRoot(`create database ${name} character set utf8mb4`, server)
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

/** An open, migrated database; `drop` closes it too. */
export async function freshDb(
  engine: Engine,
  server = mysqlServer,
): Promise<{ db: Db; storageDir: string; url: string; drop: () => Promise<void> }> {
  const { url, storageDir, drop } = await freshDatabase(engine, server)
  const db = openDb({ url, storageDir, connections: 2 })
  await db.migrate()
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

/** Runs one statement as the owner of the server. */
export async function asRoot(statement: string, server = mysqlServer): Promise<void> {
  const { hostname: host, port, username: user, password, searchParams } = new URL(server ?? '')
  const socketPath = searchParams.get('socket')
  const place = socketPath === null ? { host, port: Number(port) || 3306 } : { socketPath }
  const connection = await createConnection({ ...place, user, password })
  await connection.query(statement)
  await connection.end()
}
