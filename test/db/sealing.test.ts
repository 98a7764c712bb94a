import { DAY, HOUR, MINUTE, SECOND } from '../../lib/core/clock.ts'
import { insertRows } from '../../lib/db/dialect.ts'
import type { Db } from '../../lib/db/open-db.ts'
import { openDb } from '../../lib/db/open-db.ts'
import { deleteRows, lockOut } from '../../lib/projects/delete-project.ts'
import { DETAILS_KEPT } from '../../lib/sealed-days/keep-details.ts'
import { codedOf, numbersOf, VISIT_FLAGS } from '../../lib/sealed-days/part.ts'
import { catalogue, generationOf } from '../../lib/sealed-days/part-store.ts'
import { isWorthSealing, sealProject, SETTLED_AFTER } from '../../lib/sealed-days/seal.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { mixRows, RAW_TABLES } from '../kit/raw-rows.ts'
import { partsOf, tally } from '../kit/sealed.ts'

const START = Date.parse('2026-03-10T00:00:00Z')
const DAYS = 3
const LONG_AFTER = START + 10 * DAY

describe.each(engines)('%s: sealing', (engine) => {
  let db: Db
  let url: string
  let storageDir: string
  let drop: () => Promise<void>
  beforeEach(async () => {
    ;({ db, url, storageDir, drop } = await freshDb(engine))
  })
  afterEach(() => drop())

  const seal = (now = LONG_AFTER, sliceViews = 200, of = db) =>
    sealProject(of, 1, { now, sliceViews, mayGoOn: () => true })
  const left = async (project = 1) => {
    const counts: number[] = []
    for (const table of RAW_TABLES) {
      const own = db.read
        .selectFrom(table as 'visits')
        .select('id')
        .where('project_id', '=', project)
      counts.push((await own.execute()).length)
    }
    return counts
  }
  const mix = (seed: number, project = 1) =>
    mixRows(db, { seed, project, from: START, to: START + DAYS * DAY, visits: 200, strays: 25 })
  /** Not those that only hold views whose visit is nowhere. */
  const visitIds = async () =>
    (await partsOf(db)).flatMap((part) => {
      const flags = numbersOf(part, 'visit.flags')
      return Array.from(numbersOf(part, 'visit.id')).filter((_, row) => ((flags[row] ?? 0) & VISIT_FLAGS.holder) === 0)
    })

  test('keeps every count and sum, and leaves no rows', async () => {
    await mix(1)
    await mix(2, 2)
    const before = await tally(db)
    const others = await left(2)
    expect(await seal()).toBe(true)
    expect(await tally(db)).toEqual(before)
    expect(await left()).toEqual([0, 0, 0, 0, 0, 0])
    expect(await left(2)).toEqual(others)
    const parts = await partsOf(db)
    expect(parts.length).toBeGreaterThan(DAYS)
    expect(parts.every(({ firstDay, lastDay }) => firstDay === lastDay)).toBe(true)
  })

  test('done twice does nothing the second time', async () => {
    await mix(1)
    await seal()
    const before = [await catalogue(db.read, 1), await generationOf(db.read, 1)]
    expect(before[1]).toBe((await catalogue(db.read, 1)).length)
    await seal()
    expect([await catalogue(db.read, 1), await generationOf(db.read, 1)]).toEqual(before)
  })

  test('leaves what is not settled, and takes it later; at every moment all is there once', async () => {
    await mix(1)
    const before = await tally(db)
    for (let now = START + 3 * HOUR; now < START + (DAYS + 3) * DAY; now += 26 * HOUR) {
      await seal(now)
      expect(await tally(db)).toEqual(before)
      const settled = await db.read
        .selectFrom('visits')
        .select('last_at')
        .where('last_at', '<', now - SETTLED_AFTER)
        .execute()
      expect(settled).toEqual([])
    }
    expect(await left()).toEqual([0, 0, 0, 0, 0, 0])
    const ids = await visitIds()
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('may be left after any slice', async () => {
    await mix(1)
    const before = await tally(db)
    let runs = 0
    for (let isDone = false; !isDone; runs++) {
      let slices = 0
      isDone = await sealProject(db, 1, { now: LONG_AFTER, sliceViews: 200, mayGoOn: () => ++slices <= 2 })
    }
    expect(runs).toBeGreaterThan(2)
    expect(await tally(db)).toEqual(before)
    expect(await left()).toEqual([0, 0, 0, 0, 0, 0])
  })

  test('by several at once seals each row once', async () => {
    await mix(1)
    const before = await tally(db)
    const others = [1, 2].map(() => openDb({ url, storageDir, connections: 2 }))
    await Promise.all([
      seal(LONG_AFTER, 150),
      ...others.map((other, index) => seal(LONG_AFTER, 100 + 100 * index, other)),
    ])
    for (const other of others) await other.close()
    expect(await tally(db)).toEqual(before)
    expect(await left()).toEqual([0, 0, 0, 0, 0, 0])
    const ids = await visitIds()
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('gives each visitor one number, also under both selves of a night, and says since when they are known', async () => {
    await mix(1)
    const known = await db.read
      .selectFrom('visitors')
      .select(['visitor', 'first_seen'])
      .where('project_id', '=', 1)
      .execute()
    await seal()
    const parts = await partsOf(db)
    const newcomers = parts.flatMap((part) => {
      const ids = numbersOf(part, 'newcomer.id')
      const seen = numbersOf(part, 'newcomer.seen')
      return Array.from(numbersOf(part, 'newcomer.visitor'), (number, row) => ({
        number,
        visitor: ids[row] ?? 0,
        seen: seen[row] ?? 0,
      }))
    })
    expect(newcomers.map(({ number }) => number).sort((a, b) => a - b)).toEqual(newcomers.map((_, index) => index + 1))
    expect(new Set(newcomers.map(({ visitor }) => visitor)).size).toBe(newcomers.length)
    const rows = await db.read
      .selectFrom('visitors')
      .select(['visitor', 'number', 'visit'])
      .where('project_id', '=', 1)
      .execute()
    const numberOf = new Map(newcomers.map(({ visitor, number }) => [visitor, number]))
    expect(rows.every(({ visitor, number, visit }) => number === numberOf.get(visitor) && visit === 0)).toBe(true)
    const seenOf = new Map(newcomers.map(({ visitor, seen }) => [visitor, seen]))
    for (const { visitor, first_seen } of known) expect(seenOf.get(visitor)).toBe(Math.floor(first_seen / SECOND))
    const used = parts.flatMap((part) => [
      ...numbersOf(part, 'visit.visitor'),
      ...numbersOf(part, 'event.visitor'),
      ...numbersOf(part, 'click.visitor'),
    ])
    expect(used.every((number) => number >= 1 && number <= newcomers.length)).toBe(true)
  })

  test('keeps what errors say word by word of the newest 1,000 of each issue', async () => {
    const errorAt = (index: number, issue: number) => ({
      ...{
        project_id: 1,
        at: START + index * MINUTE,
        id: issue * 10_000 + index,
        issue,
        visitor: 0,
        visit: 0,
        view: 0,
      },
      ...{
        severity: 'error',
        environment: 'production',
        url: '/x',
        agent: 0,
        place: 0,
        stack: `at ${index}`,
        context: '{}',
      },
    })
    const many = (from: number, count: number, issue: number) =>
      Array.from({ length: count }, (_, index) => errorAt(from + index, issue))
    const add = (rows: readonly ReturnType<typeof errorAt>[]) =>
      db.write((tx) => insertRows(tx, engine, 'error_events', rows))
    const kept = async (issue: number) =>
      await db.read
        .selectFrom('error_details')
        .select(['id', 'stack'])
        .where('issue', '=', issue)
        .orderBy('at')
        .execute()
    await add([...many(0, 1400, 1), ...many(0, 20, 2)])
    await seal()
    expect((await kept(1)).map(({ stack }) => stack)).toEqual(many(400, DETAILS_KEPT, 1).map(({ stack }) => stack))
    expect(await kept(2)).toHaveLength(20)
    await add(many(1400, 700, 1))
    await seal()
    expect((await kept(1)).map(({ id }) => id)).toEqual(many(1100, DETAILS_KEPT, 1).map(({ id }) => id))
    expect((await left()).at(-1)).toBe(0)
    const issues = (await partsOf(db)).flatMap((part) => {
      const { codes, ids } = codedOf(part, 'error.issue')
      return Array.from(codes, (code) => ids[code])
    })
    expect(issues.filter((issue) => issue === 1)).toHaveLength(2100)
  })

  test('is for projects with 500 settled page views, or anything older', async () => {
    const view = { page: 1, title: 0, is_entry: 0, source: 0, campaign: 0, place: 0, agent: 0, language: 0, screen: 0 }
    const visit = (id: number, at: number, views: number) => {
      const { page: _page, title: _title, is_entry: _entry, ...attributes } = view
      const times = { started_at: at, last_at: at, views, events: 0, engaged_ms: 0 }
      return { project_id: 1, id, visitor: id, ...times, entry_page: 1, exit_page: 1, is_first: 1, ...attributes }
    }
    const now = START + DAY
    const isWorth = () => isWorthSealing(db.read, 1, now)
    const add = (id: number, at: number, views: number) =>
      db.write((tx) => insertRows(tx, engine, 'visits', [visit(id, at, views)]))
    expect(await isWorth()).toBe(false)
    await add(1, now - HOUR, 600)
    await add(2, now - 3 * HOUR, 300)
    expect(await isWorth()).toBe(false)
    await add(3, now - 4 * HOUR, 200)
    expect(await isWorth()).toBe(true)
    await db.write((tx) => tx.deleteFrom('visits').where('id', '=', 3).execute())
    expect(await isWorth()).toBe(false)
    await add(4, now - 6.1 * HOUR, 1)
    expect(await isWorth()).toBe(true)
    await db.write((tx) => tx.deleteFrom('visits').where('id', '=', 4).execute())
    const click = { project_id: 1, at: now - 7 * HOUR, id: 1, link: 1, kind: 'bot', visitor: 1, visit: 0 }
    await db.write((tx) =>
      insertRows(tx, engine, 'link_clicks', [{ ...click, page: 1, source: 0, agent: 0, place: 0 }]),
    )
    expect(await isWorth()).toBe(true)
  })

  test('does nothing in a project that is being deleted, which then leaves nothing', async () => {
    await mix(1)
    await seal(START + DAY)
    await lockOut(db, 1, LONG_AFTER)
    const before = await catalogue(db.read, 1)
    expect(before.length).toBeGreaterThan(0)
    await seal()
    expect(await catalogue(db.read, 1)).toEqual(before)
    for await (const _step of deleteRows(db, 1));
    for (const table of [
      ...RAW_TABLES,
      'sealed_parts',
      'sealed_columns',
      'seal_heads',
      'error_details',
      'visitors',
    ] as const)
      expect(await db.read.selectFrom(table).select('project_id').where('project_id', '=', 1).execute()).toEqual([])
  })
})
