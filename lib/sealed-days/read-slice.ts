import { HOUR } from '../core/clock.ts'
import type { Reader } from '../db/open-db.ts'
import type { OpenRows, OpenVisit } from './open-rows.ts'
import type { Hanging, Span, Stretch } from './raw-rows.ts'
import { AROUND, HANGING_KINDS, readHanging, readVisits, visitsAmong } from './raw-rows.ts'

/** What of a window comes with its slice. */
export interface SliceWish {
  /** Only visits whose last sign of life is older than this; Infinity for all. */
  readonly settledBefore: number
  /** Whether a row of this visit has come before; asked for visits that did not begin in the window. */
  readonly cameBefore: (visit: number, at: number) => boolean
  /** Rows of visits that began since then come with those, not as rows without a visit. */
  readonly othersSince: number
}

/**
 * The visits that began in a window of time, each with everything that hangs on it, whenever that was; and what lies in
 * the window without a visit that is there. The rows before the visits: of a visit that goes on meanwhile there may be
 * fewer rows than it counts, but none whose visit is not there yet.
 */
export async function readSlice(read: Reader, project: number, window: Stretch, wish: SliceWish): Promise<OpenRows> {
  const inside = await readHanging(read, project, window)
  const begun = await readVisits(read, project, window)
  const visits = begun.filter(({ last_at }) => last_at < wish.settledBefore)
  const own = new Set(visits.map(({ id }) => id))
  const left = new Set(begun.map(({ id }) => id).filter((id) => !own.has(id)))
  const doubtful = new Set<number>()
  const isOwn = ({ visit, at }: { visit: number; at: number }) => {
    if (visit === 0 || own.has(visit)) return true
    if (left.has(visit) || wish.cameBefore(visit, at)) return false
    doubtful.add(visit)
    return true
  }
  const kept = pick(inside, isOwn)
  const since = { from: wish.othersSince, to: window.to + AROUND }
  const others = await visitsAmong(read, project, since, [...doubtful])
  const beyond = await readAround(read, project, window, visits)
  return {
    visits,
    ...joined(
      pick(kept, ({ visit, at }) => own.has(visit) || !reaches(others.get(visit), at)),
      beyond,
    ),
  }
}

/**
 * What hangs on these visits and lies outside the window, before or behind it. Those few that go on for long are asked
 * for by themselves: for all together the database would look through the whole time.
 */
export async function readAround(
  read: Reader,
  project: number,
  window: Stretch,
  visits: readonly OpenVisit[],
): Promise<Hanging> {
  const soon = window.to + 2 * HOUR
  const before = visits.filter(({ started_at }) => started_at - AROUND < window.from)
  const behind = visits.filter(({ last_at }) => last_at + AROUND >= window.to)
  const short = behind.filter(({ last_at }) => last_at + AROUND < soon)
  const long = behind.filter(({ last_at }) => last_at + AROUND >= soon)
  const groups = [
    {
      of: before,
      from:
        edge(
          before.map(({ started_at }) => started_at),
          Math.min,
        ) - AROUND,
      to: window.from,
    },
    ...[short, long].map((of) => ({
      of,
      from: window.to,
      to:
        edge(
          of.map(({ last_at }) => last_at),
          Math.max,
        ) +
        AROUND +
        1,
    })),
  ]
  const byId = new Map(visits.map((visit) => [visit.id, visit]))
  let all = NOTHING
  for (const { of, from, to } of groups) {
    if (of.length === 0) continue
    const found = await readHanging(
      read,
      project,
      { from, to },
      of.map(({ id }) => id),
    )
    all = joined(
      all,
      pick(found, ({ visit, at }) => reaches(byId.get(visit), at)),
    )
  }
  return all
}

/** Whether an instant lies where rows of the visit are looked for. */
export const reaches = (visit: Span | undefined, at: number): boolean =>
  visit !== undefined && at >= visit.started_at - AROUND && at <= visit.last_at + AROUND

export const isEmpty = (rows: OpenRows): boolean =>
  rows.visits.length === 0 && HANGING_KINDS.every((kind) => rows[kind].length === 0)

const NOTHING: Hanging = { views: [], stays: [], events: [], clicks: [], errors: [] }

const edge = (times: readonly number[], pickOne: (a: number, b: number) => number) =>
  times.reduce((a, b) => pickOne(a, b), times[0] ?? 0)

function pick(rows: Hanging, test: (row: { visit: number; at: number }) => boolean): Hanging {
  return Object.fromEntries(HANGING_KINDS.map((kind) => [kind, rows[kind].filter(test)])) as unknown as Hanging
}

function joined(a: Hanging, b: Hanging): Hanging {
  if (HANGING_KINDS.every((kind) => b[kind].length === 0)) return a
  return Object.fromEntries(HANGING_KINDS.map((kind) => [kind, [...a[kind], ...b[kind]]])) as unknown as Hanging
}
