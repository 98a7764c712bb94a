import { DAY, HOUR, MINUTE, SECOND, systemClock } from '../../lib/core/clock.ts'
import { makeDictionaries } from '../../lib/db/dictionaries.ts'
import { faultKind } from '../../lib/db/faults.ts'
import type { Db, Writer } from '../../lib/db/open-db.ts'
import { compactProject } from '../../lib/sealed-days/compact.ts'
import { codedOf, numbersOf, VISIT_FLAGS } from '../../lib/sealed-days/part.ts'
import { catalogue } from '../../lib/sealed-days/part-store.ts'
import { readOpenSlices } from '../../lib/sealed-days/read-open.ts'
import { readSlice } from '../../lib/sealed-days/read-slice.ts'
import { removeRows } from '../../lib/sealed-days/remove-rows.ts'
import { restVisitors } from '../../lib/sealed-days/rest-visitors.ts'
import { sealProject } from '../../lib/sealed-days/seal.ts'
import type { SpoolRecord } from '../../lib/spool/records.ts'
import type { Resolved } from '../../lib/writer/terms.ts'
import { writeBatch } from '../../lib/writer/write-batch.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { clickRecord, engagementRecord, NOON, pageviewRecord } from '../kit/records.ts'
import { addLink } from '../kit/sealing-books.ts'
import { partsOf } from '../kit/sealed.ts'

