import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { MINUTE, systemClock } from '../../lib/core/clock.ts'
import { silentLog } from '../../lib/core/log.ts'
import { locked } from '../../lib/db/dialect.ts'
import { makeDictionaries } from '../../lib/db/dictionaries.ts'
import type { Db } from '../../lib/db/open-db.ts'
import { openDb } from '../../lib/db/open-db.ts'
import type { SpoolRecord } from '../../lib/spool/records.ts'
import { openSpool } from '../../lib/spool/open-spool.ts'
import { rejectedIn } from '../../lib/writer/rejected.ts'
import { writeBatch } from '../../lib/writer/write-batch.ts'
import type { Resolved } from '../../lib/writer/terms.ts'
import { makeWriter } from '../../lib/writer/writer.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { engagementRecord, errorRecord, NOON, pageviewRecord } from '../kit/records.ts'

describe.each(engines)('%s: the writer', (engine) => {
  let db: Db
  let url: string
  let storageDir: string
  let drop: () => Promise<void>
  beforeEach(async () => {
    const fresh = await freshDb(engine)
    ;({ db, url, storageDir, drop } = fresh)
  })
  afterEach(() => drop())

  const write = async (records: readonly SpoolRecord[], from = 0, file = 'test-01') => {
    const batch = { file, from, to: from + 100, records: records as Resolved<SpoolRecord>[] }
    return (await writeBatch(db, makeDictionaries(db), systemClock, batch)).position
  }
  const count = async (
    table: 'pageviews' | 'visits' | 'visitors' | 'engagements' | 'error_events' | 'deferred_records',
  ) => (await db.read.selectFrom(table).selectAll().execute()).length
  const visits = () =>
    db.read
      .selectFrom('visits')
      .select(['visitor', 'views', 'started_at', 'last_at', 'engaged_ms', 'is_first'])
      .orderBy('started_at')
      .execute()

  test('views become visits, wherever the batches are cut', async () => {
    await write([pageviewRecord({ page: '/a' }), pageviewRecord({ page: '/b', at: NOON + MINUTE })])
    await write([pageviewRecord({ page: '/c', at: NOON + 2 * MINUTE }), pageviewRecord({ visitor: 1002 })], 100)
    await write([pageviewRecord({ page: '/d', at: NOON + 40 * MINUTE })], 200)
    expect((await visits()).map((v) => [v.visitor, v.views, v.is_first]).sort()).toEqual([
      [1001, 1, 0],
      [1001, 3, 1],
      [1002, 1, 1],
    ])
    expect(await count('pageviews')).toBe(5)
  })

  test('a batch written before changes nothing and tells the position', async () => {
    const records = [pageviewRecord()]
    expect(await write(records)).toBe(100)
    expect(await write(records)).toBe(100)
    expect(await count('pageviews')).toBe(1)
    expect((await visits())[0]?.views).toBe(1)
  })

  test('every view carries where its visit came from', async () => {
    const google = { channel: 'search', name: 'Google', url: 'google.com/' } as const
    await write([pageviewRecord({ source: google }), pageviewRecord({ page: '/b', at: NOON + MINUTE })])
    const rows = await db.read.selectFrom('pageviews').select(['source', 'is_entry']).orderBy('at').execute()
    expect(rows[0]?.source).toBeGreaterThan(0)
    expect(rows.map((row) => row.source)).toEqual([rows[0]?.source, rows[0]?.source])
    expect(rows.map((row) => row.is_entry)).toEqual([1, 0])
  })

  test('late views find the visit they belong to, and move its start', async () => {
    await write([pageviewRecord({ page: '/b' })])
    await write([pageviewRecord({ page: '/z', at: NOON + 90 * MINUTE })], 100)
    await write([pageviewRecord({ page: '/a', at: NOON - 5 * MINUTE })], 200)
    expect((await visits()).map((v) => [(v.started_at - NOON) / MINUTE, v.views])).toEqual([
      [-5, 2],
      [90, 1],
    ])
    expect((await db.read.selectFrom('visitors').select('first_seen').executeTakeFirst())?.first_seen).toBe(
      NOON - 5 * MINUTE,
    )
  })

  test('a visit goes on over midnight under the new salt, also within one batch', async () => {
    await write([
      pageviewRecord({ visitor: 11 }),
      pageviewRecord({ visitor: 22, prior: 11, page: '/b', at: NOON + 10 * MINUTE }),
    ])
    await write([pageviewRecord({ visitor: 22, prior: 11, page: '/c', at: NOON + 20 * MINUTE })], 100)
    expect((await visits()).map((v) => v.views)).toEqual([3])
  })

  test('a visit goes on over midnight under the new salt, from batch to batch', async () => {
    await write([pageviewRecord({ visitor: 11 })])
    await write([pageviewRecord({ visitor: 22, prior: 11, page: '/b', at: NOON + 10 * MINUTE })], 100)
    await write([pageviewRecord({ visitor: 22, prior: 11, page: '/c', at: NOON + 20 * MINUTE })], 200)
    expect((await visits()).map((v) => v.views)).toEqual([3])
    const seen = await db.read.selectFrom('pageviews').select('visitor').orderBy('at').execute()
    expect(seen.map((row) => row.visitor)).toEqual([11, 22, 22])
  })

  test('engaged time is added to the visit and kept for the page', async () => {
    await write([
      pageviewRecord({ page: '/a' }),
      engagementRecord({ page: '/a', at: NOON + 30_000, engagedMs: 30_000 }),
    ])
    const share = engagementRecord({ page: '/a', at: NOON + 70_000, engagedMs: 20_000 })
    await write([share], 100)
    await write([{ ...share, at: share.at + 3000 }], 200)
    expect(await visits()).toMatchObject([{ views: 1, engaged_ms: 50_000, last_at: NOON + 70_000 }])
  })

  test('the end of a view may come before its beginning', async () => {
    await write([
      engagementRecord({ page: '/a', at: NOON, engagedMs: 3000 }),
      pageviewRecord({ page: '/a', at: NOON + 5 }),
    ])
    expect(await visits()).toMatchObject([{ views: 1, engaged_ms: 3000 }])
  })

  test('projects do not mix', async () => {
    await write([pageviewRecord(), pageviewRecord({ project: { id: 2 } })])
    const rows = await db.read.selectFrom('visits').select(['project_id', 'views']).orderBy('project_id').execute()
    expect(rows).toEqual([
      { project_id: 1, views: 1 },
      { project_id: 2, views: 1 },
    ])
  })

  test('dropped requests are counted for each day and reason, and the newest 100 kept', async () => {
    const dropped = Array.from({ length: 150 }, (_, i) => ({
      v: 1 as const,
      kind: 'dropped' as const,
      id: i + 1,
      at: NOON + i,
      project: { id: 1 },
      reason: i % 2 === 0 ? ('bot' as const) : ('no-accept' as const),
      userAgent: 'Some bot',
      page: '/',
    }))
    await write(dropped.slice(0, 80))
    await write(dropped.slice(80), 100)
    const counts = await db.read
      .selectFrom('dropped_counts')
      .select(['day', 'reason', 'hits'])
      .orderBy('reason')
      .execute()
    expect(counts).toEqual([
      { day: '2026-03-10', reason: 'bot', hits: 75 },
      { day: '2026-03-10', reason: 'no-accept', hits: 75 },
    ])
    const log = await db.read.selectFrom('dropped_log').select('at').orderBy('at').execute()
    expect(log.map(({ at }) => at - NOON)).toEqual(Array.from({ length: 100 }, (_, i) => i + 50))
  })

  test('text of any script and size is stored as it is', async () => {
    const title = '🦊 Ω'.repeat(120)
    await write([pageviewRecord({ title, page: `/${'ü'.repeat(300)}` })])
    const [row] = await db.read.selectFrom('texts').select('value').where('value', 'like', '🦊%').execute()
    expect(row?.value).toBe(title)
  })

  test('two processes that write the same visitors at once lose and double nothing', async () => {
    const views = Array.from({ length: 400 }, (_, i) =>
      pageviewRecord({ visitor: 1 + (i % 20), page: `/${i}`, at: NOON + i * 20_000 }),
    )
    const dictionaries = [makeDictionaries(db), makeDictionaries(db)]
    const writeHalf = async (half: number) => {
      const mine = views.filter((_, i) => i % 2 === half) as Resolved<SpoolRecord>[]
      for (let at = 0; at < mine.length; at += 20) {
        const records = mine.slice(at, at + 20)
        await writeBatch(db, dictionaries[half] ?? makeDictionaries(db), systemClock, {
          file: `half-${half}`,
          from: at,
          to: at + 20,
          records,
        })
      }
    }
    await Promise.all([writeHalf(0), writeHalf(1)])
    expect(await count('pageviews')).toBe(400)
    const found = await visits()
    expect(found.reduce((sum, visit) => sum + visit.views, 0)).toBe(400)
    expect(found).toHaveLength(20)
  })

  test('what another process wrote while a batch waited for it is counted on from', async () => {
    const viewOf = (project: number, page: string, minute: number) =>
      pageviewRecord({ project: { id: project }, page, at: NOON + minute * MINUTE })
    await write([viewOf(1, '/a', 0), viewOf(2, '/a', 0)])
    const other = openDb({ url, storageDir, connections: 1 })
    let finish = (): void => undefined
    const finished = new Promise<void>((resolve) => (finish = resolve))
    await new Promise<void>((holds) => {
      void other.write(async (tx) => {
        const visitor = tx.selectFrom('visitors').select('visitor').where('project_id', '=', 2)
        await locked(engine, visitor).execute()
        holds()
        await finished
        await tx.updateTable('visits').set({ views: 10 }).where('project_id', '=', 2).execute()
      })
    })
    const written = write([viewOf(1, '/b', 1), viewOf(2, '/b', 1)], 100)
    // Long enough to be past the first project; however long, the outcome is the same.
    await pause(100)
    finish()
    await written
    await other.close()
    const rows = await db.read.selectFrom('visits').select(['project_id', 'views']).orderBy('project_id').execute()
    expect(rows.map(({ views }) => views)).toEqual([2, 11])
  })

  describe('moving a spool', () => {
    const setUp = () => {
      const folder = path.join(storageDir, 'spool')
      mkdirSync(folder, { recursive: true })
      const spool = openSpool({ folder, maxBytes: 1e9, fsync: false, clock: systemClock })
      const rejected = rejectedIn(path.join(folder, 'rejected'), systemClock)
      const projectOf = (record: SpoolRecord) =>
        Promise.resolve('id' in record.project ? (record.project.id === 9 ? undefined : record.project.id) : undefined)
      const parts = {
        db,
        spool,
        dictionaries: makeDictionaries(db),
        rejected,
        projectOf,
        clock: systemClock,
        log: silentLog,
      }
      return { spool, rejected, writer: makeWriter(parts), folder }
    }

    test('one bad record is set aside with its reason, and all others are written', async () => {
      const { spool, rejected, writer, folder } = setUp()
      // A number where the column takes text cannot happen by our own hand; a value too long for its column can stand for it.
      const bad = pageviewRecord({ visitor: 5, language: 'x'.repeat(600), page: '/bad' })
      const records = Array.from({ length: 21 }, (_, i) =>
        i === 13 ? bad : pageviewRecord({ visitor: 100 + i, page: `/${i}` }),
      )
      if (engine === 'sqlite') {
        // SQLite takes text of any length; a trigger refuses in its place.
        await sql`create trigger refuse before insert on pageviews when new.visitor = 5 begin select raise(abort, 'refused'); end`.execute(
          db.read,
        )
      }
      await Promise.all(records.map((record) => spool.append(record)))
      await spool.append({ ...pageviewRecord(), v: 2 as never })
      await writer.drain()
      expect(await count('pageviews')).toBe(20)
      // That one, and one that cannot be read: once each, however often the batch was cut in halves.
      expect(rejected.count()).toBe(2)
      const [name] = readdirSync(path.join(folder, 'rejected'))
      const [, last = ''] = readFileSync(path.join(folder, 'rejected', name ?? ''), 'utf8').split('\n')
      const entry = JSON.parse(last) as { reason: string; record: string }
      expect(JSON.parse(entry.record)).toEqual(bad)
      expect(entry.reason).not.toBe('')
      expect(spool.waitingBytes).toBe(0)
      spool.close()
    })

    test('records without a readable form or a known key are set aside; those of a deleted project are not kept', async () => {
      const { spool, rejected, writer } = setUp()
      await spool.append({ ...pageviewRecord(), v: 2 as never })
      await spool.append(pageviewRecord({ project: { key: 'f'.repeat(32) } }))
      await spool.append(pageviewRecord({ project: { id: 9 } }))
      await spool.append(pageviewRecord())
      await writer.drain()
      expect(await count('pageviews')).toBe(1)
      expect(rejected.count()).toBe(2)
      spool.close()
    })

    test('errors become events of their issue, and nothing of them is deferred', async () => {
      const { spool, writer } = setUp()
      await Promise.all([1, 2, 3].map((line) => spool.append(errorRecord({ line: line === 3 ? 1 : line }))))
      await writer.drain()
      const found = await db.read.selectFrom('issues').select(['line', 'occurrences']).orderBy('line').execute()
      expect(found).toEqual([
        { line: 1, occurrences: 2 },
        { line: 2, occurrences: 1 },
      ])
      expect([await count('error_events'), await count('deferred_records')]).toEqual([3, 0])
      spool.close()
    })
  })
})
