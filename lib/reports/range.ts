import { DAY } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import { clampedInteger } from '../core/input.ts'
import { addDays, localDay, startOfDay } from '../core/time-zone.ts'
import type { ReportRange } from '../wire/report-parts.ts'

/** Whole calendar days of one time zone. A day has 23, 24 or 25 hours, and now and then something odder. */
export interface Range {
  readonly zone: string
  /** First and last day, `YYYY-MM-DD`, both inside. */
  readonly from: string
  readonly to: string
  /** The same in ms since 1970 UTC: the first instant inside, and the first after. */
  readonly start: number
  readonly end: number
}

const DEFAULT_DAYS = 30
/** Also the largest distance between `from` and `to`. */
const MOST_DAYS = 365
/** Years with four digits on both sides of every day in them, and no instant before 1970 but for the zone's offset. */
const FIRST_YEAR = 1970
const LAST_YEAR = 9998

/**
 * The range that a query names. `Nd` is today and the N-1 days before. Text that is no range is read as far as it goes
 * and clamped to 1 to 365 days (`90D` is 90, `12h` 12, `today` 1), as Micrologs does. `custom` takes `from` and `to`.
 * Throws `invalid_input` for a bad custom range, and for nothing else.
 */
export function parseRange(
  query: { readonly range?: string | undefined; readonly from?: string | undefined; readonly to?: string | undefined },
  zone: string,
  now: number,
): Range {
  if (query.range === 'custom') return customRange(query.from, query.to, zone)
  const today = localDay(zone, now)
  const days = query.range === undefined ? DEFAULT_DAYS : clampedInteger(query.range.replace(/[^\d+-]/g, ''), MOST_DAYS)
  return rangeOf(zone, addDays(today, 1 - days), today)
}

function customRange(from: string | undefined, to: string | undefined, zone: string): Range {
  const [first, last] = [calendarDay(from), calendarDay(to)]
  if (first === undefined || last === undefined)
    throw new AppError('invalid_input', 'Invalid date format. Use YYYY-MM-DD')
  if (first > last) throw new AppError('invalid_input', "'from' must be before 'to'")
  if (Date.parse(last) - Date.parse(first) > MOST_DAYS * DAY) {
    throw new AppError('invalid_input', 'Custom date range cannot exceed 365 days')
  }
  return rangeOf(zone, first, last)
}

/** `from` to `to` in this zone; both `YYYY-MM-DD`. */
export const rangeOf = (zone: string, from: string, to: string): Range => ({
  zone,
  from,
  to,
  start: firstInstant(zone, from),
  end: firstInstant(zone, addDays(to, 1)),
})

/** As every report's answer begins. */
export const wireRange = ({ from, to }: Range): ReportRange => ({ from: `${from} 00:00:00`, to: `${to} 23:59:59` })

/** `2026-2-3` becomes `2026-02-03`; what is no day of the calendar, undefined. */
function calendarDay(text: string | undefined): string | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text ?? '') ?? []
  if (year === undefined || month === undefined || day === undefined) return undefined
  if (Number(year) < FIRST_YEAR || Number(year) > LAST_YEAR) return undefined
  const plain = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const at = Date.parse(`${plain}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(plain) ? plain : undefined
}

/** A day that the zone left out (Apia had no 30 December 2011) begins, and ends, where the next one begins. */
function firstInstant(zone: string, day: string): number {
  const at = startOfDay(zone, day)
  return localDay(zone, at) === day ? at : firstInstant(zone, addDays(day, 1))
}
