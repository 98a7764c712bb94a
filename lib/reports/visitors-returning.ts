import type { VisitorsReturningReport } from '../wire/reports.ts'
import { wireRange } from './range.ts'
import type { Report } from './report.ts'
import { percent } from './rounding.ts'

/**
 * New and returning visitors. In the totals a visitor is returning when first seen before the range began, else new. In
 * `over_time` a visitor is new on the local day they were first seen and returning on every other (Micrologs called them
 * new on each day of the range).
 *
 * Only `cookie` identity recognises a browser on a later day. With `daily` and `cache` a visitor lives for one UTC day,
 * so nearly everybody is new; who is returning there came across the start of a local day inside one UTC day.
 */
export const visitorsReturning: Report<VisitorsReturningReport> = {
  message: 'Visitor retention fetched successfully',
  answer: async (engine, { scope }) => {
    const [{ visitors, returningVisitors }, days] = await Promise.all([
      engine.totals(scope, ['visitors', 'returningVisitors']),
      engine.perDay(scope, ['visitors', 'returningVisitors']),
    ])
    return {
      range: wireRange(scope.range),
      total_visitors: visitors,
      new_visitors: visitors - returningVisitors,
      returning_visitors: returningVisitors,
      new_pct: percent(visitors - returningVisitors, visitors),
      returning_pct: percent(returningVisitors, visitors),
      over_time: days.map((day) => ({
        date: day.day,
        new_visitors: day.visitors - day.returningVisitors,
        returning_visitors: day.returningVisitors,
      })),
    }
  },
}
