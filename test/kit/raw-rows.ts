import { DAY, HOUR, MINUTE, SECOND } from '../../lib/core/clock.ts'
import { insertRows } from '../../lib/db/dialect.ts'
import type { Db } from '../../lib/db/open-db.ts'

/** Whole numbers from 0 up to `below`; the same for the same seed. */
export function dice(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

export interface MixOptions {
  readonly seed: number
  readonly project?: number
  /** Visits begin from here to there, ms. */
  readonly from: number
  readonly to: number
  readonly visits: number
  /** What hangs on no visit, of each kind. */
  readonly strays: number
  /** One visit in so many goes on for up to 30 hours; 25 by default. */
  readonly longOneIn?: number
}

/** All tables that hold what is not sealed. */
export const RAW_TABLES = ['visits', 'pageviews', 'engagements', 'events', 'link_clicks', 'error_events'] as const

const attributes = (roll: (below: number) => number) => ({
  source: roll(4),
  campaign: roll(3),
  place: roll(5),
  agent: roll(6),
  language: roll(3),
  screen: roll(3),
})

/**
 * Puts a random mix into the raw tables, as no writer would leave it at once: visits of a second and of 30 hours, visits
 * over midnight under two visitors, clicks before them, late errors, rows whose visit is nowhere.
 */
export async function mixRows(db: Db, options: MixOptions): Promise<void> {
  const { seed, project = 1, from, to, visits, strays, longOneIn = 25 } = options
  const roll = dice(seed)
  let ids = seed * 1_000_000
  const rows: Record<(typeof RAW_TABLES)[number], object[]> = {
    visits: [],
    pageviews: [],
    engagements: [],
    events: [],
    link_clicks: [],
    error_events: [],
  }
  const people = Math.max(1, Math.floor(visits / 2))
  const visitors = new Map<number, number>()
  const seen = (visitor: number, at: number) => visitors.set(visitor, Math.min(at, visitors.get(visitor) ?? at))

  const view = (at: number, visit: number, visitor: number, own: ReturnType<typeof attributes>) => {
    const id = ++ids
    const place = roll(20) === 0 ? roll(5) : own.place
    rows.pageviews.push({
      project_id: project,
      at,
      id,
      visitor,
      visit,
      page: 1 + roll(9),
      title: roll(9),
      is_entry: 0,
      ...own,
      place,
    })
    seen(visitor, at)
    return id
  }
  const stay = (at: number, visit: number, of: number) =>
    rows.engagements.push({
      project_id: project,
      at,
      id: ++ids,
      view: of,
      visit,
      page: 1 + roll(9),
      engaged_ms: roll(60) * SECOND,
      scroll: roll(101),
    })
  const event = (at: number, visit: number, visitor: number) => {
    const props = roll(2) === 0 ? '' : JSON.stringify({ plan: roll(3) })
    rows.events.push({
      project_id: project,
      at,
      id: ++ids,
      name: 1 + roll(3),
      visitor,
      visit,
      view: 0,
      page: 1 + roll(9),
      props,
    })
    seen(visitor, at)
  }
  const click = (at: number, visit: number, visitor: number) =>
    rows.link_clicks.push({
      project_id: project,
      at,
      id: ++ids,
      link: 1 + roll(2),
      kind: roll(5) === 0 ? 'bot' : 'person',
      visitor,
      visit,
      page: 1 + roll(9),
      source: 0,
      agent: roll(3),
      place: roll(3),
    })
  const error = (at: number, visit: number, visitor: number) =>
    rows.error_events.push({
      project_id: project,
      at,
      id: ++ids,
      issue: 1 + roll(4),
      visitor,
      visit,
      view: 0,
      severity: 'error',
      environment: 'production',
      url: '',
      agent: roll(3),
      place: roll(3),
      stack: `at ${ids}`,
      context: '',
    })

  for (let count = 0; count < visits; count++) {
    const started_at = from + roll(to - from)
    const id = ++ids
    const visitor = 1 + roll(people)
    const own = attributes(roll)
    const length = roll(longOneIn) === 0 ? roll(30) * HOUR : roll(20) * MINUTE
    const times = Array.from({ length: 1 + roll(6) }, (_, index) =>
      index === 0 ? started_at : started_at + roll(length + 1),
    )
    const last_at = Math.max(...times)
    let events = 0
    for (const at of times) {
      // After midnight the same browser is another visitor.
      const self = Math.floor(at / DAY) === Math.floor(started_at / DAY) ? visitor : visitor + 100_000
      const of = view(at, id, self, own)
      if (roll(2) === 0) stay(at + roll(25 * MINUTE), id, of)
      if (roll(6) === 0) {
        event(at, id, self)
        events++
      }
      if (roll(9) === 0) error(at + roll(29 * MINUTE), id, roll(3) === 0 ? 0 : self)
    }
    if (roll(5) === 0) click(started_at - roll(5 * MINUTE), id, visitor)
    if (roll(9) === 0) stay(started_at - roll(29 * MINUTE), id, 0)
    rows.visits.push({
      project_id: project,
      started_at,
      id,
      visitor,
      last_at,
      views: times.length,
      events,
      engaged_ms: roll(90) * SECOND,
      entry_page: 1 + roll(9),
      exit_page: 1 + roll(9),
      is_first: roll(2),
      ...own,
    })
    seen(visitor, started_at)
  }
  for (let count = 0; count < strays; count++) {
    const at = from + roll(to - from)
    const gone = roll(2) === 0 ? 0 : 999_999_000_000 + roll(50)
    event(at, gone, 1 + roll(people))
    click(at, gone, 200_000 + roll(50))
    error(at, gone, roll(2) * (1 + roll(people)))
    stay(at, gone, 0)
    if (roll(4) === 0) view(at, 999_999_000_100 + roll(9), 1 + roll(people), attributes(roll))
  }
  const blank = { last_seen: to, visit: 0, visit_started_at: 0, last_view_at: from, last_page: 0, recent: '' }
  await db.write(async (tx) => {
    for (const table of RAW_TABLES) await insertRows(tx, db.engine, table as 'visits', rows[table] as never[])
    const known = [...visitors].map(([visitor, first_seen]) => ({ project_id: project, visitor, first_seen, ...blank }))
    await insertRows(
      tx,
      db.engine,
      'visitors',
      known.sort((a, b) => a.visitor - b.visitor),
    )
  })
}
