import fc from 'fast-check'
import { DAY } from '../../lib/core/clock.ts'
import { addDays, localDay } from '../../lib/core/time-zone.ts'
import type { Condition, DimensionName, DimensionRef, Filter } from '../../lib/reports/filter.ts'
import { VIEW_DIMENSIONS, VISIT_DIMENSIONS } from '../../lib/reports/filter.ts'
import type { Deed, Goal, QueryEngine, Sum } from '../../lib/reports/query.ts'
import { queryEngine } from '../../lib/reports/query-engine.ts'
import type { Range } from '../../lib/reports/range.ts'
import { rangeOf } from '../../lib/reports/range.ts'
import { MOST_ROW_BYTES } from '../../lib/reports/scan/visitor-rows.ts'
import { ByHand } from '../kit/count-by-hand.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { insertWorld, makeWorld } from '../kit/report-world.ts'
import { sealAtRandom } from '../kit/seal-at-random.ts'

/** Free questions against counting by hand in memory; the data lie half in parts and half in rows. */
const CHANGE = Date.parse('2026-10-25T00:00Z')
const WORLD = makeWorld({ seed: 5, from: CHANGE - 2 * DAY, to: CHANGE + 2 * DAY, visits: 130 })

const DEEDS: Deed[] = [
  { kind: 'event', name: 'signup' },
  { kind: 'event', name: 'buy' },
  { kind: 'page', pattern: '/blog*' },
  { kind: 'page', pattern: '/' },
  { kind: 'page', pattern: '/*on*' },
  { kind: 'engaged', seconds: 40 },
  { kind: 'scroll', pattern: '*', percent: 70 },
]
const GOALS: Goal[] = DEEDS.map((deed, id) => ({ id, name: `goal ${id}`, deed }))

const SUMS: Sum[] = [
  ...(['pageviews', 'visitors', 'newVisitors', 'viewedVisits', 'visits', 'bounces', 'duration'] as const),
  ...(['engagedDuration', 'visibleTime', 'visibleTimeMedian', 'viewTime', 'viewTimeMedian'] as const),
  ...(['scroll', 'scrolledViews', 'events', 'conversions', 'convertedVisitors', 'convertedVisits'] as const),
]

const ranges = fc
  .tuple(
    fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'),
    fc.integer({ min: -3, max: 2 }),
    fc.constantFrom(0, 1, 2, 8),
  )
  .map(([zone, shift, length]) => {
    const from = localDay('UTC', CHANGE + shift * DAY)
    return rangeOf(zone, from, addDays(from, length))
  })

const VALUES: Partial<Record<DimensionName, string[]>> = {
  page: ['/blog', '/', 'BLOG', '/blog/*', '*/', '%C3%BCber'],
  hostname: ['a.example', 'b', '*.example'],
  title: ['Home', 'ünder', '*o*'],
  country: ['DE', 'AT', 'd'],
  city: ['Berlin', 'vienna', ''],
  browser: ['Safari', 'fire', 'C*e'],
  os_version: ['Windows 11', 'android', '* 26'],
  device: ['mobile', 'desk', '*t*'],
  screen: ['desktop', 'mobile', 'tab'],
  channel: ['direct', 'search', 's*'],
  source: ['Google', 'masto', '*'],
  referrer: ['https://www.google.com/', 'social', 'https:*'],
  utm_campaign: ['launch', 'LAU', ''],
  entry_page: ['/', 'blog', '/b*'],
  event: ['signup', 'BUY', 'b*'],
  property: ['pro', 'free', '3', 'true', 'e'],
  goal: ['goal 0', 'goal 2', '5', 'goal *'],
  link: ['code1', 'code', '*3'],
}

const conditions = fc
  .tuple(
    fc.constantFrom(...(Object.keys(VALUES) as DimensionName[])),
    fc.constantFrom('plan', 'seats', 'ok', 'currency'),
    fc.constantFrom<Condition['test'][]>('is', 'is', 'contains', 'matches', 'absent'),
    fc.nat(5),
    fc.nat(5),
  )
  .map(([name, key, test, a, b]): Condition => {
    const pool = VALUES[name] ?? []
    const values = test === 'absent' ? [] : [...new Set([pool[a % pool.length] ?? '', pool[b % pool.length] ?? ''])]
    return { dimension: name === 'property' ? { name, key } : { name }, test, values }
  })

const filters: fc.Arbitrary<Filter | undefined> = fc.option(
  fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 2, weights: true } as object,
      { weight: 4, arbitrary: conditions },
      { weight: 1, arbitrary: tie('filter').map((not) => ({ not })) },
      { weight: 1, arbitrary: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })) },
      { weight: 1, arbitrary: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })) },
    ),
  })).filter,
  { nil: undefined, freq: 5 },
)

