import type { OverviewReport, Panel } from '../../wire/explore.ts'
import type { MetricName } from '../../wire/explore-parts.ts'
import type { DimensionRef } from '../filter.ts'
import { printDimension } from '../filters/print-filter.ts'
import { askedFor, changesOf, figuresOf } from '../metrics.ts'
import { parseInterval } from '../periods/intervals.ts'
import type { Period } from '../periods/period.ts'
import { wirePeriod } from '../periods/period.ts'
import type { Breakdown, BreakdownAsk, GoalRow, SeriesRow, Sums, TotalsAsk } from '../query.ts'
import type { Engines, ExploreQuestion, ExploreReport } from './explore-report.ts'
import { queryOf } from './explore-report.ts'
import { goalFigures } from './goals.ts'
import { isOn, metricsOf, panelsOf, wholeNumber } from './parameters.ts'
import type { SeriesWish } from './series.ts'
import { seriesAsk, seriesPoints } from './series.ts'
import { valueRows } from './value-rows.ts'

const USUAL: readonly MetricName[] = [
  'visitors',
  'visits',
  'pageviews',
  'bounce_rate',
  'engaged_time',
  'views_per_visit',
]
const OF_A_GOAL: readonly MetricName[] = ['conversions', 'conversion_rate']
/** Panels that are no dimension. */
const OTHER_PANELS = ['goals', 'dropped'] as const
const USUAL_PANELS = 'page,entry_page,source,channel,country,device,browser,os,event,goals'
const MOST_ROWS = 100

interface Wish extends SeriesWish {
  readonly panels: readonly DimensionRef[]
  readonly others: readonly (typeof OTHER_PANELS)[number][]
  /** Rows of each panel. */
  readonly limit: number
}

/** A whole dashboard in one call: totals, what they are compared with, a series, and the most frequent values. */
export const overview: ExploreReport<OverviewReport> = {
  message: 'Overview fetched successfully',
  answer: async (engines, question) => {
    const wish = wishOf(question)
    const { period, comparison, filterText } = question
    const now = await wholeAnswer(engines, question, wish)
    const before = comparison && (await compared(engines, question, wish, comparison))
    return {
      range: wirePeriod(period),
      filter: filterText,
      interval: wish.interval,
      totals: now.totals,
      series: now.series,
      ...(before && {
        compare: {
          range: wirePeriod(comparison),
          totals: before.totals,
          change: changesOf(now.totals, before.totals),
          series: before.series,
        },
      }),
      panels: now.panels,
      ...(wish.others.includes('goals') && { goals: now.goals }),
      ...(wish.others.includes('dropped') && { dropped: await dropped(engines, question) }),
    }
  },
  tables: ({ series, totals, panels, goals = [], dropped: refused }) => [
    { name: 'series', columns: ['at', ...Object.keys(totals)], rows: series },
    { name: 'totals', columns: Object.keys(totals), rows: [totals] },
    ...panels.map(({ dimension, rows }) => ({ name: dimension, columns: ['value'], rows })),
    { name: 'goals', columns: ['id', 'name', 'conversions'], rows: goals },
    { name: 'dropped', columns: ['reason', 'count'], rows: refused?.by_reason ?? [] },
  ],
}

function wishOf(question: ExploreQuestion): Wish {
  const { period, comparison, goal, given } = question
  const interval = parseInterval(given('interval'), period)
  if (comparison !== undefined) parseInterval(interval, comparison)
  const { panels, words } = panelsOf(given('panels') ?? USUAL_PANELS, OTHER_PANELS)
  return {
    interval,
    metrics: metricsOf(given('metrics'), goal, goal === undefined ? USUAL : [...USUAL, ...OF_A_GOAL]),
    isFilled: isOn('fill', given('fill')),
    panels,
    others: words,
    limit: wholeNumber('limit', given('limit'), { least: 1, most: MOST_ROWS, fallback: 10 }),
  }
}

/** All asked in one scan. */
async function wholeAnswer({ query }: Engines, question: ExploreQuestion, wish: Wish) {
  const wantsGoals = wish.others.includes('goals')
  const asks = [
    totalsAsk(question, [...new Set([...wish.metrics, 'visitors' as const])]),
    seriesAsk(wish, question),
    ...wish.panels.map((dimension) => panelAsk(dimension, wish, question)),
    ...(wantsGoals ? [{ ask: 'goals' } as const] : []),
  ]
  const answers = await query.answer(queryOf(question, question.period), asks)
  const [totals, series, ...rest] = answers as [Sums, readonly SeriesRow[], ...unknown[]]
  const breakdowns = rest.slice(0, wish.panels.length) as Breakdown[]
  const goals = (wantsGoals ? rest.at(-1) : []) as readonly GoalRow[]
  return {
    totals: figuresOf(wish.metrics, totals, question),
    series: seriesPoints(series, wish, question.period, question),
    goals: goalFigures(question.goals, goals, totals.visitors ?? 0),
    panels: wish.panels.map((dimension, at) => panelOf(dimension, breakdowns[at] as Breakdown, question)),
  }
}

async function compared({ query }: Engines, question: ExploreQuestion, wish: Wish, period: Period) {
  const asks = [totalsAsk(question, wish.metrics), seriesAsk(wish, question)] as const
  const [totals, series] = await query.answer(queryOf(question, period), asks)
  return {
    totals: figuresOf(wish.metrics, totals, question),
    series: seriesPoints(series, wish, period, question),
  }
}

const totalsAsk = (question: ExploreQuestion, metrics: readonly MetricName[]): TotalsAsk => ({
  ask: 'totals',
  ...askedFor(metrics, question),
})

function panelMetrics({ name }: DimensionRef, { goal }: ExploreQuestion): readonly MetricName[] {
  const own: readonly MetricName[] =
    name === 'event' || name === 'property' ? ['events', 'visitors'] : ['visitors', 'pageviews']
  return goal === undefined ? own : [...own, ...OF_A_GOAL]
}

const panelAsk = (dimension: DimensionRef, { limit }: Wish, question: ExploreQuestion): BreakdownAsk => ({
  ask: 'breakdown',
  dimension,
  ...askedFor(panelMetrics(dimension, question), question),
  sort: dimension.name === 'event' || dimension.name === 'property' ? 'events' : 'visitors',
  limit,
  offset: 0,
})

const panelOf = (dimension: DimensionRef, { count, rows }: Breakdown, question: ExploreQuestion): Panel => ({
  dimension: printDimension(dimension),
  count,
  rows: valueRows(dimension, rows, panelMetrics(dimension, question), question),
})

async function dropped({ reports }: Engines, { project, period }: ExploreQuestion) {
  const { reasons } = await reports.dropped({ project: project.id, range: period }, 0)
  return {
    total: reasons.reduce((sum, { count }) => sum + count, 0),
    by_reason: reasons.map(({ reason, count }) => ({ reason, count })),
  }
}
