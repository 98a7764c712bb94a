import { localTime } from '../core/time-zone.ts'
import type { DroppedReport } from '../wire/reports.ts'
import { wireRange } from './range.ts'
import type { Report } from './report.ts'

const NEWEST = 50

/**
 * Page views that came and were not counted, and why. They are counted by UTC day: the totals cover every UTC day that the
 * range touches, so at its two ends they may reach a few hours further than it does. `newest` keeps to the range.
 */
export const dropped: Report<DroppedReport> = {
  message: 'Dropped page views fetched successfully',
  answer: async (engine, { scope }) => {
    const { range } = scope
    const { reasons, newest } = await engine.dropped(scope, NEWEST)
    return {
      range: wireRange(range),
      total: reasons.reduce((sum, { count }) => sum + count, 0),
      by_reason: reasons.map(({ reason, count }) => ({ reason, count })),
      newest: newest.map(({ at, reason, userAgent, page }) => ({
        at: localTime(range.zone, at),
        reason,
        user_agent: userAgent,
        page,
      })),
    }
  },
}
