import type { ColumnMetadata, Kysely, KyselyPlugin } from 'kysely'
import { sql } from 'kysely'
import type { Db } from '../../lib/db/open-db.ts'
import { openDb } from '../../lib/db/open-db.ts'
import { MIGRATIONS } from '../../migrations/index.ts'
import { engines, emptyDatabase, freshDb } from '../kit/databases.ts'

/** Lets so many statements through, and ends the process at the next, as far as the database can tell. */
function killAfter(statements: number): KyselyPlugin {
  let left = statements
  return {
    transformQuery({ node }) {
      if (left-- === 0) throw new Error('Killed')
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  }
}

/** Every column, as the engine describes it, by `table.column`. */
async function columnsOf(db: Db): Promise<Map<string, Omit<ColumnMetadata, 'name'>>> {
  const tables = await db.read.introspection.getTables()
  return new Map(
    tables.flatMap(({ name, columns }) =>
      columns.map(({ name: column, ...about }) => [`${name}.${column}`, about] as const),
    ),
  )
}

describe.each(engines)('%s: the schema', (engine) => {
  test('is made once, whoever asks, and again changes nothing', async () => {
    const { url, storageDir, drop } = await emptyDatabase(engine)
    const both = [1, 2].map(() => openDb({ url, storageDir, connections: 2 }))
    await Promise.all(both.map((db) => db.migrate()))
    await Promise.all(both.map((db) => db.migrate()))
    const [db] = both
    expect(await db?.read.selectFrom('pageviews').selectAll().execute()).toEqual([])
    await Promise.all(both.map((d) => d.close()))
    await drop()
  })

  test('of a newer version is worked with, and what it did is not undone', async () => {
    const { url, storageDir, drop } = await emptyDatabase(engine)
    const db = openDb({ url, storageDir, connections: 2 })
    await db.migrate()
    const newer = { name: '9999-from-the-future', timestamp: '2030-01-01T00:00:00Z' }
    await sql`insert into migrations (name, timestamp) values (${newer.name}, ${newer.timestamp})`.execute(db.read)
    await db.migrate()
    const { rows } = await sql<{ name: string }>`select name from migrations order by name`.execute(db.read)
    expect(rows.at(-1)?.name).toBe(newer.name)
    await db.close()
    await drop()
  })

  test('made half by a start that was killed is finished by the next', async () => {
    const { url, storageDir, drop } = await emptyDatabase(engine)
    const db = openDb({ url, storageDir, connections: 2 })
    await db.migrate()
    // As if everything was done but the note that it was.
    await sql`delete from migrations where name >= '0002'`.execute(db.read)
    await sql`drop table audit_heads`.execute(db.read)
    await db.migrate()
    expect(await db.read.selectFrom('audit_heads').selectAll().execute()).toEqual([])
    expect(await db.read.selectFrom('projects').select('browser_audits').execute()).toEqual([])
    await db.close()
    await drop()
  })

  test('killed at any statement of any step is finished by the next start, and is what it would have been', async () => {
    const { url, storageDir, drop } = await emptyDatabase(engine)
    const db = openDb({ url, storageDir, connections: 2 })
    const plain = db.read as unknown as Kysely<unknown>
    let kills = 0
    for (const migrate of Object.values(MIGRATIONS)) {
      for (let statements = 0; ; statements++) {
        const fault = await migrate(plain.withPlugin(killAfter(statements)), engine).catch((thrown: unknown) => thrown)
        if (fault === undefined) break
        expect(fault).toMatchObject({ message: 'Killed' })
        kills++
      }
    }
    await db.migrate()
    const whole = await freshDb(engine)
    expect(await columnsOf(db)).toEqual(await columnsOf(whole.db))
    expect(kills).toBeGreaterThan(Object.keys(MIGRATIONS).length)
    await Promise.all([db.close(), whole.drop()])
    await drop()
  })

  test('only ever gains: what an older version writes and reads is there after each step', async () => {
    const { url, storageDir, drop } = await emptyDatabase(engine)
    const db = openDb({ url, storageDir, connections: 2 })
    let before: Awaited<ReturnType<typeof columnsOf>> = new Map()
    const names = Object.keys(MIGRATIONS)
    for (const [index, name] of names.entries()) {
      await db.migrate(names.slice(0, index + 1))
      const after = await columnsOf(db)
      const tables = new Set([...before.keys()].map((column) => column.split('.')[0]))
      for (const [column, about] of before) expect([name, column, after.get(column)]).toEqual([name, column, about])
      // Older code leaves a new column of its tables out when it inserts.
      const needed = [...after].filter(
        ([column, about]) =>
          !before.has(column) && tables.has(column.split('.')[0]) && !about.isNullable && !about.hasDefaultValue,
      )
      expect([name, needed]).toEqual([name, []])
      before = after
    }
    await db.close()
    await drop()
  })
})
