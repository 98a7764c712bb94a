import { MINUTE, SECOND, systemClock } from '../../lib/core/clock.ts'
import { insertRows } from '../../lib/db/dialect.ts'
import { makeDictionaries } from '../../lib/db/dictionaries.ts'
import type { Db } from '../../lib/db/open-db.ts'
import { openDb } from '../../lib/db/open-db.ts'
import type { SpoolRecord } from '../../lib/spool/records.ts'
import type { Resolved } from '../../lib/writer/terms.ts'
import { writeBatch } from '../../lib/writer/write-batch.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { clickRecord, engagementRecord, NOON, pageviewRecord } from '../kit/records.ts'

describe.each(engines)('%s: clicks through the writer', (engine) => {
  let db: Db
  let url: string
  let storageDir: string
  let drop: () => Promise<void>
  let position: number
  beforeEach(async () => {
    ;({ db, url, storageDir, drop } = await freshDb(engine))
    position = 0
    const link = { project_id: 1, destination: 'https://shop.example/', label: '', is_active: 1, clicks: 0 }
    const times = { created_at: NOON, updated_at: NOON }
    const links = [1, 2].map((id) => ({ id, code: `code${id}`, ...link, ...times }))
    await db.write((tx) => insertRows(tx, engine, 'links', links))
  })
  afterEach(() => drop())

  const write = async (...records: SpoolRecord[]) => {
    const batch = { file: 'test', from: position, to: ++position, records: records as Resolved<SpoolRecord>[] }
    await writeBatch(db, makeDictionaries(db), systemClock, batch)
  }
  const stored = () => db.read.selectFrom('link_clicks').selectAll().orderBy('project_id').orderBy('at').execute()
  const counts = async () =>
    (await db.read.selectFrom('links').select('clicks').orderBy('id').execute()).map(({ clicks }) => clicks)
  const visits = async () =>
    (await db.read.selectFrom('visits').select('id').orderBy('started_at').execute()).map(({ id }) => id)
  const joined = async () => (await stored()).map(({ visit }) => visit)

  const click = (at = 0, given: Parameters<typeof clickRecord>[0] = {}) => clickRecord({ ...given, at: NOON + at })
  const view = (at = 0, given: Parameters<typeof pageviewRecord>[0] = {}) => pageviewRecord({ ...given, at: NOON + at })

  test('every use is kept, and those by people counted', async () => {
    const source = { channel: 'social', name: 'Mastodon', url: 'https://mastodon.social/' } as const
    await write(
      click(1, { link: 2, source }),
      click(2, { by: 'bot' }),
      click(3, { by: 'preview' }),
      click(4, { by: 'head' }),
      click(5),
      click(6),
    )
    await write(click(7))
    expect(await counts()).toEqual([3, 1])
    const [first, ...rest] = await stored()
    expect(first).toMatchObject({ project_id: 1, at: NOON + 1, link: 2, kind: 'person', visitor: 1001, visit: 0 })
    const numbers = [first?.page, first?.source, first?.agent, first?.place]
    expect(numbers.every((number) => number !== undefined && number > 0)).toBe(true)
    expect(rest.map(({ kind }) => kind)).toEqual(['bot', 'preview', 'head', 'person', 'person', 'person'])
  })

  test('a click on a link that is gone is left out, and stops nothing', async () => {
    await write(click(0, { link: 77 }), click(1))
    expect(await counts()).toEqual([1, 0])
    expect((await stored()).map(({ link }) => link)).toEqual([1])
  })

  describe('joins the visit that follows', () => {
    const orders: readonly [string, () => Promise<void>][] = [
      ['in one batch', () => write(view(2 * SECOND), click())],
      ['click stored first', async () => (await write(click()), write(view(2 * SECOND)))],
      ['view stored first', async () => (await write(view(2 * SECOND)), write(click()))],
    ]
    test.each(orders)('%s', async (_order, run) => {
      await run()
      const [visit] = await visits()
      expect(visit).toBeGreaterThan(0)
      expect(await joined()).toEqual([visit])
    })

    test('with other clicks around it', async () => {
      await write(click(-MINUTE, { visitor: 5 }), click())
      await write(view(2 * SECOND), click(SECOND, { visitor: 6 }))
      await write(click(3 * SECOND))
      expect(await joined()).toEqual([0, (await visits())[0], 0, 0])
    })

    test.each([3, 40])('in a batch of views from %i different days', async (days) => {
      const day = (number: number) => number * 24 * 60 * MINUTE
      const all = Array.from({ length: days }, (_, number) => number)
      await write(...all.map((number) => click(day(number), { visitor: number + 1 })))
      await write(...all.map((number) => view(day(number) + SECOND, { visitor: number + 1 })))
      expect(await visits()).toHaveLength(days)
      expect(await joined()).toEqual(await visits())
    })

    test('also when the visitor was on the site already', async () => {
      await write(view(-10 * MINUTE, { page: '/a' }))
      await write(click(), view(SECOND, { page: '/b' }))
      expect(await visits()).toHaveLength(1)
      expect(await joined()).toEqual(await visits())
    })

    test('over midnight, when the view comes under a new salt', async () => {
      await write(click(0, { visitor: 11 }))
      await write(view(SECOND, { visitor: 22, prior: 11 }))
      await write(view(10 * MINUTE, { visitor: 55 }))
      await write(click(10 * MINUTE - SECOND, { visitor: 66, prior: 55 }))
      expect(await visits()).toHaveLength(2)
      expect(await joined()).toEqual(await visits())
    })

    test('in the mode cookie by the device', async () => {
      const browser = { visitor: 900, device: 11 }
      await write(click(0, { visitor: 11 }), view(SECOND, browser))
      await write(click(MINUTE, { visitor: 11 }))
      await write(view(MINUTE + SECOND, { ...browser, page: '/b' }))
      const [visit] = await visits()
      expect(await joined()).toEqual([visit, visit])
    })

    test('to the name with or without www.', async () => {
      await write(click(0, { host: 'www.shop.example' }))
      await write(view(SECOND))
      expect(await joined()).toEqual(await visits())
    })
  })

  describe.each([
    ['in one batch', (...records: SpoolRecord[]) => write(...records)],
    [
      'one by one',
      async (...records: SpoolRecord[]) => {
        for (const record of records) await write(record)
      },
    ],
    [
      'in the wrong order',
      async (...records: SpoolRecord[]) => {
        for (const record of records.reverse()) await write(record)
      },
    ],
  ])('is not joined, %s:', (_order, run) => {
    test.each<[string, () => SpoolRecord[]]>([
      ['a view on another host', () => [click(0, { host: 'other.example' }), view(SECOND)]],
      ['a view by somebody else', () => [click(0, { visitor: 5 }), view(SECOND)]],
      ['a view that comes too late', () => [click(), view(5 * MINUTE + 1)]],
      ['a view from before', () => [click(), view(-1)]],
      ['a bot', () => [click(0, { by: 'bot' }), view(SECOND)]],
      ['a project of its own', () => [click(), view(SECOND, { project: { id: 2 } })]],
      ['time spent on a page', () => [click(), engagementRecord({ at: NOON + SECOND })]],
    ])('%s', async (_what, records) => {
      await run(...records())
      expect(await joined()).toEqual([0])
    })
  })

  test('a second view changes nothing', async () => {
    await write(click(), view(SECOND))
    const [first] = await visits()
    // Somebody else's visit under the same device: the click stays with the first.
    await write(view(2 * SECOND, { visitor: 900, device: 1001, page: '/b' }))
    expect(await visits()).toHaveLength(2)
    expect(await joined()).toEqual([first])
  })

  test.each([
    ['in one batch', (...records: SpoolRecord[]) => write(...records)],
    [
      'one by one',
      async (...records: SpoolRecord[]) => {
        for (const record of records) await write(record)
      },
    ],
  ])('of two clicks and one view the newest has it, %s', async (_order, run) => {
    await run(click(0, { link: 2 }), click(SECOND), view(2 * SECOND))
    expect(await joined()).toEqual([0, (await visits())[0]])
    expect(await counts()).toEqual([1, 1])
  })

  test('projects do not mix', async () => {
    const other = { project: { id: 2 } }
    const link = { id: 9, project_id: 2, code: 'code9', destination: 'https://shop.example/', label: '', is_active: 1 }
    await db.write((tx) =>
      insertRows(tx, engine, 'links', [{ ...link, clicks: 0, created_at: NOON, updated_at: NOON }]),
    )
    await write(click(), view(SECOND), click(0, { ...other, link: 9 }), view(2 * SECOND, other))
    const views = await db.read.selectFrom('pageviews').select('visit').orderBy('project_id').execute()
    expect(new Set(views.map(({ visit }) => visit)).size).toBe(2)
    expect(await joined()).toEqual(views.map(({ visit }) => visit))
  })

  test('two processes that count the same links do not stop each other', async () => {
    const other = openDb({ url, storageDir, connections: 2 })
    const rounds = Array.from({ length: 12 }, (_, round) => round)
    const run = async (on: Db, file: string, order: readonly number[]) => {
      for (const round of rounds) {
        const clicks = order.map((link) => click(round * MINUTE, { link, visitor: link }))
        const views = order.map((visitor) => view(round * MINUTE + SECOND, { visitor, page: `/${round}` }))
        const records = [...clicks, ...views] as Resolved<SpoolRecord>[]
        await writeBatch(on, makeDictionaries(on), systemClock, { file, from: round, to: round + 1, records })
      }
    }
    await Promise.all([run(db, 'one', [1, 2]), run(other, 'two', [2, 1])])
    await other.close()
    expect(await counts()).toEqual([24, 24])
    expect(await stored()).toHaveLength(48)
  })

  test('a batch that was written before counts no click twice', async () => {
    const records = [click(), view(SECOND)]
    await write(...records)
    position = 0
    await write(...records)
    expect(await counts()).toEqual([1, 0])
    expect(await stored()).toHaveLength(1)
  })
})
