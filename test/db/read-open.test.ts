import { DAY, HOUR, MINUTE } from '../../lib/core/clock.ts'
import type { Db } from '../../lib/db/open-db.ts'
import type { OpenSlice } from '../../lib/sealed-days/read-open.ts'
import { readOpenSlices } from '../../lib/sealed-days/read-open.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { mixRows } from '../kit/raw-rows.ts'

const START = Date.parse('2026-03-10T00:00:00Z')
const DAYS = 4
const KINDS = {
  views: 'pageviews',
  stays: 'engagements',
  events: 'events',
  clicks: 'link_clicks',
  errors: 'error_events',
} as const

type Kind = keyof typeof KINDS

describe.each(engines)('%s: open rows in slices', (engine) => {
  let db: Db
  let drop: () => Promise<void>
  beforeAll(async () => {
    ;({ db, drop } = await freshDb(engine))
    await mixRows(db, { seed: 1, from: START, to: START + DAYS * DAY, visits: 500, strays: 50 })
    await mixRows(db, { seed: 2, project: 2, from: START, to: START + DAY, visits: 10, strays: 5 })
  }, 30_000)
  afterAll(() => drop())

  async function slicesOf(from: number, to: number, mostViews = 100): Promise<OpenSlice[]> {
    const slices: OpenSlice[] = []
    for await (const slice of readOpenSlices(db.read, 1, { from, to }, { mostViews })) slices.push(slice)
    return slices
  }

  const stored = async (kind: Kind) =>
    await db.read
      .selectFrom(KINDS[kind] as 'pageviews')
      .select(['at', 'id', 'visit'])
      .where('project_id', '=', 1)
      .execute()

  const storedVisits = () => db.read.selectFrom('visits').selectAll().where('project_id', '=', 1).execute()

  const sorted = (ids: Iterable<number>) => [...ids].sort((a, b) => a - b)

  test.each([30, 100_000])('all together are the tables, each row once (%d views a slice)', async (mostViews) => {
    const slices = await slicesOf(START - DAY, START + (DAYS + 2) * DAY, mostViews)
    for (const kind of Object.keys(KINDS) as Kind[]) {
      const read = slices.flatMap(({ rows }) => rows[kind].map(({ id }) => id))
      expect(sorted(read)).toEqual(sorted((await stored(kind)).map(({ id }) => id)))
    }
    const visits = slices.flatMap(({ rows }) => rows.visits.map(({ id }) => id))
    expect(sorted(visits)).toEqual(sorted((await storedVisits()).map(({ id }) => id)))
  })

  test.each([
    ['a day', START + DAY, START + 2 * DAY],
    ['an hour', START + 30 * HOUR, START + 31 * HOUR],
    ['five minutes over midnight', START + DAY - 3 * MINUTE, START + DAY + 2 * MINUTE],
  ])('all that lies in %s comes once, and nothing twice', async (_name, from, to) => {
    const slices = await slicesOf(from, to)
    let found = 0
    for (const kind of Object.keys(KINDS) as Kind[]) {
      const read = slices.flatMap(({ rows }) => rows[kind].map(({ id }) => id))
      expect(new Set(read).size).toBe(read.length)
      const inside = (await stored(kind)).filter(({ at }) => at >= from && at < to)
      found += inside.length
      expect(inside.filter(({ id }) => !read.includes(id))).toEqual([])
    }
    expect(found).toBeGreaterThan(0)
    const visits = slices.flatMap(({ rows }) => rows.visits.map(({ id }) => id))
    expect(new Set(visits).size).toBe(visits.length)
    const overlapping = (await storedVisits()).filter(
      ({ started_at, last_at }) => started_at < to && last_at >= from && started_at >= from - DAY,
    )
    expect(overlapping.filter(({ id }) => !visits.includes(id))).toEqual([])
  })

  test('a visit is whole, in a slice of the day in which it began', async () => {
    const slices = await slicesOf(START + DAY, START + 3 * DAY)
    const sliceOf = new Map(slices.flatMap((slice) => slice.rows.visits.map(({ id }) => [id, slice] as const)))
    expect(sliceOf.size).toBeGreaterThan(150)
    for (const kind of Object.keys(KINDS) as Kind[]) {
      const torn = (await stored(kind)).filter(({ id, visit }) => {
        const slice = sliceOf.get(visit)
        return slice !== undefined && !slice.rows[kind].some((row) => row.id === id)
      })
      expect(torn).toEqual([])
    }
    for (const { firstDay, lastDay, rows } of slices) {
      expect(lastDay).toBe(firstDay)
      expect(rows.visits.filter(({ started_at }) => Math.floor(started_at / DAY) !== firstDay)).toEqual([])
    }
  })

  test('slices have about as many views as asked for', async () => {
    const slices = await slicesOf(START, START + DAYS * DAY, 50)
    const largest = Math.max(...slices.map(({ rows }) => rows.views.length))
    expect(largest).toBeGreaterThan(40)
    expect(largest).toBeLessThan(100)
  })

  test('everybody in the rows has a number and a time, also who is in no table', async () => {
    const someone = (await storedVisits())[0]?.visitor ?? 0
    await db.write((tx) =>
      tx
        .updateTable('visitors')
        .set({ number: 77, first_seen: 5 })
        .where('project_id', '=', 1)
        .where('visitor', '=', someone)
        .execute(),
    )
    const slices = await slicesOf(START, START + DAYS * DAY)
    for (const { rows, visitors } of slices) {
      const people = [rows.visits, rows.views, rows.events, rows.clicks, rows.errors].flatMap((of) =>
        of.map(({ visitor }) => visitor),
      )
      expect(sorted(visitors.keys())).toEqual(sorted(new Set(people.filter((visitor) => visitor !== 0))))
    }
    const facts = slices.flatMap(({ visitors }) => [...visitors])
    expect(facts.find(([visitor]) => visitor === someone)?.[1]).toEqual({ number: 77, firstSeen: 5 })
    const strangers = facts.filter(([visitor]) => visitor >= 200_000)
    expect(strangers.length).toBeGreaterThan(0)
    expect(strangers.filter(([, { number, firstSeen }]) => number !== 0 || firstSeen < START)).toEqual([])
  })
})
