import { DAY } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import { addDays, wallClock } from '../../core/time-zone.ts'
import type { Period } from './period.ts'
import { daysPeriod, instantsPeriod, parsePeriod, spanInDays, wallPeriod } from './period.ts'

export interface ComparisonWishes {
  readonly compare?: string | undefined
  readonly align?: string | undefined
  readonly compare_from?: string | undefined
  readonly compare_to?: string | undefined
}

const ALLOWED = 'compare must be previous, previous_weekday, year, or custom with compare_from and compare_to'

/**
 * What a period is held against; undefined when nobody wants to. While the period is still running, the other one is
 * cut at the same distance from its start: half a day is not held against a whole one. Throws `invalid_input`.
 */
export function parseComparison(wishes: ComparisonWishes, period: Period, now: number): Period | undefined {
  const { compare, align, compare_from: from, compare_to: to } = wishes
  if (align !== undefined && align !== 'weekday') throw new AppError('invalid_input', 'align must be weekday')
  if (compare !== 'custom' && (from ?? to) !== undefined) {
    throw new AppError('invalid_input', 'compare_from and compare_to go with compare=custom only')
  }
  const isAligned = align === 'weekday'
  switch (compare) {
    case undefined:
      return undefined
    case 'previous':
      return isAligned ? earlierBy(wholeWeeks(period), period, now) : previous(period, now)
    case 'previous_weekday':
      return earlierBy(wholeWeeks(period), period, now)
    case 'year':
      return isAligned ? earlierBy(WEEKS_OF_A_YEAR, period, now) : moved(period, now, lastYear)
    case 'custom':
      return parseCustom(from, to, period.zone, now)
  }
  throw new AppError('invalid_input', ALLOWED)
}

const WEEKS_OF_A_YEAR = 52 * 7

/** Days to go back so that every weekday is held against its like. */
const wholeWeeks = (period: Period): number => Math.ceil(spanInDays(period) / 7) * 7

const earlierBy = (days: number, period: Period, now: number): Period =>
  // Nothing was counted before 1970, and years have four digits.
  moved(period, now, (wall) => Math.max(0, wall - days * DAY))

function previous(period: Period, now: number): Period {
  if (period.isDays) return earlierBy(spanInDays(period), period, now)
  const length = period.end - period.start
  const end = now > period.start && now < period.end ? now - length : period.start
  return instantsPeriod(period.zone, Math.max(0, period.start - length), Math.max(0, end))
}

function parseCustom(from: string | undefined, to: string | undefined, zone: string, now: number): Period {
  if (from === undefined || to === undefined) {
    throw new AppError('invalid_input', 'compare_from and compare_to must both be given with compare=custom')
  }
  return parsePeriod({ range: 'custom', from, to }, { zone, now })
}

/** The same with other days: `move` makes of a time of the wall clock the one it is held against. */
function moved(period: Period, now: number, move: (wall: number) => number): Period {
  const { zone, start, end, isDays, from, to } = period
  const isRunning = now > start && now < end
  if (isDays && !isRunning) return daysPeriod(zone, movedDay(from, move), movedDay(to, move))
  const first = isDays ? Date.parse(`${from}T00:00:00Z`) : wallClock(zone, start)
  const last = isDays ? Date.parse(`${addDays(to, 1)}T00:00:00Z`) : wallClock(zone, end)
  return wallPeriod(zone, move(first), move(isRunning ? wallClock(zone, now) : last))
}

const movedDay = (day: string, move: (wall: number) => number): string =>
  new Date(move(Date.parse(`${day}T00:00:00Z`))).toISOString().slice(0, 10)

/** The same day and time a year before; of 29 February, those of the 28th. */
function lastYear(wall: number): number {
  if (wall < 366 * DAY) return 0
  const at = new Date(wall)
  const month = at.getUTCMonth()
  at.setUTCFullYear(at.getUTCFullYear() - 1)
  return at.getUTCMonth() === month ? at.getTime() : at.getTime() - DAY
}
