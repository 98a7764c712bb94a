import type { TimeseriesReport } from '../../wire/explore.ts'
import { askedFor, changesOf, figuresOf } from '../metrics.ts'
import { parseInterval } from '../periods/intervals.ts'
import type { Period } from '../periods/period.ts'
import { wirePeriod } from '../periods/period.ts'
import type { TotalsAsk } from '../query.ts'
import type { Engines, ExploreQuestion, ExploreReport } from './explore-report.ts'
import { queryOf } from './explore-report.ts'
import { isOn, metricsOf } from './parameters.ts'
import type { SeriesWish } from './series.ts'
import { seriesAsk, seriesPoints } from './series.ts'

/** Metrics by minute, hour, day, week or month. */
export const timeseries: ExploreReport<TimeseriesReport> = {
  message: 'Time series fetched successfully',
  answer: async (engines, question) => {
    const { period, comparison, filterText, given } = question
    const wish: SeriesWish = {
      interval: parseInterval(given('interval'), period),
      metrics: metricsOf(given('metrics'), question.goal, ['visitors', 'visits', 'pageviews']),
      isFilled: isOn('fill', given('fill')),
    }
    if (comparison !== undefined) parseInterval(wish.interval, comparison)
    const now = await seriesOf(engines, question, wish, period)
    const before = comparison && (await seriesOf(engines, question, wish, comparison))
    return {
      range: wirePeriod(period),
      filter: filterText,
      interval: wish.interval,
      rows: now.points,
      totals: now.totals,
      ...(before && {
        compare: {
          range: wirePeriod(before.period),
          totals: before.totals,
          change: changesOf(now.totals, before.totals),
          rows: before.points,
        },
      }),
    }
  },
  tables: ({ rows, totals, compare }) => {
    const columns = ['at', ...Object.keys(totals)]
    return [{ name: 'rows', columns, rows }, ...(compare ? [{ name: 'compare', columns, rows: compare.rows }] : [])]
  },
}

async function seriesOf({ query }: Engines, question: ExploreQuestion, wish: SeriesWish, period: Period) {
  const totalsAsk: TotalsAsk = { ask: 'totals', ...askedFor(wish.metrics, question) }
  const asks = [totalsAsk, seriesAsk(wish, question)] as const
  const [totals, rows] = await query.answer(queryOf(question, period), asks)
  return {
    period,
    totals: figuresOf(wish.metrics, totals, question),
    points: seriesPoints(rows, wish, period, question),
  }
}
