import { sql } from 'kysely'
import type { Db } from './open-db.ts'

/** A table with its indexes, as they lie on disk. */
export interface TableSize {
  readonly table: string
  readonly bytes: number
}

/**
 * Every table, the largest first. MySQL answers from its statistics, which may be a day old (and tells sizes in whole
 * pages); SQLite reads the whole file for it.
 */
export async function tableSizes(db: Db): Promise<TableSize[]> {
  const { rows } = await (db.engine === 'mysql' ? ofMysql : ofSqlite).execute(db.read)
  return rows.map(({ table, bytes }) => ({ table, bytes: Number(bytes) }))
}

/** All tables together; cheap on both engines. */
export async function databaseBytes(db: Db): Promise<number> {
  if (db.engine === 'mysql') return (await tableSizes(db)).reduce((sum, { bytes }) => sum + bytes, 0)
  const { rows } = await sql<{ bytes: number }>`
    select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()`.execute(db.read)
  return rows[0]?.bytes ?? 0
}

// Aliases, because MySQL 8 gives the columns of this view names in capitals.
const ofMysql = sql<{ table: string; bytes: number | string }>`
  select table_name as ${sql.ref('table')}, data_length + index_length as bytes
  from information_schema.tables where table_schema = database() and table_type = 'BASE TABLE'
  order by bytes desc, table_name`

const ofSqlite = sql<{ table: string; bytes: number }>`
  select objects.tbl_name as ${sql.ref('table')}, sum(dbstat.pgsize) as bytes
  from dbstat join sqlite_schema objects on objects.name = dbstat.name
  group by objects.tbl_name order by bytes desc, objects.tbl_name`
