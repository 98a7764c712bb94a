import { readFileSync } from 'node:fs'
import path from 'node:path'
import { askedFor, changesOf, figuresOf, METRIC_NAMES, METRICS } from '../../lib/reports/metrics.ts'
import type { Goal, Sums } from '../../lib/reports/query.ts'
import type { MetricName } from '../../lib/wire/explore-parts.ts'

const goal: Goal = { id: 1, name: 'Buy', deed: { kind: 'event', name: 'buy' } }
const cookie = { identity: 'cookie', goal } as const
const daily = { identity: 'daily', goal: undefined } as const

const SUMS: Sums = {
  visitors: 8,
  newVisitors: 6,
  visits: 9,
  viewedVisits: 10,
  pageviews: 25,
  events: 4,
  bounces: 3,
  visibleTime: 90_500,
  visibleTimeMedian: 7000,
  duration: 182_000,
  viewTime: 130,
  viewTimeMedian: 4,
  scroll: 700,
  scrolledViews: 9,
  conversions: 5,
  convertedVisitors: 3,
  revenue: { EUR: 12.5, USD: 1 },
}

test('every metric is made of sums as its sentence says', () => {
  expect(figuresOf(METRIC_NAMES, SUMS, cookie)).toEqual({
    visitors: 8,
    visits: 9,
    pageviews: 25,
    events: 4,
    bounce_rate: 33.3,
    engaged_time: 10,
    engaged_time_median: 7,
    visit_duration: 20,
    views_per_visit: 2.5,
    scroll_depth: 77.8,
    time_on_page: 5,
    time_on_page_median: 4,
    new_visitors: 6,
    returning_visitors: 2,
    conversions: 5,
    conversion_rate: 37.5,
    revenue: { EUR: 12.5, USD: 1 },
  })
})

test('of nothing, counts are 0, and what would have to be divided is null', () => {
  const figures = figuresOf(METRIC_NAMES, {}, cookie)
  const counts = METRIC_NAMES.filter((name) => METRICS[name].unit === 'count')
  for (const name of METRIC_NAMES) {
    const none = counts.includes(name) ? 0 : name === 'revenue' ? {} : null
    expect([name, figures[name]]).toEqual([name, none])
  }
})

test('where visitors are not known again, nobody says who is new', () => {
  expect(figuresOf(['visitors', 'new_visitors', 'returning_visitors'], SUMS, daily)).toEqual({
    visitors: 8,
    new_visitors: null,
    returning_visitors: null,
  })
  expect(askedFor(['new_visitors', 'returning_visitors'], daily)).toEqual({ sums: [] })
})

test('the engine is asked for each sum once, and for the goal where there is one', () => {
  expect(askedFor(['visitors', 'bounce_rate', 'visits', 'engaged_time'], daily, ['visitors'])).toEqual({
    sums: ['visitors', 'bounces', 'visits', 'visibleTime'],
  })
  expect(askedFor(['conversion_rate', 'revenue'], cookie)).toEqual({
    sums: ['convertedVisitors', 'visitors'],
    goal,
    revenue: true,
  })
})

test.each<[MetricName, number | null, number | null, number | null]>([
  ['visitors', 12, 8, 50],
  ['visitors', 8, 12, -33.3],
  ['visitors', 0, 12, -100],
  ['visitors', 8, 0, null],
  ['bounce_rate', null, 40, null],
  ['bounce_rate', 40, null, null],
  ['bounce_rate', 41, 40, 2.5],
])('%s of %p against %p changes by %p', (metric, now, before, expected) => {
  expect(changesOf({ [metric]: now }, { [metric]: before })).toEqual({ [metric]: expected })
})

test('money is compared in one currency only', () => {
  const change = (now: object, before: object) => changesOf({ revenue: { ...now } }, { revenue: { ...before } }).revenue
  expect(change({ EUR: 15 }, { EUR: 10 })).toBe(50)
  expect(change({ EUR: 15 }, {})).toBeNull()
  expect(change({ EUR: 15 }, { USD: 10 })).toBeNull()
  expect(change({ EUR: 15, USD: 1 }, { EUR: 10 })).toBeNull()
  expect(change({ '': 15 }, { '': 20 })).toBe(-25)
  expect(change({}, {})).toBeNull()
})

test('every metric has a sentence, and what lists are sorted by is among its sums', () => {
  for (const [name, { definition, sort, sums }] of Object.entries(METRICS)) {
    expect([name, definition]).toEqual([name, expect.stringMatching(/^[A-Z].+\.$/)])
    if (sort !== undefined) expect(sums).toEqual([sort])
  }
})

test('the documentation has them all, in the same words', () => {
  const documented = readFileSync(path.resolve(__dirname, '../../docs/reports.md'), 'utf8')
  const rows = METRIC_NAMES.map((name) => `| \`${name}\` | ${METRICS[name].unit} | ${METRICS[name].definition} |`)
  expect(documented).toContain(`|---|---|---|\n${rows.join('\n')}\n\n`)
})
