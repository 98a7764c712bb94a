import fc from 'fast-check'
import { DAY, MINUTE, SECOND } from '../../lib/core/clock.ts'
import { addDays, localDay } from '../../lib/core/time-zone.ts'
import type { Metric } from '../../lib/reports/engine.ts'
import type { Range } from '../../lib/reports/range.ts'
import { rangeOf } from '../../lib/reports/range.ts'
import { partsEngine } from '../../lib/reports/parts-engine.ts'
import { engines, freshDb } from '../kit/databases.ts'
import type { VisitPlan } from '../kit/rows.ts'
import { rows } from '../kit/rows.ts'

/**
 * The engine against counting by hand in memory. The instants lie around two changes of the clocks, on quarters of an
 * hour as often as not, where the edges of days are.
 */
const CHANGES = [Date.parse('2026-03-29T00:00Z'), Date.parse('2026-10-25T00:00Z')]
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Asia/Beirut',
]
const PAGES = ['', 'a', 'b', 'c?x=1', 'ü'].map((path) => `https://example.org/${encodeURI(path)}`)

const visitArbitrary = fc.record({
  visitor: fc.integer({ min: 1, max: 60 }),
  at: fc
    .tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -400, max: 400 }), fc.constantFrom(0, 0, -1, 7 * MINUTE))
    .map(([change, quarters, shift]) => change + quarters * 15 * MINUTE + shift),
  views: fc.array(
    fc.record({
      after: fc.integer({ min: 0, max: 3000 }),
      page: fc.constantFrom(...PAGES),
      title: fc.constantFrom('', 'A', 'B'),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  lasts: fc.integer({ min: 3000, max: 5000 }),
  inView: fc.integer({ min: 0, max: 3000 }),
  events: fc.constantFrom(0, 0, 1),
  source: fc.constantFrom(
    {},
    { channel: 'internal' as const },
    { channel: 'search' as const, url: 'https://s.example/' },
  ),
})
const PLANS: VisitPlan[] = fc.sample(visitArbitrary, { numRuns: 300, seed: 20261120 })

const METRICS: Metric[] = [
  'pageviews',
  'visitors',
  'returningVisitors',
  'viewedVisits',
  'visits',
  'bounces',
  'duration',
  'engagedDuration',
  'visibleTime',
]

interface Seen {
  at: number
  visitor: number
  visit: VisitPlan
  page: string
}
const startOf = ({ at }: VisitPlan) => Number(at)
const VIEWS: Seen[] = PLANS.flatMap((visit) =>
  (visit.views ?? []).map(({ after = 0, page = '' }) => {
    return { at: startOf(visit) + after * SECOND, visitor: visit.visitor, visit, page }
  }),
)
// As the builder stores it: the start of the earliest visit.
const firstSeen = new Map<number, number>()
for (const visit of PLANS)
  firstSeen.set(visit.visitor, Math.min(startOf(visit), firstSeen.get(visit.visitor) ?? Infinity))

const days = new Map<string, string>()
/** `localDay`, remembered: by hand the same instants are asked for again and again. */
function dayOf(zone: string, at: number): string {
  const key = `${zone} ${at}`
  const day = days.get(key) ?? localDay(zone, at)
  days.set(key, day)
  return day
}

const distinct = (values: Iterable<unknown>) => new Set(values).size
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0)

/** What came in one day, or in all of a range; `isKnown` tells whether a visitor was there before it. */
function counted(views: readonly Seen[], visits: readonly VisitPlan[], isKnown: (visitor: number) => boolean) {
  const engaged = visits.filter(({ views: seen = [], events = 0 }) => seen.length !== 1 || events !== 0)
  const durations = (of: readonly VisitPlan[]) => sum(of.map(({ lasts = 0 }) => lasts * SECOND))
  return {
    pageviews: views.length,
    visitors: distinct(views.map(({ visitor }) => visitor)),
    returningVisitors: distinct(views.map(({ visitor }) => visitor).filter(isKnown)),
    viewedVisits: distinct(views.map(({ visit }) => visit)),
    visits: visits.length,
    bounces: visits.length - engaged.length,
    duration: durations(visits),
    engagedDuration: durations(engaged),
    visibleTime: sum(visits.map(({ inView = 0 }) => inView * SECOND)),
  }
}

