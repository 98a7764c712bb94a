import type { VisitorsReport } from '../wire/reports.ts'
import { wireRange } from './range.ts'
import type { Report } from './report.ts'
import { percent } from './rounding.ts'

/**
 * How many came, and how much they looked at. A visit ("session") counts where it started. A visitor of several days
 * counts once in the total and once on each of these days; with `daily` and `cache` identity a browser is a new visitor
 * every UTC day, so there the total of a range is a sum of days.
 */
export const visitors: Report<VisitorsReport> = {
  message: 'Visitor analytics fetched successfully',
  answer: async (engine, { scope }) => {
    const [totals, days] = await Promise.all([
      engine.totals(scope, ['pageviews', 'visitors', 'visits', 'bounces']),
      engine.perDay(scope, ['pageviews', 'visitors']),
    ])
    return {
      range: wireRange(scope.range),
      unique_visitors: totals.visitors,
      total_pageviews: totals.pageviews,
      total_sessions: totals.visits,
      bounce_rate: percent(totals.bounces, totals.visits),
      over_time: days.map(({ day, pageviews, visitors: unique }) => ({
        date: day,
        pageviews,
        unique_visitors: unique,
      })),
    }
  },
}
