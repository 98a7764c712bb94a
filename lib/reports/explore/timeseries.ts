import type { TimeseriesReport } from '../../wire/explore.ts'
import { wirePeriod } from '../periods/period.ts'
import type { ExploreReport } from './explore-report.ts'
import { queryOf } from './explore-report.ts'
import { Inquiry } from './inquiry.ts'
import { metricsOf } from './parameters.ts'
import { askTold, comparedWith, seriesWish } from './series.ts'
import { thinnedMark } from '../thinned-days.ts'
import { thinnedFor } from './thinned.ts'
import { metricColumns } from './value-rows.ts'

/** Metrics by minute, hour, day, week or month. */
export const timeseries: ExploreReport<TimeseriesReport> = {
  message: 'Time series fetched successfully',
  answer: async (engines, question) => {
    const { period, comparison, filterText, given, goal } = question
    const wish = seriesWish(question, metricsOf(given('metrics'), goal, ['visitors', 'visits', 'pageviews']))
    const inquiry = new Inquiry()
    const now = askTold(inquiry, question, wish, period)
    const before = comparison && askTold(inquiry, question, wish, comparison)
    await inquiry.answer(engines.query, queryOf(question, period))
    const thinned = await thinnedFor(engines, question, period)
    const thinnedThen = await thinnedFor(engines, question, comparison)
    const { totals, points } = now(thinned)
    const other = before?.(thinnedThen)
    return {
      range: wirePeriod(period),
      filter: filterText,
      interval: wish.interval,
      rows: points,
      totals,
      ...thinnedMark([...thinned, ...thinnedThen]),
      ...(other && { compare: { ...comparedWith(totals, other.period, other.totals), rows: other.points } }),
    }
  },
  tables: ({ rows, totals, compare }) => {
    const columns = ['at', ...metricColumns(totals)]
    return [{ name: 'rows', columns, rows }, ...(compare ? [{ name: 'compare', columns, rows: compare.rows }] : [])]
  },
}
