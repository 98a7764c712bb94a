import { DAY, HOUR, MINUTE } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import { localDay, localTime } from '../../core/time-zone.ts'
import type { Interval } from '../query.ts'
import type { Range } from '../range.ts'
import { bucketsOf } from '../scan/buckets.ts'
import { periodOf } from '../scan/period.ts'

/** Monday or Sunday, as `Date.getUTCDay` counts them. */
export type WeekStart = 0 | 1

export const INTERVALS = ['minute', 'hour', 'day', 'week', 'month'] as const satisfies readonly Interval[]
/** More than a chart can show, and less than an answer should carry. */
const MOST_BUCKETS = 5000

/** By the length of the range: some dozens of buckets. */
export function defaultInterval({ start, end }: Range): Interval {
  const length = end - start
  if (length <= 3 * HOUR) return 'minute'
  if (length <= 2 * DAY + 2 * HOUR) return 'hour'
  if (length <= 100 * DAY) return 'day'
  return length <= 200 * DAY ? 'week' : 'month'
}

/** Throws `invalid_input` for what is no interval, and for one that would make too many buckets. */
export function parseInterval(given: string | undefined, range: Range): Interval {
  const interval = given === undefined ? defaultInterval(range) : INTERVALS.find((one) => one === given)
  if (interval === undefined) {
    throw new AppError('invalid_input', `interval must be one of: ${INTERVALS.join(', ')}`)
  }
  const buckets = Math.ceil((range.end - range.start) / SHORTEST[interval])
  if (buckets <= MOST_BUCKETS) return interval
  const many = buckets.toLocaleString('en')
  throw new AppError(
    'invalid_input',
    `interval=${interval} would make ${many} buckets of this range; at most ${MOST_BUCKETS.toLocaleString('en')} are given. Choose a longer interval or a shorter range.`,
  )
}

/** Throws `invalid_input`. */
export function parseWeekStart(given: string | undefined): WeekStart {
  if (given === undefined || given === 'monday') return 1
  if (given === 'sunday') return 0
  throw new AppError('invalid_input', 'week must be monday or sunday')
}

const SHORTEST: Readonly<Record<Interval, number>> = {
  minute: MINUTE,
  hour: HOUR,
  day: DAY - HOUR,
  week: 7 * DAY - HOUR,
  month: 28 * DAY - HOUR,
}

/** The first instant of every bucket of a range, ascending; of a week or month that the range cuts, of the whole. */
export const bucketStarts = (range: Range, interval: Interval, weekStart: WeekStart): readonly number[] =>
  bucketsOf(range.zone, interval, weekStart, periodOf(range)).starts

/** As answers name a bucket: the day, and the time where it is shorter than a day. */
export const bucketName = (zone: string, at: number, interval: Interval): string =>
  interval === 'minute' || interval === 'hour' ? localTime(zone, at).slice(0, 16) : localDay(zone, at)
