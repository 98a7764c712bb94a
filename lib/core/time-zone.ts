import { DAY, HOUR } from './clock.ts'
import { Lru } from './lru.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

function formatFor(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formats.set(zone, made)
  return made
}

// Offsets change at most a few times a year, and never inside a quarter of an hour.
const QUARTER = HOUR / 4
const offsets = new Lru<string, number>(10_000)

/** How far the zone's wall clock is ahead of UTC at this instant, in ms. */
export function offsetAt(zone: string, at: number): number {
  if (zone === 'UTC') return 0
  const quarter = Math.floor(at / QUARTER) * QUARTER
  const key = `${zone}|${quarter}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  const part: Record<string, number> = {}
  for (const { type, value } of formatFor(zone).formatToParts(quarter)) part[type] = Number(value)
  const wall = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second)
  offsets.set(key, wall - quarter)
  return wall - quarter
}

/** The zone's calendar day of an instant, `YYYY-MM-DD`. */
export const localDay = (zone: string, at: number): string =>
  new Date(at + offsetAt(zone, at)).toISOString().slice(0, 10)

/** The zone's wall clock at an instant, `YYYY-MM-DD HH:MM:SS`. */
export const localTime = (zone: string, at: number): string =>
  new Date(at + offsetAt(zone, at)).toISOString().slice(0, 19).replace('T', ' ')

/** The first instant of a calendar day in the zone. Where midnight is skipped by a clock change, the first that exists. */
export const startOfDay = (zone: string, day: string): number => instantOf(zone, Date.parse(`${day}T00:00:00Z`))

/**
 * The first instant at which the zone's wall clock shows this, which is given as if it were UTC. A time that a clock change
 * skipped counts as so much later.
 */
export function instantOf(zone: string, wall: number): number {
  // Try the offsets in force around it; the earliest instant at which the clock has got there is it.
  const candidates = [offsetAt(zone, wall - DAY), offsetAt(zone, wall + DAY), offsetAt(zone, wall)]
    .map((offset) => wall - offset)
    .sort((a, b) => a - b)
  // A day that the zone skipped whole starts where the next one does.
  return candidates.find((at) => at + offsetAt(zone, at) >= wall) ?? wall
}

/** The zone's wall clock at an instant, as if it were UTC: for arithmetic with days and hours as people count them. */
export const wallClock = (zone: string, at: number): number => at + offsetAt(zone, at)

/** The calendar day `days` after (or before) a day; plain calendar arithmetic, no zone involved. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10)
