import type { Condition, DimensionName, Filter } from '../../lib/reports/filter.ts'
import type { Ask, BreakdownAsk, Sum } from '../../lib/reports/query.ts'

/** Something a person looks at, over the last so many days. */
export interface Question {
  readonly name: string
  readonly days: number
  readonly filter?: Filter
  readonly asks: readonly Ask[]
  /** The most it may take, ms at the median. */
  readonly goal: number
}

const breakdown = (dimension: DimensionName, sums: readonly Sum[], sort: Sum, limit = 10): BreakdownAsk => ({
  ask: 'breakdown',
  dimension: { name: dimension },
  sums,
  sort,
  limit,
  offset: 0,
})

const VISITORS: readonly Sum[] = ['visitors', 'visits', 'pageviews']

const FIGURES: readonly Sum[] = [
  'visitors',
  'visits',
  'pageviews',
  'viewedVisits',
  'bounces',
  'duration',
  'visibleTime',
  'events',
]

const PANELS: readonly DimensionName[] = [
  'page',
  'entry_page',
  'exit_page',
  'source',
  'channel',
  'utm_campaign',
  'country',
  'city',
  'browser',
  'os',
  'device',
]

/** A whole dashboard: figures, a chart, eleven lists with exact visitors, events. */
const overview = (days: number, goal: number): Question => ({
  name: `overview, ${days} days`,
  days,
  goal,
  asks: [
    { ask: 'totals', sums: FIGURES },
    { ask: 'series', sums: ['visitors', 'pageviews', 'visits'], interval: days > 60 ? 'week' : 'day', weekStart: 1 },
    ...PANELS.map((dimension) => breakdown(dimension, VISITORS, 'visitors')),
    breakdown('event', ['events', 'visitors'], 'events'),
  ],
})

const is = (dimension: DimensionName, ...values: string[]): Condition => ({
  dimension: { name: dimension },
  test: 'is',
  values,
})

const blog: Condition = { dimension: { name: 'page' }, test: 'matches', values: ['/blog/*'] }

const YEAR = 365

export const QUESTIONS: readonly Question[] = [
  overview(7, 30),
  overview(30, 60),
  overview(YEAR, 400),
  ...(['page', 'source', 'city', 'browser', 'entry_page', 'event'] as const).map((dimension) => ({
    name: `${dimension} with exact visitors, 12 months`,
    days: YEAR,
    goal: 200,
    asks: [breakdown(dimension, dimension === 'event' ? ['events', 'visitors'] : VISITORS, 'visitors', 100)],
  })),
  {
    name: 'page, one filter (country), 12 months',
    days: YEAR,
    goal: 300,
    filter: is('country', 'DE'),
    asks: [breakdown('page', VISITORS, 'visitors', 100)],
  },
  {
    name: 'source, two filters (page, browser), 12 months',
    days: YEAR,
    goal: 300,
    filter: { all: [blog, is('browser', 'Chrome', 'Safari')] },
    asks: [breakdown('source', VISITORS, 'visitors', 100)],
  },
  {
    name: 'day by day, two filters, 12 months',
    days: YEAR,
    goal: 300,
    filter: { all: [is('country', 'DE', 'AT'), is('device', 'mobile')] },
    asks: [{ ask: 'series', sums: ['visitors', 'pageviews'], interval: 'day', weekStart: 1 }],
  },
]
