import { DAY, SECOND } from '../../lib/core/clock.ts'
import type { Db } from '../../lib/db/open-db.ts'
import type { ExportKind, ExportRow } from '../../lib/reports/export/export-kinds.ts'
import { EXPORT_COLUMNS, EXPORT_KINDS } from '../../lib/reports/export/export-kinds.ts'
import { exportRows } from '../../lib/reports/export/export-rows.ts'
import type { Filter } from '../../lib/reports/filter.ts'
import { rangeOf } from '../../lib/reports/range.ts'
import { sealProject } from '../../lib/sealed-days/seal.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { insertWorld, makeWorld, TEXTS } from '../kit/report-world.ts'
import { sealAtRandom } from '../kit/seal-at-random.ts'

/** Whatever is sealed, and whatever is being sealed meanwhile: every row comes out once, with what it was made of. */

const FROM = Date.parse('2026-10-24T00:00Z')
const WORLD = makeWorld({ seed: 11, from: FROM, to: FROM + 4 * DAY, visits: 150 })
const ALL = rangeOf('Europe/Berlin', '2026-10-22', '2026-10-31')

const question = (filter?: Filter, range = ALL) => ({ scope: { project: 1, range }, filter, goals: [] })
const second = (at: number) => new Date(Math.floor(at / SECOND) * SECOND).toISOString().replace('.000Z', 'Z')

async function taken(db: Db, kind: ExportKind, filter?: Filter, range = ALL, between?: () => Promise<void>) {
  const rows: ExportRow[] = []
  for await (const group of exportRows(db.read, question(filter, range), kind)) {
    rows.push(...group)
    await between?.()
  }
  return rows
}

const sorted = (keys: readonly string[]) => [...keys].sort()
const keysOf = (rows: readonly ExportRow[], ...columns: string[]) =>
  sorted(rows.map((row) => columns.map((column) => String(row[column])).join(' ')))

const EXPECTED = {
  visits: WORLD.visits.map(({ started_at, id, views, events }) => `${second(started_at)} ${id} ${views} ${events}`),
  pageviews: WORLD.views.map(({ at, visit, page }) => `${second(at)} ${visit} ${TEXTS.pages[page - 1]?.[2] ?? ''}`),
  events: WORLD.events.map(
    ({ at, visit, name }) => `${second(at)} ${visit === 0 ? 'null' : visit} ${TEXTS.texts[name - 1]?.[0] ?? ''}`,
  ),
}
const SHOWN = {
  visits: ['started_at', 'visit', 'pageviews', 'events'],
  pageviews: ['at', 'visit', 'page'],
  events: ['at', 'visit', 'name'],
}

describe.each(engines)('%s', (engine) => {
  let kit: Awaited<ReturnType<typeof freshDb>>
  afterEach(() => kit.drop())

  describe.each([
    ['in rows', false],
    ['partly sealed', true],
  ])('%s', (_where, isSealed) => {
    beforeEach(async () => {
      kit = await freshDb(engine)
      await insertWorld(kit.db, WORLD)
      if (isSealed) await sealAtRandom(kit.db, WORLD, { seed: 3, open: 30, parts: 5 })
    })

    test.each(EXPORT_KINDS)('all %s come out, in the order of time', async (kind) => {
      const rows = await taken(kit.db, kind)
      expect(keysOf(rows, ...SHOWN[kind])).toEqual(sorted(EXPECTED[kind]))
      const times = rows.map((row) => String(row.at ?? row.started_at))
      expect(times).toEqual(sorted(times))
      for (const row of rows) expect(Object.keys(row)).toEqual(EXPORT_COLUMNS[kind])
    })

    test('a filter holds for the whole range, not for the piece that is being read', async () => {
      const filter: Filter = { dimension: { name: 'event' }, test: 'is', values: ['signup'] }
      const signedUp = new Set(WORLD.events.filter(({ name }) => name === 5).map(({ visit }) => visit))
      const own = <T>(rows: readonly T[], visitOf: (row: T) => number) =>
        rows.filter((row) => signedUp.has(visitOf(row)))
      const visits = await taken(kit.db, 'visits', filter)
      expect(sorted(visits.map(({ visit }) => String(visit)))).toEqual(
        sorted(own(WORLD.visits, ({ id }) => id).map(({ id }) => String(id))),
      )
      const views = await taken(kit.db, 'pageviews', filter)
      expect(views).toHaveLength(own(WORLD.views, ({ visit }) => visit).length)
      expect(views.length).toBeGreaterThan(20)
    })

    test('a range keeps to its hours', async () => {
      const range = rangeOf('Asia/Kolkata', '2026-10-25', '2026-10-25')
      const inside = WORLD.views.filter(({ at }) => at >= range.start && at < range.end)
      const rows = await taken(kit.db, 'pageviews', undefined, range)
      expect(rows).toHaveLength(inside.length)
      expect(inside.length).toBeGreaterThan(20)
    })

    test('attributes are those of the page view', async () => {
      const rows = await taken(kit.db, 'pageviews')
      const said = rows.map(({ at, visit, country, browser, utm_source, channel }) =>
        [at, visit, country, browser, utm_source, channel].map(String).join(' '),
      )
      const text = (list: readonly (readonly string[])[], id: number, column: number) => list[id - 1]?.[column] ?? ''
      const channels = ['direct', 'organic_search', 'organic_search', 'social', 'direct', 'email']
      const expected = WORLD.views.map((view) =>
        [
          second(view.at),
          view.visit,
          text(TEXTS.places, view.place, 0),
          text(TEXTS.agents, view.agent, 3),
          text(TEXTS.campaigns, view.campaign, 0),
          channels[view.source],
        ].join(' '),
      )
      expect(sorted(said)).toEqual(sorted(expected))
    })
  })

  test('what is sealed while rows are taken out comes once all the same', async () => {
    kit = await freshDb(engine)
    const { db } = kit
    await insertWorld(db, WORLD)
    let now = FROM
    const seal = async () => {
      now += 12 * 60 * 60 * SECOND
      await sealProject(db, 1, { now, mayGoOn: () => true, sliceViews: 40 })
    }
    const rows = await taken(db, 'pageviews', undefined, ALL, seal)
    expect(keysOf(rows, ...SHOWN.pageviews)).toEqual(sorted(EXPECTED.pageviews))
    const parts = await db.read.selectFrom('sealed_parts').select('part').execute()
    expect(parts.length).toBeGreaterThan(3)
    // Numbers that were only given for the occasion are not told.
    expect(rows.filter(({ visitor }) => visitor === null).length).toBeGreaterThan(0)
    const visitors = new Map(WORLD.views.map(({ at, visit, visitor }) => [`${second(at)} ${visit}`, visitor]))
    const pairs = (await taken(db, 'pageviews'))
      .filter(({ visitor }) => visitor !== null)
      .map(({ at, visit, visitor }) => [visitor, visitors.get(`${String(at)} ${String(visit)}`)])
    expect(pairs.length).toBeGreaterThan(100)
    const distinct = (values: readonly unknown[]) => new Set(values.map((value) => JSON.stringify(value))).size
    expect(distinct(pairs)).toBe(distinct(pairs.map(([number]) => number)))
    expect(distinct(pairs)).toBe(distinct(pairs.map(([, visitor]) => visitor)))
  })
})
