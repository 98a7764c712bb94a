import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import { format } from 'mysql2'
import { openDb } from '../../lib/db/open-db.ts'
import { asRoot } from './as-root.ts'

const FILE = 'micrologs.db'
const STATEMENTS = 'mysql.sql'
const TEMPLATE = 'test_template'

/**
 * Runs all migrations once for each engine, and keeps what they made: a test that needs the schema copies it in a tenth
 * of the time. Answers the folder, for the environment of the tests.
 */
export async function makeSchemas(parent: string, mysqlServer: string | undefined): Promise<string> {
  const folder = path.join(parent, 'schemas')
  mkdirSync(folder)
  await migrate('', folder)
  if (mysqlServer !== undefined) {
    const url = new URL(mysqlServer)
    url.pathname = `/${TEMPLATE}`
    await asRoot(`drop database if exists ${TEMPLATE}; create database ${TEMPLATE} character set utf8mb4`, mysqlServer)
    await migrate(url.href, folder)
    writeFileSync(path.join(folder, STATEMENTS), await statementsOf(url.href))
    await asRoot(`drop database ${TEMPLATE}`, mysqlServer)
  }
  return folder
}

async function migrate(url: string, storageDir: string): Promise<void> {
  const db = openDb({ url, storageDir, connections: 1 })
  await db.migrate()
  // A closed SQLite file is whole only when its statements are collected, which may be after the first copy of it.
  if (db.engine === 'sqlite') await sql`pragma wal_checkpoint(truncate)`.execute(db.read)
  await db.close()
}

/** What makes the tables of a database anew, with the rows that say which migrations were run. */
async function statementsOf(url: string): Promise<string> {
  const statements: string[] = []
  const tables = (await asRoot('show tables', url)) as Record<string, string>[]
  for (const name of tables.flatMap((table) => Object.values(table))) {
    const [made] = (await asRoot(`show create table ${name}`, url)) as Record<string, string>[]
    statements.push(made?.['Create Table'] ?? '')
    const rows = (await asRoot(`select * from ${name}`, url)) as Record<string, unknown>[]
    if (rows.length > 0) statements.push(format(`insert into ${name} values ?`, [rows.map(Object.values)]))
  }
  return statements.join(';\n')
}

const kept = (name: string) => path.join(process.env.TEST_SCHEMAS ?? '', name)

/** Makes the SQLite file of a storage folder, with the schema. */
export const copySqlite = (storageDir: string): void => copyFileSync(kept(FILE), path.join(storageDir, FILE))

let statements: string | undefined
/** What makes the schema in an empty MySQL database. */
export const schemaStatements = (): string => (statements ??= readFileSync(kept(STATEMENTS), 'utf8'))
