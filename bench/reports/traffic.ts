import { DAY, HOUR, SECOND } from '../../lib/core/clock.ts'
import type { OpenRows } from '../../lib/sealed-days/open-rows.ts'
import { Random } from '../../lib/seed/random.ts'

/** How much traffic, spread over `days` days that end with the one before `until`. */
export interface Amount {
  readonly views: number
  readonly visits: number
  readonly visitors: number
  readonly days: number
  /** ms since 1970; the traffic ends here, in the middle of a day. */
  readonly until: number
}

/** 0.3 visits a page view and a visitor for every ten, as sites of the field have them over a year. */
export const amountOf = (views: number, until: number): Amount => ({
  views,
  visits: Math.round(views * 0.3),
  visitors: Math.round(views / 10),
  days: 365,
  until,
})

/** How many different values there are. */
export const CARDINALITY = {
  pages: 2000,
  sources: 500,
  campaigns: 200,
  places: 2000,
  agents: 300,
  languages: 60,
  screens: 80,
  names: 12,
  links: 40,
  issues: 60,
} as const

/** Visitors of the traffic by their running number, from 1: the id that browsers have. */
export const visitorId = (number: number): number => number * 16_777_213 + 7

interface MutableRows {
  visits: OpenRows['visits'][number][]
  views: OpenRows['views'][number][]
  stays: OpenRows['stays'][number][]
  events: OpenRows['events'][number][]
  clicks: OpenRows['clicks'][number][]
  errors: OpenRows['errors'][number][]
}

export interface TrafficDay {
  /** Days since 1970. */
  readonly day: number
  readonly rows: OpenRows
  /** Numbers of visitors who come for the first time, with the time. */
  readonly newcomers: readonly { readonly number: number; readonly at: number }[]
}

/** An hour's share of a day, from midnight UTC: people sleep, and are curious after lunch and dinner. */
const HOURS = [2, 1, 1, 1, 1, 2, 4, 6, 8, 9, 9, 9, 9, 10, 10, 9, 8, 8, 8, 9, 9, 7, 5, 3]
const HOUR_SUM = HOURS.reduce((sum, share) => sum + share, 0)
const WEEKEND = 0.7

/**
 * Traffic that is the same every time: days in order, visits that lie inside their day or run on over midnight, visitors
 * of whom two in three have come before, most of them lately. Popular values are very popular (a Zipf law, as for pages
 * on the web), and who comes again has the same browser and mostly the same place.
 */
export function* traffic(amount: Amount): Generator<TrafficDay> {
  const lastDay = Math.floor(amount.until / DAY)
  const firstDay = lastDay - amount.days + 1
  const isWeekend = (day: number) => (day + 4) % 7 === 0 || (day + 4) % 7 === 6
  const weights = Array.from({ length: amount.days }, (_, n) => (isWeekend(firstDay + n) ? WEEKEND : 1))
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0)
  const crowd = makeCrowd(amount)
  let ids = 1
  const nextId = () => ids++ * 4_194_301 + 11
  for (const [index, weight] of weights.entries()) {
    const day = firstDay + index
    const random = new Random('bench', amount.views, day)
    const rows: MutableRows = { visits: [], views: [], stays: [], events: [], clicks: [], errors: [] }
    const newcomers: { number: number; at: number }[] = []
    const visits = Math.round((amount.visits * weight) / weightSum)
    const starts = Array.from({ length: visits }, () => day * DAY + timeOfDay(random)).sort((a, b) => a - b)
    for (const start of starts) {
      if (start > amount.until) break
      const { number, isNew } = crowd.next(random)
      if (isNew) newcomers.push({ number, at: start })
      addVisit(rows, random, { start, number, isNew, nextId, viewsMean: amount.views / amount.visits })
    }
    yield { day, rows, newcomers }
  }
}

function timeOfDay(random: Random): number {
  let left = random.below(HOUR_SUM)
  const hour = HOURS.findIndex((share) => (left -= share) < 0)
  return hour * HOUR + random.below(HOUR)
}

/** Who comes: somebody new, or one of those who came before, the late ones more likely. */
function makeCrowd({ visits, visitors }: Amount) {
  let known = 0
  let come = 0
  return {
    next(random: Random): { number: number; isNew: boolean } {
      come++
      // As many new ones as the goal needs, spread evenly.
      if (known < (visitors * come) / visits) return { number: ++known, isNew: true }
      const back = Math.floor(random.exponential(known / 4)) % known
      return { number: known - back, isNew: false }
    },
  }
}

