import type { DroppedPanel, OverviewReport, Panel } from '../../wire/explore.ts'
import type { MetricName } from '../../wire/explore-parts.ts'
import type { DimensionRef } from '../filter.ts'
import { printDimension } from '../filters/print-filter.ts'
import { askedFor } from '../metrics.ts'
import { wirePeriod } from '../periods/period.ts'
import type { Engines, ExploreQuestion, ExploreReport } from './explore-report.ts'
import { queryOf } from './explore-report.ts'
import { goalFigures } from './goals.ts'
import { Inquiry } from './inquiry.ts'
import { metricsOf, panelsOf, wholeNumber } from './parameters.ts'
import { askTold, comparedWith, seriesWish } from './series.ts'
import { thinnedMark } from '../thinned-days.ts'
import { thinnedFor } from './thinned.ts'
import { isOfEvents, metricColumns, valueRows, valueTable } from './value-rows.ts'

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
const MOST_PANELS = 20
const MOST_ROWS = 100

/** A whole dashboard in one call: totals, what they are compared with, a series, and the most frequent values. */
export const overview: ExploreReport<OverviewReport> = {
  message: 'Overview fetched successfully',
  answer: async (engines, question) => {
    const { period, comparison, filterText, given, goal } = question
    const usual = goal === undefined ? USUAL : [...USUAL, ...OF_A_GOAL]
    const wish = seriesWish(question, metricsOf(given('metrics'), goal, usual))
    const { panels: wanted, words } = panelsOf(given('panels') ?? USUAL_PANELS, OTHER_PANELS, MOST_PANELS)
    const limit = wholeNumber('limit', given('limit'), { least: 1, most: MOST_ROWS, fallback: 10 })

    const inquiry = new Inquiry()
    const now = askTold(inquiry, question, wish, period)
    const before = comparison && askTold(inquiry, question, wish, comparison)
    const panels = wanted.map((dimension) => askPanel(inquiry, question, dimension, limit))
    const goals = words.includes('goals') ? askGoals(inquiry, question) : undefined
    await inquiry.answer(engines.query, queryOf(question, period))

    const thinned = await thinnedFor(engines, question, period)
    const thinnedThen = await thinnedFor(engines, question, comparison)
    const { totals, points } = now(thinned)
    const other = before?.(thinnedThen)
    return {
      range: wirePeriod(period),
      filter: filterText,
      interval: wish.interval,
      totals,
      series: points,
      ...thinnedMark([...thinned, ...thinnedThen]),
      ...(other && { compare: { ...comparedWith(totals, other.period, other.totals), series: other.points } }),
      panels: panels.map((panel) => panel()),
      ...(goals && { goals: goals() }),
      ...(words.includes('dropped') && { dropped: await dropped(engines, question) }),
    }
  },
  tables: ({ series, totals, panels, goals, dropped: refused }) => [
    { name: 'series', columns: ['at', ...metricColumns(totals)], rows: series },
    { name: 'totals', columns: metricColumns(totals), rows: [totals] },
    ...panels.map(({ dimension, rows }) => valueTable(dimension, rows, [])),
    ...(goals ? [{ name: 'goals', columns: ['id', 'name', 'conversions', 'visitors', 'visits'], rows: goals }] : []),
    ...(refused ? [{ name: 'dropped', columns: ['reason', 'count'], rows: refused.by_reason }] : []),
  ],
}

function askPanel(inquiry: Inquiry, question: ExploreQuestion, dimension: DimensionRef, limit: number): () => Panel {
  const own = isOfEvents(dimension) ? (['events', 'visitors'] as const) : (['visitors', 'pageviews'] as const)
  const metrics: readonly MetricName[] = question.goal === undefined ? own : [...own, ...OF_A_GOAL]
  const asked = askedFor(metrics, question)
  const found = inquiry.ask({ ask: 'breakdown', dimension, ...asked, sort: own[0], limit, offset: 0 })
  return () => {
    const { count, rows } = found()
    return { dimension: printDimension(dimension), count, rows: valueRows(dimension, rows, metrics, question) }
  }
}

function askGoals(inquiry: Inquiry, { goals }: ExploreQuestion) {
  const visitors = inquiry.ask({ ask: 'totals', sums: ['visitors'] })
  const rows = inquiry.ask({ ask: 'goals' })
  return () => goalFigures(goals, rows(), visitors().visitors ?? 0)
}

async function dropped({ reports }: Engines, { project, period }: ExploreQuestion): Promise<DroppedPanel> {
  const { reasons } = await reports.dropped({ project: project.id, range: period }, 0)
  return {
    total: reasons.reduce((sum, { count }) => sum + count, 0),
    by_reason: reasons.map(({ reason, count }) => ({ reason, count })),
  }
}
