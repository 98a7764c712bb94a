import { sql } from 'kysely'
import { openDb } from '../../lib/db/open-db.ts'
import { engines, emptyDatabase } from '../kit/databases.ts'

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
})
