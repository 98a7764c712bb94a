import { DAY } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import { addDays, instantOf, localDay, localTime, startOfDay, wallClock } from '../../core/time-zone.ts'
import type { ReportRange } from '../../wire/report-parts.ts'
import type { Range } from '../range.ts'

/** What a query says about time. Empty text counts as not said. */
export interface PeriodWishes {
  readonly range?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** From when on things are told. */
export interface Here {
  readonly zone: string
  readonly now: number
  /** Of the oldest thing there is, ms since 1970; undefined where there is nothing. Only `all` asks for it. */
  readonly firstAt?: number | undefined
}

/**
 * A range that is read strictly: what is no range is refused, where the reports of Micrologs make the best of it. It may
 * begin and end at any minute; `isDays` tells that it consists of whole days.
 */
export interface Period extends Range {
  readonly isDays: boolean
}

export const DEFAULT_PERIOD = '30d'
/** Years with four digits on both sides of every day in them. */
const FIRST_YEAR = 1970
const LAST_YEAR = 9998
const MOST_DAYS = 9999
const MOST_MONTHS = 480

const ALLOWED =
  'range must be today, yesterday, a number of days such as 7d, 28d or 90d (up to 9999d), a number of months such as 12mo (up to 480mo), month, last_month, year, last_year, all, or custom with from and to'
const DATES =
  'from and to must both be given with range=custom, as days (2026-11-01) or as times of the project’s zone (2026-11-01T09:30)'

/** Throws `invalid_input` with a sentence that says what is allowed. Without `range`, it is 30 days; with dates, `custom`. */
export function parsePeriod({ range, from, to }: PeriodWishes, here: Here): Period {
  const isDated = from !== undefined || to !== undefined
  const word = range ?? (isDated ? 'custom' : DEFAULT_PERIOD)
  if (word === 'custom') return customPeriod(from, to, here.zone)
  if (isDated) throw new AppError('invalid_input', `from and to go with range=custom only, not with range=${word}`)
  const today = localDay(here.zone, here.now)
  const days = namedDays(word, today, here)
  if (days === undefined) throw new AppError('invalid_input', ALLOWED)
  return daysPeriod(here.zone, ...days)
}

/** First and last day of a range that has a name; undefined for what is none. */
function namedDays(word: string, today: string, { zone, firstAt }: Here): readonly [string, string] | undefined {
  const month = `${today.slice(0, 7)}-01`
  const year = Number(today.slice(0, 4))
  switch (word) {
    case 'today':
      return [today, today]
    case 'yesterday':
      return [addDays(today, -1), addDays(today, -1)]
    case 'month':
      return [month, today]
    case 'last_month':
      return [addMonths(month, -1), addDays(month, -1)]
    case 'year':
      return [`${year}-01-01`, today]
    case 'last_year':
      return [`${year - 1}-01-01`, `${year - 1}-12-31`]
    case 'all':
      return [firstAt === undefined ? today : earlier(localDay(zone, firstAt), today), today]
  }
  const [, digits, unit] = /^(\d{1,4})(d|mo)$/.exec(word) ?? []
  const many = Number(digits)
  if (unit === 'd' && many >= 1 && many <= MOST_DAYS) return [addDays(today, 1 - many), today]
  if (unit === 'mo' && many >= 1 && many <= MOST_MONTHS) return [addMonths(month, 1 - many), today]
  return undefined
}

const earlier = (a: string, b: string) => (a < b ? a : b)

/** The first day of the month that is so many later; `month` is one, too. */
function addMonths(month: string, months: number): string {
  const at = new Date(`${month}T00:00:00Z`)
  at.setUTCMonth(at.getUTCMonth() + months)
  return at.toISOString().slice(0, 10)
}

function customPeriod(from: string | undefined, to: string | undefined, zone: string): Period {
  const [first, last] = [readTime(from), readTime(to)]
  if (first === undefined || last === undefined) throw new AppError('invalid_input', DATES)
  if (first.isDay && last.isDay) {
    if (first.wall > last.wall) throw new AppError('invalid_input', 'from must not be later than to')
    return daysPeriod(zone, dayOf(first.wall), dayOf(last.wall))
  }
  // A day as the end is inside with all its hours; a time is the first that is not.
  const period = wallPeriod(zone, first.wall, last.isDay ? last.wall + DAY : last.wall)
  if (period.start >= period.end) throw new AppError('invalid_input', 'from must be earlier than to')
  return period
}

/** A day or a minute as people write it, as if it were UTC; undefined for what is none. */
function readTime(text: string | undefined): { readonly wall: number; readonly isDay: boolean } | undefined {
  const [, day = '', time] = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::00)?)?$/.exec(text ?? '') ?? []
  const year = Number(day.slice(0, 4))
  if (day === '' || year < FIRST_YEAR || year > LAST_YEAR) return undefined
  const wall = Date.parse(`${day}T${time ?? '00:00'}:00Z`)
  // 2026-02-31 is 3 March to some, and no day to us.
  const isThere = !Number.isNaN(wall) && dayOf(wall) === day
  return isThere ? { wall, isDay: time === undefined } : undefined
}

const dayOf = (wall: number): string => new Date(wall).toISOString().slice(0, 10)

/** `from` to `to`, both `YYYY-MM-DD` and inside. */
export const daysPeriod = (zone: string, from: string, to: string): Period => ({
  zone,
  from,
  to,
  start: startOfDay(zone, from),
  end: startOfDay(zone, addDays(to, 1)),
  isDays: true,
})

/** Between two times of the zone's wall clock, each as if it were UTC; the end is outside. */
export const wallPeriod = (zone: string, first: number, end: number): Period =>
  instantsPeriod(zone, instantOf(zone, first), instantOf(zone, end))

/** Between two instants; the end is outside. */
export const instantsPeriod = (zone: string, start: number, end: number): Period => ({
  zone,
  from: localDay(zone, start),
  to: localDay(zone, Math.max(start, end - 1)),
  start,
  end,
  isDays: false,
})

/** As answers name it: its first and its last second. */
export const wirePeriod = ({ zone, start, end }: Range): ReportRange => ({
  from: localTime(zone, start),
  to: localTime(zone, Math.max(start, end - 1)),
})

/** How many days it spans by the calendar; a part of a day counts as one. */
export const spanInDays = ({ zone, start, end, isDays, from, to }: Period): number =>
  isDays
    ? (Date.parse(to) - Date.parse(from)) / DAY + 1
    : Math.max(1, Math.ceil((wallClock(zone, end) - wallClock(zone, start)) / DAY))
