import { setImmediate as breathe } from 'node:timers/promises'
import { DAY, systemClock } from '../core/clock.ts'
import type { Reader } from '../db/open-db.ts'
import { nextWindow } from './next-window.ts'
import { numbersBefore } from './numbers.ts'
import type { OpenRows, OpenVisit } from './open-rows.ts'
import type { Stretch } from './raw-rows.ts'
import { AROUND, LONGEST_VISIT, readVisitors, readVisits } from './raw-rows.ts'
import { isEmpty, readAround, readSlice } from './read-slice.ts'
import { seenIn } from './seen-in.ts'

/** What is known of a visitor. */
export interface VisitorFacts {
  /** As sealed days know it; 0 for one that is in none of them. */
  readonly number: number
  /** ms since 1970. */
  readonly firstSeen: number
}

/** Rows that are not sealed, of visits that began in these UTC days (both inside, counted from 1970). */
export interface OpenSlice {
  readonly firstDay: number
  readonly lastDay: number
  readonly rows: OpenRows
  /** Of everybody in the rows but 0. */
  readonly visitors: ReadonlyMap<number, VisitorFacts>
}

/**
 * What is not sealed yet and overlaps a stretch of time, slice by slice: in each the visits that began in a piece of one
 * UTC day, of about `mostViews` page views, every visit whole with what hangs on it; and what hangs on no visit that is
 * there. Each row comes in one slice and in no other. What lies around the stretch may come as well. Visits that began
 * more than 25 hours before the stretch do not come; their rows in it come without them.
 */
export async function* readOpenSlices(
  read: Reader,
  project: number,
  { from, to }: Stretch,
  { mostViews, now = systemClock.now() }: { readonly mostViews: number; readonly now?: number },
): AsyncGenerator<OpenSlice> {
  const factsOf = (rows: OpenRows) => readFacts(read, project, rows, now)
  /** Visits that reach beyond what was read, and until when their rows came with them. */
  const reaching = new Map<number, number>()
  const note = (visits: readonly OpenVisit[], end: number) => {
    for (const { id, last_at } of visits) if (last_at + AROUND >= end) reaching.set(id, last_at + AROUND)
  }
  for await (const { day, rows } of visitsInto(read, project, from, mostViews)) {
    note(rows.visits, from)
    yield { firstDay: day, lastDay: day, rows, visitors: await factsOf(rows) }
  }
  // Somebody came by a click that lies in the stretch, shortly before its end.
  const end = to + AROUND
  for (let cursor = from; ;) {
    const window = await nextWindow(read, project, { from: cursor, to: end }, mostViews)
    if (window === undefined) return
    const rows = await readSlice(read, project, window, {
      settledBefore: Infinity,
      cameBefore: (visit, at) => at <= (reaching.get(visit) ?? -Infinity),
      othersSince: window.to,
    })
    for (const [visit, until] of reaching) if (until < window.to) reaching.delete(visit)
    note(rows.visits, window.to)
    const day = Math.floor(window.from / DAY)
    if (!isEmpty(rows)) yield { firstDay: day, lastDay: day, rows, visitors: await factsOf(rows) }
    cursor = window.to
    // SQLite answers without ever leaving this thread; requests want their turn.
    await breathe()
  }
}

/** Visits that began before an instant and reach into what follows, with their rows. */
async function* visitsInto(
  read: Reader,
  project: number,
  at: number,
  mostViews: number,
): AsyncGenerator<{ day: number; rows: OpenRows }> {
  const all = await readVisits(read, project, { from: at - LONGEST_VISIT, to: at }, at - AROUND)
  let some: OpenVisit[] = []
  let views = 0
  for (const [place, visit] of all.entries()) {
    some.push(visit)
    views += visit.views
    const day = dayOf(visit)
    const next = all[place + 1]
    if (next !== undefined && dayOf(next) === day && views < mostViews) continue
    // An empty window: everything lies around it.
    const window = { from: visit.started_at, to: visit.started_at }
    yield { day, rows: { visits: some, ...(await readAround(read, project, window, some)) } }
    some = []
    views = 0
    await breathe()
  }
}

const dayOf = ({ started_at }: OpenVisit) => Math.floor(started_at / DAY)

/** Somebody whose row was given up since, and who comes late, is who they were. */
async function readFacts(
  read: Reader,
  project: number,
  rows: OpenRows,
  now: number,
): Promise<Map<number, VisitorFacts>> {
  const seen = seenIn(rows)
  const known = await readVisitors(
    read,
    project,
    [...seen.keys()].sort((a, b) => a - b),
  )
  const without = [...seen.keys()].filter((visitor) => (known.get(visitor)?.number ?? 0) === 0)
  const past = await numbersBefore(read, project, without, seen, now)
  return new Map(
    [...seen].map(([visitor, { first }]) => {
      const row = known.get(visitor)
      const before = past.get(visitor)
      const since = row === undefined || row.firstSeen === 0 ? first : row.firstSeen
      const number = row === undefined || row.number === 0 ? (before?.number ?? 0) : row.number
      return [visitor, { number, firstSeen: Math.min(since, before?.firstSeen ?? since) }]
    }),
  )
}
