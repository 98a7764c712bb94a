import { DAY, HOUR, MINUTE, SECOND } from '../../core/clock.ts'
import { startOfDay } from '../../core/time-zone.ts'
import { offsetSpans } from '../offset-spans.ts'
import type { Interval } from '../query.ts'
import type { Period } from './period.ts'

/**
 * The pieces of a period that a series has figures for. Minutes and hours are those of the zone's clock, each with its own
 * first instant, so the hour that is there twice in autumn is two; days, weeks and months are those of its calendar. Where
 * the clock is put back over midnight a day may consist of several stretches.
 */
export interface Buckets {
  readonly count: number
  /** First instant of each bucket, ms since 1970; of one that the period cuts, of the whole. */
  readonly starts: readonly number[]
  /** Seconds since 1970 at which each stretch begins, and behind them the end of the last. */
  readonly edges: Float64Array
  /** The bucket of each stretch. */
  readonly ofStretch: Uint32Array
}

/** Weeks begin on Mondays (1) or Sundays (0). */
export function bucketsOf(zone: string, interval: Interval, weekStart: 0 | 1, period: Period): Buckets {
  const numbers = new Map<number, number>()
  const starts: number[] = []
  const edges: number[] = []
  const ofStretch: number[] = []
  const end = period.end * SECOND
  const add = (at: number, key: number, start: () => number) => {
    let bucket = numbers.get(key)
    if (bucket === undefined) {
      bucket = starts.length
      numbers.set(key, bucket)
      starts.push(start())
    }
    if (ofStretch.at(-1) === bucket) return
    edges.push(at / SECOND)
    ofStretch.push(bucket)
  }
  let from = period.start * SECOND
  for (const { until, offset } of from < end ? offsetSpans(zone, from, end) : []) {
    const size = interval === 'minute' ? MINUTE : interval === 'hour' ? HOUR : DAY
    for (let at = from; at < until; at = (Math.floor((at + offset) / size) + 1) * size - offset) {
      const number = Math.floor((at + offset) / size)
      if (size === DAY) {
        const day = firstDayOf(interval, weekStart, number)
        add(at, day, () => startOfDay(zone, dayName(day)))
      } else {
        // The clock may have been put to where it is in the middle of a bucket.
        const first = at === from && edges.length > 0 ? at : number * size - offset
        add(at, first, () => first)
      }
    }
    from = until
  }
  edges.push(period.end)
  return { count: starts.length, starts, edges: Float64Array.from(edges), ofStretch: Uint32Array.from(ofStretch) }
}

/** The day, counted from 1970-01-01, that the bucket of a day begins with. */
function firstDayOf(interval: Interval, weekStart: 0 | 1, day: number): number {
  if (interval === 'day') return day
  if (interval === 'month') return Math.floor(Date.parse(`${dayName(day).slice(0, 7)}-01T00:00:00Z`) / DAY)
  // 1970-01-01 was a Thursday.
  const sinceStart = (((day + (weekStart === 1 ? 3 : 4)) % 7) + 7) % 7
  return day - sinceStart
}

/** `YYYY-MM-DD` of a day's number. */
export const dayName = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10)

/** The stretch in which a second of the period lies. */
export function stretchAt({ edges }: Buckets, second: number): number {
  let low = 0
  let high = edges.length - 2
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((edges[middle] as number) <= second) low = middle
    else high = middle - 1
  }
  return low
}

/** The bucket in which a second lies; undefined outside of the period. */
export function bucketAt(buckets: Buckets, second: number): number | undefined {
  const { edges, ofStretch } = buckets
  if (second < (edges[0] ?? Infinity) || second >= (edges.at(-1) ?? 0)) return undefined
  return ofStretch[stretchAt(buckets, second)]
}