const viewsOf = ({ zone, from, to }: Range) => VIEWS.filter(({ at }) => isWithin(dayOf(zone, at), from, to))
const visitsOf = ({ zone, from, to }: Range) => PLANS.filter((visit) => isWithin(dayOf(zone, startOf(visit)), from, to))
const isWithin = (day: string, from: string, to: string) => day >= from && day <= to
const firstDay = (zone: string, visitor: number) => dayOf(zone, firstSeen.get(visitor) ?? 0)

const totalsByHand = (range: Range) =>
  counted(viewsOf(range), visitsOf(range), (visitor) => firstDay(range.zone, visitor) < range.from)

function daysByHand(range: Range) {
  const { zone } = range
  const instants = [...viewsOf(range).map(({ at }) => at), ...visitsOf(range).map(startOf)]
  const found = new Set(instants.map((at) => dayOf(zone, at)))
  return [...found].sort().map((day) => {
    const views = viewsOf({ ...range, from: day, to: day })
    const visits = visitsOf({ ...range, from: day, to: day })
    return { day, ...counted(views, visits, (visitor) => firstDay(zone, visitor) !== day) }
  })
}

function pagesByHand(range: Range) {
  const views = viewsOf(range)
  const found = PAGES.map((url) => {
    const seen = views.filter(({ page }) => page === url)
    return { url, pageviews: seen.length, visitors: distinct(seen.map(({ visitor }) => visitor)) }
  })
  return found
    .filter(({ pageviews }) => pageviews > 0)
    .sort((a, b) => b.pageviews - a.pageviews || (a.url < b.url ? -1 : 1))
}

const rangeArbitrary = fc
  .tuple(
    fc.constantFrom(...ZONES),
    fc.constantFrom(...CHANGES),
    fc.integer({ min: -5, max: 5 }),
    fc.constantFrom(0, 1, 6, 230),
  )
  .map(([zone, change, shift, length]) => {
    const from = localDay('UTC', change + shift * DAY)
    return rangeOf(zone, from, addDays(from, length))
  })

describe.each(engines)('%s: the rows engine', (engine) => {
  let kit: Awaited<ReturnType<typeof freshDb>>
  beforeAll(async () => {
    kit = await freshDb(engine)
    await rows(kit.db).visit(...PLANS)
  })
  afterAll(() => kit.drop())

  // Drawn anew each time, for each engine a share of them.
  const forAnyRange = (check: (range: Range) => Promise<void>) =>
    fc.assert(fc.asyncProperty(rangeArbitrary, check), { numRuns: 40 / engines.length })

  test('counts totals as by hand', () =>
    forAnyRange(async (range) => {
      expect(await partsEngine(kit.db).totals({ project: 1, range }, METRICS)).toEqual(totalsByHand(range))
    }))

  test('counts days as by hand', () =>
    forAnyRange(async (range) => {
      expect(await partsEngine(kit.db).perDay({ project: 1, range }, METRICS)).toEqual(daysByHand(range))
    }))

  test('counts pages as by hand', () =>
    forAnyRange(async (range) => {
      const found = await partsEngine(kit.db).breakdown({ project: 1, range }, 'page', ['pageviews', 'visitors'])
      expect(found.map(({ url, pageviews, visitors }) => ({ url, pageviews, visitors }))).toEqual(pagesByHand(range))
    }))

  test('loses nothing between the channels', () =>
    forAnyRange(async (range) => {
      const { pageviews } = await partsEngine(kit.db).totals({ project: 1, range }, ['pageviews'])
      const channels = await partsEngine(kit.db).breakdown({ project: 1, range }, 'channel', ['pageviews'])
      expect(sum(channels.map((channel) => channel.pageviews))).toBe(pageviews)
      expect(distinct(channels.map(({ channel }) => channel))).toBe(channels.length)
    }))
})
