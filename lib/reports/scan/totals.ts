import type { Sum, Sums } from '../query.ts'
import type { Buckets } from './buckets.ts'
import { bucketAt } from './buckets.ts'
import type { Counter } from './counter.ts'
import { SeenIn, SeenSince } from './first-seen.ts'
import { bucketGrouping, ONE_GROUP } from './groupings.ts'
import type { Period } from './period.ts'
import { isAdded } from './sum-table.ts'
import type { GoalPlan } from './sums-counter.ts'
import { SumsCounter } from './sums-counter.ts'
import { BucketSets, OneSet } from './visitor-sets.ts'

/** Something counted, and what came of it once the scan is over. */
export interface Tally<T> {
  readonly counter: Counter
  readonly answer: () => T
}

export const wantsVisitors = (sums: readonly Sum[]) => sums.includes('visitors') || sums.includes('newVisitors')

interface TotalsPlan {
  /** Keeps several tallies of a scan apart. */
  readonly name: string
  readonly goal?: GoalPlan | undefined
  /** Who was first seen since the period began, where somebody else asks that too. */
  readonly since?: SeenSince | undefined
}

/** One figure for each sum. */
export function totalsTally(period: Period, sums: readonly Sum[], { name, goal, since }: TotalsPlan): Tally<Sums> {
  const visitors = wantsVisitors(sums) ? new OneSet() : undefined
  const seen = sums.includes('newVisitors') ? (since ?? new SeenSince(period.start)) : undefined
  const counter = new SumsCounter({ period, grouping: ONE_GROUP, sums, visitors, firstSeen: seen, goal, name })
  const figure = (sum: Sum): number => {
    if (isAdded(sum)) return counter.added(sum, 0)
    if (sum === 'visitors') return visitors?.size ?? 0
    if (sum === 'newVisitors') return seen === undefined ? 0 : (visitors?.sizeWithin(seen) ?? 0)
    return counter.other(sum, 0)
  }
  const answer = () => ({
    ...Object.fromEntries(sums.map((sum) => [sum, figure(sum)])),
    ...(goal?.withMoney === true && { revenue: counter.revenue(0) }),
  })
  return { counter, answer }
}

/** The same by bucket; buckets with nothing in any sum are left out. */
export function seriesTally(
  buckets: Buckets,
  period: Period,
  sums: readonly Sum[],
  { name, goal }: TotalsPlan,
): Tally<{ bucket: number; sums: Sums }[]> {
  const seen = sums.includes('newVisitors')
    ? new SeenIn(buckets.count, (second) => bucketAt(buckets, second))
    : undefined
  const visitors = wantsVisitors(sums) ? new BucketSets(buckets, seen) : undefined
  const grouping = bucketGrouping(buckets, name)
  const counter = new SumsCounter({ period, grouping, sums, visitors, firstSeen: seen, goal, name })
  const figure = (sum: Sum, bucket: number): number => {
    if (isAdded(sum)) return counter.added(sum, bucket)
    if (sum === 'visitors') return visitors?.sizes[bucket] ?? 0
    if (sum === 'newVisitors') return visitors?.news[bucket] ?? 0
    return counter.other(sum, bucket)
  }
  const answer = () => {
    const rows: { bucket: number; sums: Sums }[] = []
    for (let bucket = 0; bucket < buckets.count; bucket++) {
      const figures = sums.map((sum) => [sum, figure(sum, bucket)] as const)
      const revenue: Pick<Sums, 'revenue'> = goal?.withMoney === true ? { revenue: counter.revenue(bucket) } : {}
      if (figures.some(([, value]) => value !== 0))
        rows.push({ bucket, sums: { ...Object.fromEntries(figures), ...revenue } })
    }
    return rows
  }
  return { counter, answer }
}
