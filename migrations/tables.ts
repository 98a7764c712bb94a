import type { CreateTableBuilder, Kysely } from 'kysely'
import { sql } from 'kysely'

export type Engine = 'mysql' | 'sqlite'

type Table = CreateTableBuilder<string, string>

/** A number is the length of a varchar. */
export type ColumnTypes = Readonly<Record<string, 'bigint' | 'integer' | 'text' | 'mediumtext' | 'blob' | number>>

/** Columns by the name of the constraint or index over them. */
type Indexes = Readonly<Record<string, readonly string[]>>

/** A table whose rows lie on disk in the order of their key. Every column is NOT NULL. */
export interface TablePlan {
  readonly name: string
  readonly key: readonly string[]
  readonly columns: ColumnTypes
  readonly unique?: Indexes
}

/** A table whose rows are numbered from 1, in a column `id`. */
export interface NumberedPlan {
  readonly name: string
  readonly columns: ColumnTypes
  readonly unique?: Indexes
}

/** All statements here may be repeated: a start that was killed half-way goes on where it stopped. */
export async function createNumbered(db: Kysely<unknown>, engine: Engine, plan: NumberedPlan): Promise<void> {
  const numbered = start(db, plan.name).addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
  const table = withUnique(withColumns(numbered, plan.columns, engine), plan.unique)
  await finish(table, engine, '').execute()
}

export async function createClustered(db: Kysely<unknown>, engine: Engine, plan: TablePlan): Promise<void> {
  const { name, key, columns, unique } = plan
  const table = withColumns(start(db, name), columns, engine).addPrimaryKeyConstraint(`${name}_key`, [...key])
  // In SQLite only a table without rowid is stored in the order of its key, as InnoDB always does.
  await finish(withUnique(table, unique), engine, 'without rowid').execute()
}

/** MySQL has no `create index if not exists`, so it is looked for first. */
export async function createIndex(
  db: Kysely<unknown>,
  engine: Engine,
  table: string,
  name: string,
  columns: readonly string[],
): Promise<void> {
  if (engine === 'mysql' && (await hasIndex(db, table, name))) return
  const index = db.schema
    .createIndex(name)
    .on(table)
    .columns([...columns])
  await (engine === 'mysql' ? index : index.ifNotExists()).execute()
}

/** Adds a whole-number column that is 0 in the rows there are. */
export async function addCount(db: Kysely<unknown>, table: string, column: string): Promise<void> {
  const tables = await db.introspection.getTables()
  const known = tables.find(({ name }) => name === table)?.columns ?? []
  if (known.some(({ name }) => name === column)) return
  await db.schema
    .alterTable(table)
    .addColumn(column, 'integer', (made) => made.notNull().defaultTo(0))
    .execute()
}

/** Adds a column for long text that is NULL in the rows there are: MySQL gives text no default. */
export async function addText(db: Kysely<unknown>, table: string, column: string): Promise<void> {
  const tables = await db.introspection.getTables()
  const known = tables.find(({ name }) => name === table)?.columns ?? []
  if (known.some(({ name }) => name === column)) return
  await db.schema.alterTable(table).addColumn(column, sql.raw('text')).execute()
}

const start = (db: Kysely<unknown>, name: string) => db.schema.createTable(name).ifNotExists() as unknown as Table

const finish = (table: Table, engine: Engine, sqliteEnd: string) =>
  table.modifyEnd(
    engine === 'mysql' ? sql.raw('engine=InnoDB default charset=utf8mb4 collate=utf8mb4_bin') : sql.raw(sqliteEnd),
  )

function withUnique(table: Table, unique: Indexes = {}): Table {
  return Object.entries(unique).reduce((made, [name, columns]) => made.addUniqueConstraint(name, [...columns]), table)
}

function withColumns(table: Table, columns: ColumnTypes, engine: Engine): Table {
  let made = table
  for (const [name, type] of Object.entries(columns)) {
    const sqlType = typeof type === 'number' ? `varchar(${type})` : type
    const supported = sqlType === 'mediumtext' && engine === 'sqlite' ? 'text' : sqlType
    made = made.addColumn(name, sql.raw(supported), (column) => column.notNull())
  }
  return made
}

async function hasIndex(db: Kysely<unknown>, table: string, name: string): Promise<boolean> {
  const found = await sql`
    select 1 from information_schema.statistics
    where table_schema = database() and table_name = ${table} and index_name = ${name} limit 1`.execute(db)
  return found.rows.length > 0
}
