/**
 * A sliding window made of two fixed ones. Hits of the running window count in full, hits of the one before it by the
 * share of it that a window ending now would still cover. A client with a full window behind it thus gets its quota
 * back bit by bit, not all at once.
 *
 * The estimate takes the earlier hits as evenly spread. In a running fixed window no more than `limit` are ever
 * admitted; in one that starts at any other instant fewer than `2 × limit`, and that only for who sent a whole quota in
 * the last moment of a window.
 */
export interface Moment {
  /** Number of the fixed window, counted from 1970. */
  readonly index: number
  /** Until the fixed window ends, ms. */
  readonly leftMs: number
  /** How much the window before still counts: 1 at the start of this one, towards 0 at its end. */
  readonly share: number
}

export function momentAt(now: number, windowMs: number): Moment {
  const index = Math.floor(now / windowMs)
  const leftMs = (index + 1) * windowMs - now
  return { index, leftMs, share: leftMs / windowMs }
}

// Shares are fractions, and 1 - 0.9 is a little less than 0.1: what is whole on paper must not be rounded past.
const EPSILON = 1e-9

/** How many hits the running window may hold by now, when the one before it held `previous`. */
export const roomAt = (limit: number, previous: number, moment: Moment): number =>
  Math.floor(limit - previous * moment.share + EPSILON)

/** Hits in the sliding window, rounded up. */
export const hitsAt = (current: number, previous: number, moment: Moment): number =>
  Math.ceil(current + previous * moment.share - EPSILON)

/** Until one more hit has room if no other comes, ms, at least 1. For a moment at which there is none. */
export function waitMs(limit: number, current: number, previous: number, moment: Moment, windowMs: number): number {
  const wait =
    current < limit
      ? (moment.share - (limit - current - 1) / previous) * windowMs
      : moment.leftMs + (1 - (limit - 1) / Math.min(current, limit)) * windowMs
  return Math.max(1, Math.ceil(wait - EPSILON))
}
