import type { ErrorsTrendReport } from '../wire/record-reports.ts'
import { issueNumber } from './error-group.ts'
import { wireRange } from './range.ts'
import type { Report } from './report.ts'

const TOP = 5

/** Errors by day, of all groups or of the one that `group_id` names; a text that is no number is ignored. */
export const errorsTrend: Report<ErrorsTrendReport> = {
  message: 'Error trend fetched successfully',
  answer: async (engine, { scope, given }) => {
    const group = issueNumber(given('group_id'))
    const [totals, top, days] = await Promise.all([
      engine.errors.totals(scope, group),
      engine.errors.top(scope, TOP, group),
      engine.errors.perDay(scope, group),
    ])
    return {
      range: wireRange(scope.range),
      group_id: group ?? null,
      total_occurrences: totals.events,
      total_groups: totals.issues,
      top_groups: top.map(({ id, type, message, severity, status, events }) => ({
        id,
        error_type: type,
        message,
        severity,
        status,
        occurrences: events,
      })),
      over_time: days.map(({ day, events, issues }) => ({ date: day, occurrences: events, unique_groups: issues })),
    }
  },
}