describe.each(engines)('%s: visitors of sealed days', (engine) => {
  let db: Db
  let drop: () => Promise<void>
  let position = 0
  beforeEach(async () => {
    ;({ db, drop } = await freshDb(engine))
    position = 0
  })
  afterEach(() => drop())

  async function write(...records: SpoolRecord[]) {
    const batch = { file: 'one', from: position, to: ++position, records: records as Resolved<SpoolRecord>[] }
    await writeBatch(db, makeDictionaries(db), systemClock, batch)
  }
  const mayGoOn = () => true
  const seal = (now: number) => sealProject(db, 1, { now, mayGoOn })
  const rest = (now: number, comeAgain = false) => restVisitors(db, { project: 1, comeAgain, now, after: 0, mayGoOn })
  const visitors = async () =>
    (await db.read.selectFrom('visitors').select('visitor').orderBy('visitor').execute()).map(({ visitor }) => visitor)
  /** Of each sealed visit: the number of its visitor, and whether it is the first. */
  const visits = async () =>
    (await partsOf(db)).flatMap((part) => {
      const flags = numbersOf(part, 'visit.flags')
      return Array.from(numbersOf(part, 'visit.visitor'), (number, row) => [
        number,
        (flags[row] ?? 0) & VISIT_FLAGS.first,
      ])
    })
  const newcomers = async () => (await partsOf(db)).flatMap((part) => [...numbersOf(part, 'newcomer.id')])

  test('whose row was given up and who comes late after all have their number back', async () => {
    await write(pageviewRecord({ visitor: 11 }), pageviewRecord({ visitor: 12, at: NOON + MINUTE }))
    await seal(NOON + 3 * HOUR)
    await rest(NOON + 2 * DAY)
    expect(await visitors()).toEqual([11, 12])
    await rest(NOON + 4 * DAY)
    expect(await visitors()).toEqual([])
    await write(
      pageviewRecord({ visitor: 12, page: '/late', at: NOON + 2 * HOUR }),
      pageviewRecord({ visitor: 13, at: NOON + 4 * DAY }),
    )
    const open = []
    for await (const slice of readOpenSlices(
      db.read,
      1,
      { from: NOON - DAY, to: NOON + 5 * DAY },
      { mostViews: 100, now: NOON + 4 * DAY },
    ))
      open.push(...slice.visitors)
    expect(open).toEqual([
      [12, { number: 2, firstSeen: NOON + MINUTE }],
      [13, { number: 0, firstSeen: NOON + 4 * DAY }],
    ])
    await seal(NOON + 5 * DAY)
    expect(await visits()).toEqual([
      [1, 1],
      [2, 1],
      [2, 0],
      [3, 1],
    ])
    expect(await newcomers()).toEqual([11, 12, 13])
  })

  test('who may come again are remembered in few bytes, and are no newcomers then', async () => {
    await addLink(db)
    await write(pageviewRecord({ visitor: 11 }), clickRecord({ visitor: 500, at: NOON + SECOND }))
    await seal(NOON + 3 * HOUR)
    expect(await visitors()).toEqual([11, 500])
    await rest(NOON + 4 * DAY, true)
    expect(await visitors()).toEqual([])
    // Who used a link is known by the day only.
    expect(await db.read.selectFrom('known_visitors').selectAll().execute()).toEqual([
      { project_id: 1, visitor: 11, number: 1, first_seen: NOON },
    ])
    await write(pageviewRecord({ visitor: 11, at: NOON + 90 * DAY }))
    await seal(NOON + 91 * DAY)
    expect(await visits()).toEqual([
      [1, 1],
      [1, 0],
    ])
    expect(await newcomers()).toEqual([11, 500])
  })

  test('who have rows that are not sealed do not rest', async () => {
    await write(pageviewRecord({ visitor: 11 }), pageviewRecord({ visitor: 12, at: NOON + 9 * DAY }))
    await rest(NOON + 10 * DAY)
    expect(await visitors()).toEqual([11, 12])
    await seal(NOON + 9 * DAY)
    await rest(NOON + 10 * DAY)
    expect(await visitors()).toEqual([12])
  })

  test('who came late with a visit that is not sealed do not rest either', async () => {
    await write(pageviewRecord({ visitor: 11 }))
    await seal(NOON + 3 * HOUR)
    await write(pageviewRecord({ visitor: 11, page: '/late', at: NOON + 2 * HOUR }))
    await rest(NOON + 9 * DAY)
    expect(await visitors()).toEqual([11])
  })

  test('late records make a part of their own, which is merged into its day', async () => {
    await write(pageviewRecord({ visitor: 11 }), engagementRecord({ visitor: 11, at: NOON + MINUTE }))
    await seal(NOON + 3 * HOUR)
    await write(
      pageviewRecord({ visitor: 11, page: '/late', at: NOON + 2 * MINUTE }),
      engagementRecord({ visitor: 14, at: NOON + MINUTE, engagedMs: 7000 }),
    )
    await seal(NOON + 4 * HOUR)
    const urls = await db.read.selectFrom('pages').select(['id', 'url']).execute()
    const pages = async () =>
      (await partsOf(db)).flatMap((part) => {
        const { codes, ids } = codedOf(part, 'view.page')
        return Array.from(codes, (code) => urls.find(({ id }) => id === ids[code])?.url)
      })
    const seen = ['https://shop.example/', 'https://shop.example/late']
    expect(await catalogue(db.read, 1)).toHaveLength(2)
    expect(await pages()).toEqual(seen)
    await compactProject(db, 1, { now: NOON + 5 * HOUR, mayGoOn })
    expect(await catalogue(db.read, 1)).toHaveLength(2)
    await compactProject(db, 1, { now: NOON + 2 * DAY, mayGoOn })
    expect(await catalogue(db.read, 1)).toHaveLength(1)
    expect(await pages()).toEqual(seen)
    const [merged] = await partsOf(db)
    expect(merged?.rows).toMatchObject({ visits: 2, views: 2, stays: 2, newcomers: 1 })
  })

  test('a click keeps the visit it led to', async () => {
    await addLink(db)
    await write(clickRecord({ visitor: 11 }))
    await write(pageviewRecord({ visitor: 11, at: NOON + MINUTE }))
    await seal(NOON + 3 * HOUR)
    const [part] = await partsOf(db)
    expect(part && [...numbersOf(part, 'click.visit')]).toEqual([1])
  })

  test.each([
    [
      'a click has found its visit meanwhile',
      async (tx: Writer) => {
        await tx.updateTable('link_clicks').set({ visit: 7 }).execute()
      },
    ],
    [
      'a row is gone',
      async (tx: Writer) => {
        await tx.deleteFrom('pageviews').execute()
      },
    ],
  ])(
    'rows are not removed when %s',
    async (_name, meanwhile) => {
      await addLink(db)
      await write(clickRecord({ visitor: 90 }), pageviewRecord({ visitor: 11, at: NOON + MINUTE }))
      const rows = await readSlice(
        db.read,
        1,
        { from: NOON - HOUR, to: NOON + HOUR },
        { settledBefore: Infinity, cameBefore: () => false, othersSince: 0 },
      )
      expect([rows.clicks.length, rows.views.length]).toEqual([1, 1])
      await db.write(meanwhile)
      const removal = db.write((tx) => removeRows(tx, 1, rows))
      await expect(removal.catch((fault: unknown) => Promise.reject(new Error(faultKind(fault))))).rejects.toThrow(
        'conflict',
      )
      expect(await db.read.selectFrom('visits').select('id').execute()).toHaveLength(1)
    },
    20_000,
  )
})
