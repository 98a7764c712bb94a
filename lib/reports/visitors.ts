import type { VisitorsReport } from '../wire/reports.ts'
import { wireRange } from './range.ts'
import type { Report } from './report.ts'
import { percent } from './rounding.ts'
import type { ThinnedDay } from './thinned-days.ts'
import { thinnedMark, withThinned } from './thinned-days.ts'

/**
 * How many came, and how much they looked at. A visit ("session") counts where it started. A visitor of several days
 * counts once in the total and once on each of these days; with `daily` and `cache` identity a browser is a new visitor
 * every UTC day, so there the total of a range is a sum of days. Of thinned days the visitors are added up, and the answer says so.
 */
export const visitors: Report<VisitorsReport> = {
  message: 'Visitor analytics fetched successfully',
  answer: async (engine, { scope }) => {
    const [detailed, detailedDays, thinned] = await Promise.all([
      engine.totals(scope, ['pageviews', 'visitors', 'visits', 'bounces']),
      engine.perDay(scope, ['pageviews', 'visitors']),
      engine.thinned(scope),
    ])
    const totals = { ...detailed, ...withThinned(detailed, thinned) }
    const days = daysWith(detailedDays, thinned)
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
      ...thinnedMark(thinned),
    }
  },
}

type Day = { readonly day: string; readonly pageviews: number; readonly visitors: number }

function daysWith(days: readonly Day[], thinned: readonly ThinnedDay[]): Day[] {
  const known = new Map(days.map((day) => [day.day, day]))
  for (const { day, sums } of thinned) {
    const { pageviews = 0, visitors: unique = 0 } = known.get(day) ?? {}
    known.set(day, { day, pageviews: pageviews + (sums.pageviews ?? 0), visitors: unique + (sums.visitors ?? 0) })
  }
  return [...known.values()].filter(({ pageviews }) => pageviews > 0).sort((a, b) => (a.day < b.day ? -1 : 1))
}
