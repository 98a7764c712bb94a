import { addBit, countBits, countShared, grownBits, wordsFor } from './bits.ts'
import type { SeenIn, SeenSince } from './first-seen.ts'
import type { Listed } from './kernels.ts'
import { addAllMembers } from './kernels.ts'
import { PairSet } from './pair-set.ts'

/** Distinct visitors by group. */
export interface VisitorSets {
  /** Before a part: visitors' numbers in it are below `most`. */
  open(most: number, groups: number): void
  /** `members` has the visitor of each row. */
  addAll(listed: Listed, members: Uint32Array): void
  add(group: number, visitor: number): void
}

/** One set for all. */
export class OneSet implements VisitorSets {
  #bits: Uint32Array = new Uint32Array(64)

  open(most: number): void {
    this.#bits = grownBits(this.#bits, wordsFor(most))
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
  readonly #seen: SeenIn | undefined
  #most = MANY

  constructor(buckets: number, seen: SeenIn | undefined) {
    this.sizes = new Float64Array(buckets)
    this.news = new Float64Array(buckets)
    this.#seen = seen
  }

  open(): void {
    // A set of pairs needs no room in advance.
  }

  addAll({ rows, groups, count }: Listed, members: Uint32Array): void {
    for (let at = 0; at < count; at++) this.add(groups[at] as number, members[rows[at] as number] as number)
  }

  add(group: number, visitor: number): void {
    if (!this.#pairs.add(group, visitor)) return
    this.sizes[group] = (this.sizes[group] as number) + 1
    if (this.#seen?.has(visitor, group) === true) this.news[group] = (this.news[group] as number) + 1
  }

  /** To be called between parts: only these buckets will get more. */
  keep(isOpen: (bucket: number) => boolean): void {
    if (this.#pairs.size < this.#most) return
    this.#pairs.keep(isOpen)
    this.#most = Math.max(MANY, 2 * this.#pairs.size)
  }
}
