import { now } from './clock.ts'
import { locale, texts } from './language.ts'

const numbers = new Intl.NumberFormat(locale)
const fewLetters = new Intl.NumberFormat(locale, { notation: 'compact' })
const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
const changes = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' })
// Days come as calendar days of the project's zone; read as UTC they stay what they are.
const days = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'short' })
const weekdays = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' })
const months = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'short', year: 'numeric' })
const hours = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', hour: 'numeric', minute: '2-digit' })
const daysOfYear = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' })
const languages = new Intl.DisplayNames(locale, { type: 'language' })
const countries = new Intl.DisplayNames(locale, { type: 'region' })

/** The first letter of a name, for marks and avatars. */
export const initial = (name: string): string => Array.from(name)[0]?.toUpperCase() ?? ''

export const number = (value: number): string => numbers.format(value)

/** `12K`, where there is little room. */
export const shortNumber = (value: number): string => fewLetters.format(value)

/** Of percents, as reports give them: 12.5 is 12.5 %. */
export const percent = (value: number): string => percents.format(value / 100)

/** Of percents, without a sign: an arrow beside it tells which way. From ten times on it is told as a factor. */
export function change(value: number): string {
  const size = Math.abs(value)
  return size >= 1000 ? `${numbers.format(Math.round(size / 100))}×` : changes.format(size / 100)
}

/** Of an amount in a currency (ISO 4217), or in none. */
export function money(amount: number, currency: string): string {
  try {
    if (currency !== '') return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount)
  } catch {
    // Whatever a site sends as its currency.
  }
  return `${numbers.format(amount)} ${currency}`.trim()
}

/** Of seconds: `3m 5s`, in at most two units. */
export function duration(seconds: number): string {
  const total = Math.round(seconds)
  const [h, m, s] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60), total % 60]
  const { hour, minute, second } = texts.words.units
  if (h > 0) return `${number(h)}${hour} ${m}${minute}`
  return m > 0 ? `${m}${minute} ${s}${second}` : `${s}${second}`
}

/** `3 minutes ago`. Never in the future: the clocks of server and browser may differ. */
export function ago(at: string): string {
  const passed = Math.max(0, now() - Date.parse(at)) / 1000
  if (passed < 60) return relative.format(-Math.floor(passed), 'second')
  if (passed < 3600) return relative.format(-Math.floor(passed / 60), 'minute')
  if (passed < 86_400) return relative.format(-Math.floor(passed / 3600), 'hour')
  return relative.format(-Math.floor(passed / 86_400), 'day')
}

/** Date and time of an instant, where the reader is. */
export const moment = (at: string): string => moments.format(new Date(at))

/** Of `YYYY-MM-DD`. */
export const day = (date: string): string => days.format(new Date(date))
export const weekday = (date: string): string => weekdays.format(new Date(date))
/** Of two days, both inside; with the year. */
export const daySpan = (from: string, to: string): string => daysOfYear.formatRange(new Date(from), new Date(to))
export const month = (date: string): string => months.format(new Date(date))

/** Of `2026-11-20 09:00` in the project's time zone. */
export const clockTime = (at: string): string => hours.format(new Date(`${at.replace(' ', 'T')}Z`))

const dayTimes = new Intl.DateTimeFormat(locale, {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
  hour: 'numeric',
  minute: '2-digit',
})

/** The same with its day. */
export const dayAndTime = (at: string): string => dayTimes.format(new Date(`${at.replace(' ', 'T')}Z`))

/** The name of a language by its code, such as `de-AT`. */
export function languageName(code: string): string {
  try {
    return languages.of(code) ?? code
  } catch {
    return code === '' ? texts.words.unknown : code
  }
}

/** The name of an ISO 3166-1 code in the reader's language. */
export function country(code: string): string {
  try {
    return countries.of(code) ?? code
  } catch {
    return code === '' ? texts.words.unknown : code
  }
}

/** An address as people read it, without `https://` and with its letters decoded. */
export function readable(url: string): string {
  const bare = url.replace(/^https?:\/\//, '')
  try {
    return decodeURI(bare)
  } catch {
    return bare
  }
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** Of bytes: `12.3 MB`, in thousands as disks are sold. */
export function bytes(count: number): string {
  const step = count < 1 ? 0 : Math.min(Math.floor(Math.log10(count) / 3), BYTE_UNITS.length - 1)
  const unit = BYTE_UNITS[step] ?? 'byte'
  const format = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 })
  return format.format(count / 1000 ** step)
}
