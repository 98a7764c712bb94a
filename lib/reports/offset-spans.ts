import { DAY } from '../core/clock.ts'
import { offsetAt } from '../core/time-zone.ts'

/** From the end of the span before it up to `until` (exclusive), the zone's wall clock is `offset` ms ahead of UTC. */
interface OffsetSpan {
  readonly until: number
  readonly offset: number
}

/**
 * The spans of constant offset that an interval consists of, ascending, at least one: a year has one, two or three. With
 * them the local day of any instant inside is plain arithmetic, which a database can do without knowing time zones.
 */
export function offsetSpans(zone: string, start: number, end: number): readonly OffsetSpan[] {
  const spans: OffsetSpan[] = []
  const last = end - 1
  let at = start
  while (at < last) {
    // No zone has changed its clock and changed it back within a day.
    const next = Math.min(at + DAY, last)
    const offset = offsetAt(zone, at)
    if (offsetAt(zone, next) === offset) {
      at = next
    } else {
      at = firstChange(zone, at, next)
      spans.push({ until: at, offset })
    }
  }
  spans.push({ until: end, offset: offsetAt(zone, Math.max(start, last)) })
  return spans
}

/** The first instant whose offset is not that of `low`, by bisection. `high` has another one already. */
function firstChange(zone: string, low: number, high: number): number {
  const offset = offsetAt(zone, low)
  let [before, after] = [low, high]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (offsetAt(zone, middle) === offset) before = middle
    else after = middle
  }
  return after
}
