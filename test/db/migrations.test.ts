import { openDb } from '../../lib/db/open-db.ts'
import { engines, freshDatabase } from '../kit/databases.ts'

describe.each(engines)('%s: the schema', (engine) => {
  test('is made once, whoever asks, and again changes nothing', async () => {
    const { url, storageDir, drop } = await freshDatabase(engine)
    const both = [1, 2].map(() => openDb({ url, storageDir, connections: 2 }))
    await Promise.all(both.map((db) => db.migrate()))
    await Promise.all(both.map((db) => db.migrate()))
    const [db] = both
    expect(await db?.read.selectFrom('pageviews').selectAll().execute()).toEqual([])
    await Promise.all(both.map((d) => d.close()))
    await drop()
  })
})
