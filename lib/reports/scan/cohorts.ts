import { addBit, grownBits, hasBit, wordsFor } from './bits.ts'
import type { Buckets } from './buckets.ts'
import { bucketAt } from './buckets.ts'
import type { Counter } from './counter.ts'
import { SeenIn } from './first-seen.ts'
import type { Listed } from './kernels.ts'
import type { Period } from './period.ts'
import { SumsCounter } from './sums-counter.ts'
import type { Span, VisitorSets } from './visitor-sets.ts'
import { BucketSets } from './visitor-sets.ts'
import { bucketGrouping } from './groupings.ts'

/** Visitors by the bucket in which they were first seen, and by the later ones in which they came again. */
export interface CohortTally {
  readonly counter: Counter
  readonly answer: () => { readonly bucket: number; readonly visitors: number; readonly returned: number[] }[]
}

/** Only visitors with a selected page view in the period; cohorts without any are left out. */
export function cohortsTally(buckets: Buckets, period: Period): CohortTally {
  const seen = new SeenIn(buckets.count, (second) => bucketAt(buckets, second))
  const sets = new CohortSets(buckets, seen)
  const grouping = bucketGrouping(buckets, 'cohorts')
  const counter = new SumsCounter({
    period,
    grouping,
    sums: ['visitors'],
    visitors: sets,
    firstSeen: seen,
    name: 'cohorts',
  })
  return { counter, answer: () => sets.answer() }
}

class CohortSets implements VisitorSets {
  readonly #buckets: Buckets
  readonly #seen: SeenIn
  readonly #sets: BucketSets
  /** Who is in a cohort already. */
  #members: Uint32Array = new Uint32Array(64)
  /** By cohort, then by bucket. */
  readonly #counts = new Map<number, number[]>()
  readonly #sizes = new Map<number, number>()

  constructor(buckets: Buckets, seen: SeenIn) {
    this.#buckets = buckets
    this.#seen = seen
    this.#sets = new BucketSets(buckets, undefined, (bucket, visitor) => this.#count(bucket, visitor))
  }

  open(numbers: Span, horizon: number): void {
    this.#sets.open(numbers, horizon)
    this.#members = grownBits(this.#members, wordsFor(numbers.most + 1))
  }

  addAll(listed: Listed, members: Uint32Array): void {
    this.#sets.addAll(listed, members)
  }

  add(bucket: number, visitor: number): void {
    this.#sets.add(bucket, visitor)
  }

  #count(bucket: number, visitor: number): void {
    const cohort = this.#seen.of(visitor)
    if (Number.isNaN(cohort) || bucket < cohort) return
    let counts = this.#counts.get(cohort)
    if (counts === undefined) this.#counts.set(cohort, (counts = []))
    counts[bucket] = (counts[bucket] ?? 0) + 1
    if (hasBit(this.#members, visitor)) return
    addBit(this.#members, visitor)
    this.#sizes.set(cohort, (this.#sizes.get(cohort) ?? 0) + 1)
  }

  answer() {
    return [...this.#sizes]
      .sort(([a], [b]) => a - b)
      .map(([bucket, visitors]) => {
        const counts = this.#counts.get(bucket) ?? []
        const length = this.#buckets.count - bucket
        return { bucket, visitors, returned: Array.from({ length }, (_, later) => counts[bucket + later] ?? 0) }
      })
  }
}
