import { HOUR, MINUTE } from '../core/clock.ts'
import { addDays, localDay, offsetAt } from '../core/time-zone.ts'
import { rangeOf } from '../reports/range.ts'
import { Random } from './random.ts'
import type { Sampler } from './sampler.ts'
import { sampler } from './sampler.ts'

/** A calendar day of the project's time zone, and what is to happen on it. */
export interface SeedDay {
  /** `YYYY-MM-DD`. */
  readonly date: string
  /** Its first instant, and the first after it. */
  readonly start: number
  readonly end: number
  /** How many page views belong to visits that start on it. */
  readonly views: number
  /** On one day a news aggregator links to an article; for one week a campaign runs. */
  readonly event?: SeedEvent | undefined
  /** The share of the stretch that is over when it begins: 0 on the first day, below 1 on the last. */
  readonly progress: number
  /** Days since a new version of the shop went live, which is on a working day; below 0 before that. */
  readonly sinceRelease: number
}

interface SeedEvent {
  readonly name: 'spike' | 'campaign'
  /** Of the day's visits. */
  readonly share: number
  /** When it begins; undefined: it goes on all day. */
  readonly since?: number
}

interface CalendarInput {
  readonly zone: string
  /** The last day is the one this instant lies in. */
  readonly until: number
  readonly days: number
  /** On average over all days. */
  readonly viewsPerDay: number
  readonly seed: number
}

const MONDAY = 1
const TUESDAY = 2
const THURSDAY = 4
/** Sunday first. */
const WEEKDAYS = [0.74, 1.06, 1.12, 1.1, 1.06, 0.96, 0.7] as const
/** From midnight on: people at work, and people at home. */
const WORKDAY = [6, 4, 3, 2, 2, 4, 9, 18, 32, 44, 50, 51, 48, 46, 48, 48, 45, 42, 41, 43, 46, 42, 30, 15]
const WEEKEND = [10, 7, 4, 3, 2, 3, 5, 9, 17, 29, 39, 45, 46, 44, 43, 42, 40, 39, 40, 43, 45, 42, 32, 19]

const GROWTH_A_DAY = 1.002
const SPIKE = 4.5
/** After midnight. */
const LINKED_AT = 14 * HOUR
const DAY_AFTER = 1.6
const CAMPAIGN = 1.35
const CAMPAIGN_DAYS = 7
/** Shorter stretches have neither spike nor campaign: they would be nothing else. */
const EVENTFUL = 14
/** Of the stretch is over when the new version goes live. */
const RELEASED = 0.65

/** The days up to `until`, oldest first. Their views add up to `days` times `viewsPerDay`, but for rounding. */
export function seedDays({ zone, until, days, viewsPerDay, seed }: CalendarInput): readonly SeedDay[] {
  const last = localDay(zone, until)
  const dates = Array.from({ length: days }, (_, index) => addDays(last, index + 1 - days))
  const release = releaseIn(dates)
  const plans = dates.map((date, index) => {
    const noise = new Random('noise', seed, date).logNormal(1, 0.07)
    const { boost, event } = happeningOn(dates, index)
    return { date, event, weight: (WEEKDAYS[weekday(date)] ?? 1) * GROWTH_A_DAY ** index * noise * boost }
  })
  const scale = (viewsPerDay * days) / plans.reduce((sum, { weight }) => sum + weight, 0)
  return plans.map(({ date, event, weight }, index) => {
    const { start, end } = rangeOf(zone, date, date)
    const since = start + LINKED_AT
    return {
      date,
      start,
      end,
      // A day that the zone left out has no length.
      views: end > start ? Math.round(weight * scale) : 0,
      event: event?.begins === true && since < end ? { ...event, since } : event,
      progress: index / days,
      sinceRelease: index - release,
    }
  })
}

interface Happening {
  readonly boost: number
  readonly event?: { readonly name: SeedEvent['name']; readonly share: number; readonly begins?: boolean }
}

function happeningOn(dates: readonly string[], index: number): Happening {
  if (dates.length < EVENTFUL) return { boost: 1 }
  const spike = firstOf(TUESDAY, dates, Math.floor(dates.length * 0.45))
  const campaign = firstOf(MONDAY, dates, Math.floor(dates.length * 0.2))
  if (index === spike) return { boost: SPIKE, event: { name: 'spike', share: 1 - 1 / SPIKE, begins: true } }
  if (index === spike + 1) return { boost: DAY_AFTER, event: { name: 'spike', share: 1 - 1 / DAY_AFTER } }
  const runs = index >= campaign && index < campaign + CAMPAIGN_DAYS
  return runs ? { boost: CAMPAIGN, event: { name: 'campaign', share: 0.3 } } : { boost: 1 }
}

/** Nobody who can wait until Monday goes live on a Friday. */
function releaseIn(dates: readonly string[]): number {
  const first = Math.floor(dates.length * RELEASED)
  const later = [0, 1, 2, 3].find((days) => {
    const day = weekday(addDays(dates[first] ?? '', days))
    return day >= MONDAY && day <= THURSDAY
  })
  return first + (later ?? 0)
}

/** The first day from `index` on that is this day of the week; Sunday is 0. */
function firstOf(wanted: number, dates: readonly string[], index: number): number {
  return index + ((wanted - weekday(dates[index] ?? '') + 7) % 7)
}

export const isWeekend = (date: string): boolean => weekday(date) % 6 === 0

const weekday = (date: string) => new Date(`${date}T00:00:00Z`).getUTCDay()

const QUARTER = 15 * MINUTE

/**
 * Draws instants of a day as busy as its hours are on the wall clock: those of a shop's visitors unless 24 weights, from
 * midnight on, say otherwise. By quarters of an hour, because that is how zones
 * change their clocks: an hour that is left out gets nothing, one that comes twice gets its share twice.
 */
export function instantsOf(
  zone: string,
  { date, start, end }: SeedDay,
  hours: readonly number[] = isWeekend(date) ? WEEKEND : WORKDAY,
): Sampler<number> {
  const quarters = []
  for (let at = start; at < end; at += QUARTER) {
    const hour = Math.floor((at + offsetAt(zone, at)) / HOUR) % 24
    quarters.push([hours[hour] ?? 1, at] as const)
  }
  const quarter = sampler(quarters)
  return (random) => Math.min(end - 1, quarter(random) + random.below(QUARTER))
}
