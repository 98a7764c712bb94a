import { DAY, MINUTE, SECOND } from '../../lib/core/clock.ts'
import type { Newcomer } from '../../lib/sealed-days/build-part.ts'
import type {
  OpenClick,
  OpenError,
  OpenEvent,
  OpenRows,
  OpenStay,
  OpenView,
  OpenVisit,
} from '../../lib/sealed-days/open-rows.ts'
import { CLICK_KINDS } from '../../lib/sealed-days/part.ts'
import { Random } from '../../lib/seed/random.ts'
import { ENVIRONMENTS, SEVERITIES } from '../../lib/spool/records.ts'

/** 2026-03-09, counted from 1970. */
export const MONDAY = Date.UTC(2026, 2, 9) / DAY

const PROPS = ['', '{"plan":"pro","price":"9.90"}', '{"größe":"XL 😀"}', '{}']

/** Everything that hangs on one visit, or on none: what is sealed together. */
export type RowGroup = OpenRows

/** Visits with all that may hang on them, of so many days; with the seed always the same. Few seconds, so many are equal. */
export function randomGroups(seed: number, count: number, days = 2): RowGroup[] {
  const random = new Random('open rows', seed)
  const seconds = Math.max(5, count)
  return Array.from({ length: count }, () => {
    const day = MONDAY + random.below(days)
    const at = day * DAY + DAY - 2 * MINUTE + random.below(seconds) * 700
    return random.chance(0.8) ? visitGroup(random, Math.min(at, (day + 1) * DAY - 1)) : orphans(random, at)
  })
}

export const joined = (groups: readonly RowGroup[]): OpenRows => ({
  visits: groups.flatMap(({ visits }) => visits),
  views: groups.flatMap(({ views }) => views),
  stays: groups.flatMap(({ stays }) => stays),
  events: groups.flatMap(({ events }) => events),
  clicks: groups.flatMap(({ clicks }) => clicks),
  errors: groups.flatMap(({ errors }) => errors),
})

/** Visitors of the generators are numbered as they are called. */
export const numberOf = (visitor: number): number => visitor

export const newcomersOf = (rows: OpenRows): Newcomer[] =>
  [...new Set(rows.visits.map(({ visitor }) => visitor))].map((visitor) => ({
    number: visitor,
    visitor: 2 ** 52 + visitor * 7_919,
    firstSeen: MONDAY * DAY + visitor * SECOND,
  }))

function visitGroup(random: Random, at: number): RowGroup {
  const attributes = attributesOf(random)
  const id = random.id()
  const visitor = 1 + random.below(60)
  const views = Array.from({ length: 1 + random.below(5) }, (_, index): OpenView => ({
    ...attributes,
    ...(random.chance(0.1) ? { place: random.below(9), agent: random.below(9) } : {}),
    ...(random.chance(0.1) ? { language: random.below(9), screen: random.below(9) } : {}),
    at: at + index * random.below(90_000),
    id: random.id(),
    visitor: random.chance(0.1) ? 1 + random.below(60) : visitor,
    visit: id,
    page: 1 + random.below(12),
    title: random.below(14),
  }))
  const lastAt = Math.max(...views.map((view) => view.at)) + random.below(100_000)
  const visit: OpenVisit = {
    ...attributes,
    id,
    visitor,
    started_at: at,
    last_at: lastAt,
    views: random.chance(0.9) ? views.length : random.below(9),
    events: random.below(3),
    engaged_ms: random.below(200_000),
    entry_page: views[0]?.page ?? 0,
    exit_page: random.chance(0.8) ? (views.at(-1)?.page ?? 0) : random.below(12),
    is_first: random.below(2),
  }
  const isHolder = random.chance(0.05)
  const several = <T>(make: (visit: number, at: number) => T) =>
    Array.from({ length: random.chance(0.3) ? 1 + random.below(3) : 0 }, () =>
      make(isHolder ? 0 : id, at + random.below(4_000)),
    )
  return {
    visits: isHolder ? [] : [visit],
    views,
    stays: views.flatMap((view) => (random.chance(0.7) ? [stayOf(random, view.id, isHolder ? 0 : id, view.at)] : [])),
    events: several((own, time) => eventOf(random, own, time)),
    clicks: several((own, time) => clickOf(random, own, time)),
    errors: several((own, time) => errorOf(random, own, time)),
  }
}

/** Small ranges, so that rows without a visit are often equal in all but one column. */
function orphans(random: Random, at: number): RowGroup {
  return {
    visits: [],
    views: [],
    stays: [stayOf(random, random.id(), 0, at)],
    events: [eventOf(random, 0, at), eventOf(random, 0, at)],
    clicks: [clickOf(random, 0, at)],
    errors: [errorOf(random, 0, at), errorOf(random, 0, at + random.below(900))],
  }
}

const attributesOf = (random: Random) => ({
  source: random.below(6),
  campaign: random.below(3),
  place: random.below(9),
  agent: random.below(9),
  language: random.below(4),
  screen: random.below(4),
})

const stayOf = (random: Random, view: number, visit: number, at: number): OpenStay => ({
  at: at + random.below(3_000),
  id: random.id(),
  view,
  visit,
  page: 1 + random.below(3),
  engaged_ms: random.below(40_000),
  scroll: random.below(101),
})

const eventOf = (random: Random, visit: number, at: number): OpenEvent => ({
  at,
  id: random.id(),
  name: 1 + random.below(3),
  visitor: 1 + random.below(3),
  visit,
  page: random.below(3),
  props: PROPS[random.below(PROPS.length)] ?? '',
})

const clickOf = (random: Random, visit: number, at: number): OpenClick => ({
  at,
  id: random.id(),
  link: 1 + random.below(3),
  kind: CLICK_KINDS[random.below(CLICK_KINDS.length)] ?? '',
  visitor: 1 + random.below(3),
  visit,
  page: random.below(3),
  source: random.below(3),
  agent: random.below(3),
  place: random.below(3),
})

const errorOf = (random: Random, visit: number, at: number): OpenError => ({
  at,
  id: random.id(),
  issue: 1 + random.below(3),
  visitor: random.below(3),
  visit,
  severity: SEVERITIES[random.below(SEVERITIES.length)] ?? '',
  environment: ENVIRONMENTS[random.below(ENVIRONMENTS.length)] ?? '',
  agent: random.below(2),
  place: random.below(2),
})
