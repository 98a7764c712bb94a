import { AppError } from '../../core/errors.ts'
import type { RetentionReport } from '../../wire/explore.ts'
import { bucketName, parseInterval } from '../periods/intervals.ts'
import { wirePeriod } from '../periods/period.ts'
import { percent } from '../rounding.ts'
import type { ExploreReport } from './explore-report.ts'
import { queryOf } from './explore-report.ts'
import { oneOf } from './parameters.ts'

/** A triangle with more edges than that is no table. */
const MOST_COHORTS = 120

/** Visitors by when they were first seen, and how many of them came again, bucket after bucket. */
export const retention: ExploreReport<RetentionReport> = {
  message: 'Retention fetched successfully',
  answer: async ({ query }, question) => {
    const { period, filterText, given, weekStart, identity } = question
    if (identity !== 'cookie') {
      throw new AppError(
        'conflict',
        `This project’s identity is "${identity}": a visitor is known for one day only, so nobody can tell who came again. Retention needs "cookie".`,
      )
    }
    const interval = oneOf('interval', given('interval'), ['week', 'day', 'month'])
    parseInterval(interval, period)
    const [cohorts] = await query.answer(queryOf(question, period), [{ ask: 'cohorts', interval, weekStart }])
    if (cohorts.length > MOST_COHORTS) {
      throw new AppError(
        'invalid_input',
        `interval=${interval} makes ${cohorts.length} cohorts of this range; at most ${MOST_COHORTS} are given. Choose a longer interval or a shorter range.`,
      )
    }
    return {
      range: wirePeriod(period),
      filter: filterText,
      interval,
      cohorts: cohorts.map(({ at, visitors, returned }) => ({
        at: bucketName(period.zone, at, interval),
        visitors,
        returned: [...returned],
        rates: returned.map((count) => (visitors === 0 ? null : percent(count, visitors))),
      })),
    }
  },
  tables: ({ interval, cohorts }) => [
    {
      name: 'cohorts',
      columns: ['at', 'visitors', `${interval}s_later`, 'returned', 'rate'],
      rows: cohorts.flatMap(({ at, visitors, returned, rates }) =>
        returned.map((count, later) => ({
          at,
          visitors,
          [`${interval}s_later`]: later,
          returned: count,
          rate: rates[later],
        })),
      ),
    },
  ],
}
