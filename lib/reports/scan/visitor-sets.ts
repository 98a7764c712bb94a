import { Borrowed } from '../../columns/rooms.ts'
import { addBit, countBits, countShared, grownBits, wordsFor } from './bits.ts'
import type { Buckets } from './buckets.ts'
import type { SeenIn, SeenSince } from './first-seen.ts'
import type { Listed } from './kernels.ts'
import { addAllMembers } from './kernels.ts'
import { PairSet } from './pair-set.ts'

/** The smallest and the largest number of a visitor in a part. */
export interface Span {
  readonly least: number
  readonly most: number
}

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

/** Words of all bitmaps of a series together; buckets for which there is no room have pairs. */
const MOST_WORDS = 2 ** 20

const NONE = 0xffffffff
const PAIRS = 0xfffffffe

/** A set for each bucket of a series: a bitmap, as far as there is room. Buckets that are over take none. */
export class BucketSets implements VisitorSets {
  readonly sizes: Float64Array
  /** Visitors that were first seen in the bucket. */
  readonly news: Float64Array
  readonly #pairs = new PairSet()
  readonly #borrowed = new Borrowed()
  /** The place of each bucket's bitmap, NONE before it has anything, PAIRS when it has none. */
  readonly #slots: Uint32Array
  #open: number[] = []
  readonly #free: number[] = []
  #bits: Uint32Array = new Uint32Array(0)
  #words = 0
  #made = 0
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
    this.#slots = new Uint32Array(count).fill(NONE)
    this.#ends = new Float64Array(count)
    for (const [stretch, bucket] of ofStretch.entries()) this.#ends[bucket] = edges[stretch + 1] as number
    this.#seen = seen
  }

  open({ most }: Span, horizon: number): void {
    // What was told with the part before holds for this one.
    const past = this.#horizon
    this.#horizon = horizon
    this.#open = this.#open.filter((bucket) => {
      if ((this.#ends[bucket] as number) > past) return true
      this.#free.push(this.#slots[bucket] as number)
      this.#slots[bucket] = NONE
      return false
    })
    if (wordsFor(most + 1) > this.#words) this.#widen(Math.ceil((wordsFor(most + 1) * 5) / 4))
    if (this.#pairs.size < this.#most) return
    this.#pairs.keep((bucket) => (this.#ends[bucket] as number) > past)
    this.#most = Math.max(MANY, 2 * this.#pairs.size)
  }

  release(): void {
    this.#pairs.release()
    this.#bits = new Uint32Array(0)
    this.#borrowed.end()
  }

  addAll({ rows, groups, count }: Listed, members: Uint32Array): void {
    for (let at = 0; at < count; at++) this.add(groups[at] as number, members[rows[at] as number] as number)
  }

  add(group: number, visitor: number): void {
    const known = this.#slots[group] as number
    const slot = known === NONE ? this.#take(group) : known
    if (slot === PAIRS) {
      if (this.#pairs.add(group, visitor)) this.#count(group, visitor)
      return
    }
    const place = slot * this.#words + (visitor >>> 5)
    const word = this.#bits[place] as number
    const bit = 1 << (visitor & 31)
    if ((word & bit) !== 0) return
    this.#bits[place] = word | bit
    this.#count(group, visitor)
  }

  #count(group: number, visitor: number): void {
    this.#onNew?.(group, visitor)
    this.sizes[group] = (this.sizes[group] as number) + 1
    if (this.#seen?.has(visitor, group) === true) this.news[group] = (this.news[group] as number) + 1
  }

  #take(bucket: number): number {
    const slot = this.#free.pop() ?? this.#make()
    this.#slots[bucket] = slot
    if (slot === PAIRS) return PAIRS
    this.#open.push(bucket)
    this.#bits.fill(0, slot * this.#words, (slot + 1) * this.#words)
    return slot
  }

  #make(): number {
    const needed = (this.#made + 1) * this.#words
    if (needed > MOST_WORDS) return PAIRS
    if (needed > this.#bits.length) this.#move(Math.max(needed, 2 * this.#bits.length), this.#words)
    return this.#made++
  }

  /** Where that leaves no room for all that are there, it is made: it is not much more. */
  #widen(words: number): void {
    this.#move(this.#made * words, words)
  }

  #move(length: number, words: number): void {
    const moved = this.#borrowed.words(length)
    for (let slot = 0; slot < this.#made; slot++) {
      moved.set(this.#bits.subarray(slot * this.#words, (slot + 1) * this.#words), slot * words)
      moved.fill(0, slot * words + this.#words, (slot + 1) * words)
    }
    this.#borrowed.giveBack(this.#bits)
    this.#bits = moved
    this.#words = words
  }
}