/** A value from 0 to `count` - 1, small ones often: the inverse of a Zipf law with exponent 1, near enough. */
const zipf = (random: Random, count: number) => Math.min(count - 1, Math.floor(count ** random.fraction()) - 1)

/** The same for a visitor at every visit. */
const trait = (number: number, count: number, salt: number) => {
  const mixed = Math.imul(number ^ salt, 0x9e3779b1) >>> 0
  return Math.min(count - 1, Math.floor(count ** (mixed / 2 ** 32)) - 1)
}

interface VisitPlan {
  readonly start: number
  readonly number: number
  readonly isNew: boolean
  readonly nextId: () => number
  readonly viewsMean: number
}

function addVisit(rows: MutableRows, random: Random, { start, number, isNew, nextId, viewsMean }: VisitPlan): void {
  const id = nextId()
  const visitor = visitorId(number)
  const attributes = {
    source: random.chance(0.45) ? 0 : zipf(random, CARDINALITY.sources) + 1,
    campaign: random.chance(0.9) ? 0 : zipf(random, CARDINALITY.campaigns) + 1,
    place: random.chance(0.9) ? trait(number, CARDINALITY.places, 77) + 1 : zipf(random, CARDINALITY.places) + 1,
    agent: trait(number, CARDINALITY.agents, 191) + 1,
    language: trait(number, CARDINALITY.languages, 311) + 1,
    screen: trait(number, CARDINALITY.screens, 419) + 1,
  }
  // Half of all visits see one page; the others make up for it.
  const count = random.chance(0.5) ? 1 : 2 + Math.floor(random.exponential(2 * viewsMean - 2.5))
  let at = start
  let last = start
  let engaged = 0
  let entry = 0
  let page = 0
  for (let n = 0; n < count; n++) {
    if (n > 0) at += SECOND * (3 + Math.floor(Math.min(1500, random.logNormal(35, 1))))
    page = zipf(random, CARDINALITY.pages) + 1
    if (n === 0) entry = page
    const view = nextId()
    rows.views.push({ at, id: view, visitor, visit: id, page, title: page, ...attributes })
    last = at
    if (random.chance(0.75)) {
      const seen = Math.round(Math.min(1200, random.logNormal(18, 1.1)) * SECOND)
      last = Math.max(last, at + Math.min(seen, 20 * SECOND))
      engaged += seen
      rows.stays.push({
        at: last,
        id: nextId(),
        view,
        visit: id,
        page,
        engaged_ms: seen,
        scroll: 20 + random.below(81),
      })
    }
  }
  const events = random.chance(0.15) ? 1 + random.below(2) : 0
  for (let n = 0; n < events; n++) addEvent(rows, random, { at: last, id: nextId(), visitor, visit: id, page })
  if (random.chance(0.02)) {
    const link = 1 + zipf(random, CARDINALITY.links)
    const { source, agent, place } = attributes
    rows.clicks.push({
      at: start,
      id: nextId(),
      link,
      kind: 'person',
      visitor,
      visit: id,
      page: entry,
      source,
      agent,
      place,
    })
  }
  if (random.chance(0.02)) {
    const issue = 1 + zipf(random, CARDINALITY.issues)
    const { agent, place } = attributes
    const what = { severity: 'error', environment: 'production' }
    rows.errors.push({ at: last, id: nextId(), issue, visitor, visit: id, ...what, agent, place })
  }
  rows.visits.push({
    ...attributes,
    started_at: start,
    id,
    visitor,
    last_at: last,
    views: count,
    events,
    engaged_ms: engaged,
    entry_page: entry,
    exit_page: page,
    is_first: isNew ? 1 : 0,
  })
}

const PLANS = ['free', 'pro', 'team']

function addEvent(
  rows: MutableRows,
  random: Random,
  event: { at: number; id: number; visitor: number; visit: number; page: number },
): void {
  const name = 1 + zipf(random, CARDINALITY.names)
  const bought = { revenue: 5 * (1 + random.below(20)), currency: 'EUR', plan: PLANS[random.below(3)] }
  rows.events.push({ ...event, name, props: name === 2 ? JSON.stringify(bought) : '' })
}
