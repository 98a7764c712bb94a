import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Engine } from './open-db.ts'

/** A table as the database has it. */
export interface TableShape {
  readonly name: string
  readonly columns: readonly string[]
  /** The columns of its primary key, in order: rows are read along it. */
  readonly key: readonly string[]
}

interface Column {
  readonly table: string
  readonly column: string
  /** Place in the primary key from 1; 0 for those outside. */
  readonly place: number | string
}

/** Every table there is, by name, but for those that keep the books of migrations. */
export async function tableShapes(db: Kysely<never>, engine: Engine): Promise<TableShape[]> {
  const { rows } = await (engine === 'mysql' ? ofMysql : ofSqlite).execute(db)
  const names = [...new Set(rows.map(({ table }) => table))].filter((name) => !/^(migrations|sqlite_)/.test(name))
  return names.sort().map((name) => {
    const own = rows.filter(({ table }) => table === name)
    const key = own.filter(({ place }) => Number(place) > 0).sort((a, b) => Number(a.place) - Number(b.place))
    return { name, columns: own.map(({ column }) => column), key: key.map(({ column }) => column) }
  })
}

// Aliases, because MySQL 8 gives the columns of these views names in capitals.
const ofMysql = sql<Column>`
  select columns.table_name as ${sql.ref('table')}, columns.column_name as ${sql.ref('column')},
    coalesce(usages.ordinal_position, 0) as place
  from information_schema.columns columns
  join information_schema.tables tables
    on tables.table_schema = columns.table_schema and tables.table_name = columns.table_name
  left join information_schema.key_column_usage usages
    on usages.table_schema = columns.table_schema and usages.table_name = columns.table_name
    and usages.column_name = columns.column_name and usages.constraint_name = 'PRIMARY'
  where columns.table_schema = database() and tables.table_type = 'BASE TABLE'
  order by columns.table_name, columns.ordinal_position`

const ofSqlite = sql<Column>`
  select objects.name as ${sql.ref('table')}, info.name as ${sql.ref('column')}, info.pk as place
  from sqlite_schema objects join pragma_table_info(objects.name) info
  where objects.type = 'table'
  order by objects.name, info.cid`
