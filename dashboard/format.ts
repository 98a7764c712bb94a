import { now } from './clock.ts'
import { locale, texts } from './language.ts'

const numbers = new Intl.NumberFormat(locale)
const fewLetters = new Intl.NumberFormat(locale, { notation: 'compact' })
const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' })
// Days come as calendar days of the project's zone; read as UTC they stay what they are.
const days = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'short' })
const weekdays = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' })
const longDays = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'full' })
const countries = new Intl.DisplayNames(locale, { type: 'region' })

export const number = (value: number): string => numbers.format(value)

/** `12K`, where there is little room. */
export const shortNumber = (value: number): string => fewLetters.format(value)

/** Of percents, as reports give them: 12.5 is 12.5 %. */
export const percent = (value: number): string => percents.format(value / 100)

/** Of whole seconds: `3m 5s`, in at most two units. */
export function duration(total: number): string {
  const [h, m, s] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60), total % 60]
  const { hour, minute, second } = texts.units
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
export const longDay = (date: string): string => longDays.format(new Date(date))
export const daySpan = (from: string, to: string): string => days.formatRange(new Date(from), new Date(to))

/** The name of an ISO 3166-1 code in the reader's language. */
export function country(code: string): string {
  try {
    return countries.of(code) ?? code
  } catch {
    return code === '' ? texts.unknown : code
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
