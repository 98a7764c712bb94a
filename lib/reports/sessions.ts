import type { SessionsReport } from '../wire/reports.ts'
import { wireRange } from './range.ts'
import type { Report } from './report.ts'
import { meanSeconds, percent, ratio } from './rounding.ts'

/**
 * Visits that started in the range. A visit lasts from its first page view to its last sign of life, engaged time on the
 * last page included. Pages per session divides the page views of the range by the visits they belong to, among them
 * visits that started before it.
 */
export const sessions: Report<SessionsReport> = {
  message: 'Session analytics fetched successfully',
  answer: async (engine, { scope }) => {
    const [totals, days] = await Promise.all([
      engine.totals(scope, [
        'visits',
        'bounces',
        'duration',
        'engagedDuration',
        'visibleTime',
        'pageviews',
        'viewedVisits',
      ]),
      engine.perDay(scope, ['visits', 'duration']),
    ])
    return {
      range: wireRange(scope.range),
      total_sessions: totals.visits,
      bounce_rate: percent(totals.bounces, totals.visits),
      avg_duration_seconds: meanSeconds(totals.duration, totals.visits),
      avg_duration_engaged: meanSeconds(totals.engagedDuration, totals.visits - totals.bounces),
      avg_pages_per_session: ratio(totals.pageviews, totals.viewedVisits),
      over_time: days.map(({ day, visits, duration }) => ({
        date: day,
        sessions: visits,
        avg_duration_seconds: meanSeconds(duration, visits),
      })),
      avg_engaged_seconds: meanSeconds(totals.visibleTime, totals.visits),
    }
  },
}
