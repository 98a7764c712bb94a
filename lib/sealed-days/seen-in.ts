import type { OpenRows } from './open-rows.ts'

/** From when to when somebody is seen, ms. */
export interface Seen {
  readonly first: number
  readonly last: number
}

/** Everybody in the rows but 0, in no order. */
export function seenIn(rows: OpenRows): Map<number, Seen> {
  const seen = new Map<number, { first: number; last: number }>()
  const take = (visitor: number, at: number) => {
    if (visitor === 0) return
    const span = seen.get(visitor)
    if (span === undefined) seen.set(visitor, { first: at, last: at })
    else if (at < span.first) span.first = at
    else if (at > span.last) span.last = at
  }
  for (const { visitor, started_at } of rows.visits) take(visitor, started_at)
  for (const kind of [rows.views, rows.events, rows.clicks, rows.errors])
    for (const { visitor, at } of kind) take(visitor, at)
  return seen
}