const QUESTIONS: { range: Range; filter: Filter | undefined; goal: Goal; dimension: DimensionRef; sort: Sum }[] =
  fc.sample(
    fc.record({
      range: ranges,
      filter: filters,
      goal: fc.constantFrom(...GOALS),
      dimension: fc.constantFrom(...[...VISIT_DIMENSIONS, ...VIEW_DIMENSIONS].map((name) => ({ name }))),
      sort: fc.constantFrom(...SUMS),
    }),
    { numRuns: 70, seed: 20 },
  )

describe.each(engines)('%s: a free question is answered as by hand', (engine) => {
  let kit: Awaited<ReturnType<typeof freshDb>>
  let query: QueryEngine
  beforeAll(async () => {
    kit = await freshDb(engine)
    await insertWorld(kit.db, WORLD)
    await sealAtRandom(kit.db, WORLD, { seed: 2, open: 25, parts: 4 })
    query = queryEngine(kit.db)
  })
  afterAll(() => kit.drop())

  // Half of the questions for each engine of databases: they differ in nothing that is counted here.
  const asked = QUESTIONS.filter((_, at) => engines.length === 1 || at % 2 === engines.indexOf(engine))

  test('totals, series, goals, funnels, cohorts', async () => {
    for (const { range, filter, goal } of asked) {
      const byHand = new ByHand(WORLD, range, filter, GOALS)
      const of = { sums: SUMS, goal, revenue: true }
      const steps = [DEEDS[2], DEEDS[goal.id], DEEDS[1]] as Deed[]
      const [totals, days, goals, inVisit, byVisitor, cohorts] = await query.answer(
        { scope: { project: 1, range }, filter, goals: GOALS },
        [
          { ask: 'totals', ...of },
          { ask: 'series', interval: 'day', weekStart: 1, ...of },
          { ask: 'goals' },
          { ask: 'funnel', steps, within: 'visit' },
          { ask: 'funnel', steps, within: 'visitor' },
          { ask: 'cohorts', interval: 'day', weekStart: 1 },
        ],
      )
      const about = { range, filter, goal }
      expect({ about, totals }).toEqual({ about, totals: byHand.totals(of) })
      expect({ about, days }).toEqual({ about, days: byHand.days(of) })
      const conversions = GOALS.map((one) => byHand.reached(one.deed).length)
      expect({ about, goals: goals.map((row) => row.conversions) }).toEqual({ about, goals: conversions })
      expect({ about, inVisit }).toEqual({ about, inVisit: byHand.funnel(steps, 'visit') })
      expect({ about, byVisitor }).toEqual({ about, byVisitor: byHand.funnel(steps, 'visitor') })
      expect({ about, cohorts }).toEqual({ about, cohorts: byHand.cohorts() })
    }
  })

  test.each([
    ['with room', MOST_ROW_BYTES],
    ['with room for a few visitors at a time', 4_000],
  ])('breakdowns in any order, %s', async (_what, mostRowBytes) => {
    const query = queryEngine(kit.db, mostRowBytes)
    for (const { range, filter, goal, dimension, sort } of asked) {
      const of = { sums: SUMS, goal, revenue: true }
      const ask = { ask: 'breakdown', dimension, sort, limit: 100, offset: 0, ...of } as const
      const [found, first, last] = await query.answer({ scope: { project: 1, range }, filter, goals: GOALS }, [
        ask,
        { ...ask, limit: 2, offset: 1 },
        { ...ask, limit: 2, ascending: true },
      ])
      const about = { range, filter, goal, dimension, sort }
      const byHand = new ByHand(WORLD, range, filter, GOALS)
      const expected = byHand.breakdown(dimension, of)
      const sorted = (rows: readonly { value: string; sums: object }[]) => rows.map((row) => JSON.stringify(row)).sort()
      const plain = found.rows.map(({ value, sums }) => ({ value, sums }))
      expect({ about, count: found.count }).toEqual({ about, count: expected.length })
      expect({ about, rows: sorted(plain) }).toEqual({ about, rows: sorted(expected) })
      const figures = found.rows.map(({ sums }) => sums[sort] ?? 0)
      expect({ about, figures }).toEqual({ about, figures: [...figures].sort((a, b) => b - a) })
      expect({ about, rows: first.rows }).toEqual({ about, rows: found.rows.slice(1, 3) })
      const least = figures.slice(-2).reverse()
      expect({ about, figures: last.rows.map(({ sums }) => sums[sort] ?? 0) }).toEqual({ about, figures: least })
      expect({ about, totals: found.totals }).toEqual({ about, totals: byHand.totals(of) })
    }
  })
})
