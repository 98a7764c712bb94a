import { addBit, countBits, countShared, grownBits, wordsFor } from './bits.ts'
import type { Buckets } from './buckets.ts'
import type { SeenIn, SeenSince } from './first-seen.ts'
import type { Listed } from './kernels.ts'
import { addAllMembers } from './kernels.ts'
import { PairSet } from './pair-set.ts'
import type { Span } from './slot-sets.ts'

/** Distinct visitors by group. */
export interface VisitorSets {
  /** Before each part; nothing from before `horizon` (seconds since 1970) comes after it. */
  open(numbers: Span, horizon: number): void
  /** `members` has the visitor of each row. */
  addAll(listed: Listed, members: Uint32Array): void
  add(group: number, visitor: number): void
  /** When everything has been answered. */
  release?(): void
}

/** One set for all. */
export class OneSet implements VisitorSets {
  #bits: Uint32Array = new Uint32Array(64)

  open({ most }: Span): void {
    this.#bits = grownBits(this.#bits, wordsFor(most + 1))
  }

  addAll({ rows, count }: Listed, members: Uint32Array): void {
    addAllMembers(this.#bits, rows, count, members)
  }

  add(_group: number, visitor: number): void {
    addBit(this.#bits, visitor)
  }

  get size(): number {
    return countBits(this.#bits)
  }

  /** How many of them were first seen since then. */
  sizeWithin({ bits }: SeenSince): number {
    return countShared(this.#bits, bits)
  }
}

/** From so many pairs on, what will not come again is let go. */
const MANY = 2 ** 17

/** A set for each bucket of a series. Buckets that are over take no room. */
export class BucketSets implements VisitorSets {
  readonly sizes: Float64Array
  /** Visitors that were first seen in the bucket. */
  readonly news: Float64Array
  readonly #pairs = new PairSet()
  /** When each bucket is over, seconds since 1970. */
  readonly #ends: Float64Array
  readonly #seen: SeenIn | undefined
  readonly #onNew: ((bucket: number, visitor: number) => void) | undefined
  #most = MANY
  #horizon = -Infinity

  constructor(
    { count, edges, ofStretch }: Buckets,
    seen: SeenIn | undefined,
    onNew?: (bucket: number, visitor: number) => void,
  ) {
    this.#onNew = onNew
    this.sizes = new Float64Array(count)
    this.news = new Float64Array(count)
    this.#ends = new Float64Array(count)
    for (const [stretch, bucket] of ofStretch.entries()) this.#ends[bucket] = edges[stretch + 1] as number
    this.#seen = seen
  }

  open(_numbers: Span, horizon: number): void {
    // What was told with the part before holds for this one.
    const past = this.#horizon
    this.#horizon = horizon
    if (this.#pairs.size < this.#most) return
    this.#pairs.keep((bucket) => (this.#ends[bucket] as number) > past)
    this.#most = Math.max(MANY, 2 * this.#pairs.size)
  }

  release(): void {
    this.#pairs.release()
  }

  addAll({ rows, groups, count }: Listed, members: Uint32Array): void {
    for (let at = 0; at < count; at++) this.add(groups[at] as number, members[rows[at] as number] as number)
  }

  add(group: number, visitor: number): void {
    if (!this.#pairs.add(group, visitor)) return
    this.#onNew?.(group, visitor)
    this.sizes[group] = (this.sizes[group] as number) + 1
    if (this.#seen?.has(visitor, group) === true) this.news[group] = (this.news[group] as number) + 1
  }
}
