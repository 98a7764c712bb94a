import { setTimeout as pause } from 'node:timers/promises'
import { DAY, MINUTE, systemClock } from '../../lib/core/clock.ts'
import { insertRows, locked } from '../../lib/db/dialect.ts'
import { makeDictionaries } from '../../lib/db/dictionaries.ts'
import type { Db } from '../../lib/db/open-db.ts'
import { openDb } from '../../lib/db/open-db.ts'
import type { SpoolRecord } from '../../lib/spool/records.ts'
import type { Resolved } from '../../lib/writer/terms.ts'
import { keyOfMessage } from '../../lib/writer/waiters.ts'
import { writeBatch } from '../../lib/writer/write-batch.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { engagementRecord, errorRecord, NOON, pageviewRecord } from '../kit/records.ts'

describe.each(engines)('%s: the writer, after rows were sealed', (engine) => {
  let db: Db
  let url: string
  let storageDir: string
  let drop: () => Promise<void>
  let position = 0
  beforeEach(async () => {
    ;({ db, url, storageDir, drop } = await freshDb(engine))
    position = 0
  })
  afterEach(() => drop())

  async function write(...records: SpoolRecord[]) {
    const batch = { file: 'one', from: position, to: ++position, records: records as Resolved<SpoolRecord>[] }
    return writeBatch(db, makeDictionaries(db), systemClock, batch)
  }
  const visitor = (id: number) =>
    db.read.selectFrom('visitors').selectAll().where('visitor', '=', id).executeTakeFirstOrThrow()
  const visits = () => db.read.selectFrom('visits').selectAll().orderBy('started_at').execute()

  test('who comes again after a rest has the number and the first day of before, and is no newcomer', async () => {
    const rested = { project_id: 1, visitor: 1001, number: 17, first_seen: NOON - 90 * DAY }
    await db.write((tx) => insertRows(tx, engine, 'known_visitors', [rested, { ...rested, project_id: 2, number: 3 }]))
    await write(pageviewRecord({ visitor: 1001 }), pageviewRecord({ visitor: 1002 }))
    await write(pageviewRecord({ visitor: 1001, page: '/b', at: NOON + MINUTE }))
    expect(await visitor(1001)).toMatchObject({ number: 17, first_seen: NOON - 90 * DAY, last_seen: NOON + MINUTE })
    expect(await visitor(1002)).toMatchObject({ number: 0, first_seen: NOON })
    const found = await visits()
    expect(found.map((row) => [row.visitor, row.is_first, row.views]).sort()).toEqual([
      [1001, 0, 2],
      [1002, 1, 1],
    ])
  })

  test('a row that only holds a number is a newcomer with that number', async () => {
    const blank = { last_seen: NOON, visit: 0, visit_started_at: 0, last_view_at: 0, last_page: 0, recent: '' }
    const stub = { project_id: 1, visitor: 1001, first_seen: 0, number: 5, ...blank }
    await db.write((tx) => insertRows(tx, engine, 'visitors', [stub]))
    await write(pageviewRecord({ visitor: 1001, at: NOON + MINUTE }))
    expect(await visitor(1001)).toMatchObject({ number: 5, first_seen: NOON + MINUTE, last_seen: NOON + MINUTE })
    expect(await visits()).toMatchObject([{ is_first: 1 }])
  })

  test('an error that is sent again is the one whose details were kept', async () => {
    const sent = errorRecord({ visitor: 1001 })
    const first = await write(sent)
    const moved = await db.read.selectFrom('error_events').selectAll().executeTakeFirstOrThrow()
    await db.write(async (tx) => {
      const { visitor: _visitor, ...kept } = moved
      await insertRows(tx, engine, 'error_details', [kept])
      await tx.deleteFrom('error_events').execute()
    })
    const again = await write({ ...sent, at: sent.at + MINUTE })
    expect(again.written.get(keyOfMessage(sent))).toEqual(first.written.get(keyOfMessage(sent)))
    expect(await db.read.selectFrom('error_events').select('id').execute()).toEqual([])
    expect(await db.read.selectFrom('issues').select('occurrences').execute()).toEqual([{ occurrences: 1 }])
  })

  test('a late record of a visit that is gone begins another, and brings nothing back', async () => {
    await write(pageviewRecord({ visitor: 1001 }))
    const [sealed] = await visits()
    await db.write(async (tx) => {
      await tx.deleteFrom('visits').execute()
      await tx.deleteFrom('pageviews').execute()
    })
    await write(
      engagementRecord({ visitor: 1001, at: NOON + MINUTE }),
      pageviewRecord({ visitor: 1001, page: '/b', at: NOON + 2 * MINUTE }),
    )
    const found = await visits()
    expect(found).toMatchObject([{ visitor: 1001, views: 1, is_first: 0, started_at: NOON + 2 * MINUTE }])
    expect(found[0]?.id).not.toBe(sealed?.id)
  })

  test('a visit over midnight that is sealed at this moment is not brought back by the self of today', async () => {
    await write(
      pageviewRecord({ visitor: 11 }),
      engagementRecord({ visitor: 22, prior: 11, at: NOON + MINUTE, engagedMs: 20_000 }),
    )
    const { visit: pointer } = await visitor(22)
    const [running] = await visits()
    expect([pointer, running?.visitor]).toEqual([running?.id, 11])
    // Another process holds the visitor of yesterday, as it does for sealing, and knows nothing of today's.
    const other = openDb({ url, storageDir, connections: 1 })
    let finish = (): void => undefined
    const finished = new Promise<void>((resolve) => (finish = resolve))
    const sealing = new Promise<() => Promise<void>>((holds) => {
      const done = other.write(async (tx) => {
        const yesterday = tx.selectFrom('visitors').select('visitor').where('project_id', '=', 1)
        await locked(engine, yesterday.where('visitor', '=', 11)).execute()
        holds(async () => {
          finish()
          await done
        })
        await finished
        await tx.deleteFrom('visits').execute()
        await tx.deleteFrom('pageviews').execute()
      })
    })
    const seal = await sealing
    const written = write(pageviewRecord({ visitor: 22, page: '/b', at: NOON + 2 * MINUTE }))
    // Long enough to have read the visit; however long, the outcome is the same.
    await pause(300)
    await seal()
    await written
    await other.close()
    expect(await visits()).toMatchObject([{ visitor: 22, views: 1, started_at: NOON + 2 * MINUTE }])
    expect((await db.read.selectFrom('pageviews').select('visit').execute()).map(({ visit }) => visit)).toEqual([
      (await visits())[0]?.id,
    ])
  })
})
