import fc from 'fast-check'
import { DAY } from '../../lib/core/clock.ts'
import { addDays, localDay } from '../../lib/core/time-zone.ts'
import type { Db } from '../../lib/db/open-db.ts'
import type { Dimension, Metric, ReportEngine, ViewMetric } from '../../lib/reports/engine.ts'
import { partsEngine } from '../../lib/reports/parts-engine.ts'
import type { Range } from '../../lib/reports/range.ts'
import { rangeOf } from '../../lib/reports/range.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { insertWorld, makeWorld } from '../kit/report-world.ts'
import { rowsEngine } from '../kit/rows-engine/rows-engine.ts'
import { sealAtRandom } from '../kit/seal-at-random.ts'

/**
 * What the engine answers from rows, from parts and from any mix of them, against SQL over the rows as they were. The days
 * lie around a change of the clocks.
 */
const CHANGE = Date.parse('2026-03-29T00:00Z')
const WORLD = makeWorld({ seed: 11, from: CHANGE - 3 * DAY, to: CHANGE + 3 * DAY, visits: 240 })
const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Asia/Beirut']

const VIEW_METRICS: ViewMetric[] = ['pageviews', 'visitors', 'returningVisitors', 'viewedVisits']
const METRICS: Metric[] = [...VIEW_METRICS, 'visits', 'bounces', 'duration', 'engagedDuration', 'visibleTime']
const DIMENSIONS: Dimension[] = [
  ...(['page', 'device', 'os', 'browser', 'country', 'region', 'city'] as const),
  ...(['channel', 'referrer', 'campaign'] as const),
]

const RANGES: Range[] = fc.sample(
  fc
    .tuple(fc.constantFrom(...ZONES), fc.integer({ min: -5, max: 4 }), fc.constantFrom(0, 0, 1, 2, 5, 300))
    .map(([zone, shift, length]) => {
      const from = localDay('UTC', CHANGE + shift * DAY)
      return rangeOf(zone, from, addDays(from, length))
    }),
  { numRuns: 14, seed: 4 },
)

/** Everything that the first reports ask, for one range. */
async function everything(engine: ReportEngine, range: Range): Promise<Record<string, unknown>> {
  const scope = { project: 1, range }
  const asked: Record<string, Promise<unknown>> = {
    totals: engine.totals(scope, METRICS),
    days: engine.perDay(scope, METRICS),
    events: engine.events.byName(scope, 2),
    errors: engine.errors.totals(scope),
    errorDays: engine.errors.perDay(scope),
    oneError: engine.errors.perDay(scope, 2),
    topErrors: engine.errors.top(scope, 3),
    links: engine.clicks.links(scope, { limit: 2 }),
    uses: engine.clicks.uses(scope, 1),
  }
  for (const dimension of DIMENSIONS) {
    asked[dimension] = engine.breakdown(scope, dimension, VIEW_METRICS)
    asked[`first of ${dimension}`] = engine.breakdown(scope, dimension, ['visitors'], { limit: 2 })
  }
  const answers = await Promise.all(Object.entries(asked).map(async ([name, answer]) => [name, await answer] as const))
  return Object.fromEntries(answers)
}

describe.each(engines)('%s: the engine answers as SQL over all rows does', (engine) => {
  let kit: Awaited<ReturnType<typeof freshDb>>
  // A share for each engine of databases: what is counted is counted by the same code.
  const ranges = RANGES.filter((_, at) => at % engines.length === engines.indexOf(engine))
  const expected = new Map<Range, Record<string, unknown>>()
  beforeAll(async () => {
    kit = await freshDb(engine)
    await insertWorld(kit.db, WORLD)
    for (const range of ranges) expected.set(range, await everything(rowsEngine(kit.db), range))
  })
  afterAll(() => kit.drop())

  const check = async (db: Db, some = ranges) => {
    for (const range of some) {
      const found = await everything(partsEngine(db), range)
      for (const [name, answer] of Object.entries(expected.get(range) ?? {}))
        expect({ range, name, answer: found[name] }).toEqual({ range, name, answer })
    }
  }

  test('from rows', () => check(kit.db, ranges.slice(0, 5)))

  test.each([
    ['a mix', 30, 7],
    ['parts with few rows beside them', 5, 4],
    ['parts alone', 0, 12],
    ['one part', 0, 1],
  ])('from %s', async (_what, open, parts) => {
    const other = await freshDb(engine)
    await insertWorld(other.db, WORLD)
    await sealAtRandom(other.db, WORLD, { seed: parts, open, parts })
    await check(other.db)
    await other.drop()
  })
})
