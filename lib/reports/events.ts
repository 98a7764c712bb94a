import type { EventsReport } from '../wire/reports.ts'
import { wireRange } from './range.ts'
import type { Report } from './report.ts'
import { limitOf } from './report.ts'

/** Custom events by name, most frequent first. `limit` 1 to 100, 20 by default. */
export const events: Report<EventsReport> = {
  message: 'Events fetched successfully',
  answer: async (engine, question) => {
    const { scope } = question
    const named = await engine.events.byName(scope, limitOf(question, 20, 100))
    return {
      range: wireRange(scope.range),
      count: named.length,
      events: named.map(({ name, events: count, visitors }) => ({ name, events: count, unique_visitors: visitors })),
    }
  },
}
