import { Borrowed } from '../../columns/rooms.ts'
import { countBits, countShared } from './bits.ts'
import type { SeenSince } from './first-seen.ts'
import type { Listed } from './kernels.ts'
import { addMembers, NO_GROUP } from './kernels.ts'
import { PairSet } from './pair-set.ts'

/** Which groups a part has, and the value of each of all groups. */
export interface GroupValues {
  readonly present: readonly number[]
  readonly valueOf: Uint32Array
  /** As long as `valueOf`, for whoever needs it at the moment. */
  readonly room: Uint32Array
}

/** The smallest and the largest number of a visitor in a part. */
export interface Span {
  readonly least: number
  readonly most: number
}

const SMALL = 0xfffffffe

/**
 * Sets of visitors of some of the values of a dimension: a bitmap for each that is large, pairs in one table for those that
 * are small.
 */
export class SlotSets {
  /** By value: the slot of its bitmap, SMALL, or NO_GROUP for a value without a set. */
  #slots: Uint32Array = new Uint32Array(0)
  readonly #free: number[] = []
  #used = 0
  #made = 0
  #smallOnes = 0
  #words = 0
  /** The smallest number that fits, a multiple of 32: with identities that live for a day, numbers grow with time. */
  #base = 0
  #bits: Uint32Array = new Uint32Array(0)
  readonly #borrowed = new Borrowed()
  #pairs = new PairSet()
  readonly #sizes = new Map<number, number>()
  readonly #news = new Map<number, number>()
  readonly #since: SeenSince | undefined
  /** Words that all bitmaps together are meant to have at most. */
  #limit = 0

  constructor(since: SeenSince | undefined) {
    this.#since = since
  }

  /** Room for so many bytes of bitmaps is made at once when more than a quarter of it is needed. */
  limit(bytes: number): void {
    this.#limit = bytes >>> 2
  }

  /** Of one bitmap. */
  get bytesASlot(): number {
    return this.#words * 4
  }

  /** How many values have a bitmap. */
  get used(): number {
    return this.#used
  }

  /** Visitors' numbers are `least` to `most` from now on, beside those that were told before; values are below `values`. */
  open({ least, most }: Span, values: number): void {
    if (values > this.#slots.length) {
      const grown = new Uint32Array(values * 2).fill(NO_GROUP)
      grown.set(this.#slots)
      this.#slots = grown
    }
    const isEmpty = this.#words === 0
    const isLower = !isEmpty && (least & ~31) < this.#base
    const base = isEmpty ? least & ~31 : isLower ? this.#lower(least & ~31) : this.#base
    const end = Math.max(most + 1, isEmpty ? 0 : this.#base + 32 * this.#words)
    if (!isEmpty && base === this.#base && end <= base + 32 * this.#words) return
    // When it was not enough, more than needed now: the next part will have higher ones.
    const isHigher = !isEmpty && end > this.#base + 32 * this.#words
    // Rows that are not sealed come with numbers of their own, above all others.
    const words = Math.ceil(((end - base) * (isHigher ? 1.25 : 1.02)) / 32)
    const bits = this.#borrowed.words(this.#made * words).fill(0)
    for (let slot = 0; slot < this.#made; slot++) {
      const old = this.#bits.subarray(slot * this.#words, (slot + 1) * this.#words)
      bits.set(old, slot * words + (this.#base - base) / 32)
    }
    this.#borrowed.giveBack(this.#bits)
    this.#bits = bits
    this.#words = words
    this.#base = base
  }

  /** Room for lower numbers, with some for the next part's: those may go back to the first visitor of all. */
  #lower(least: number): number {
    const span = this.#base + 32 * this.#words - least
    return Math.max(0, least - (span & ~31))
  }

  /** Nobody will ask for anything any more. */
  release(): void {
    this.#bits = new Uint32Array(0)
    this.#borrowed.end()
  }

  /** The values that have a bitmap. */
  holders(): number[] {
    const found: number[] = []
    for (let value = 0; value < this.#slots.length; value++) if (this.hasBitmap(value)) found.push(value)
    return found
  }

  has(value: number): boolean {
    return this.#slots[value] !== NO_GROUP
  }

  hasBitmap(value: number): boolean {
    return (this.#slots[value] as number) < SMALL
  }

  /** Begins an empty bitmap for a value. */
  take(value: number): void {
    const slot = this.#free.pop() ?? this.#made++
    const needed = this.#made * this.#words
    if (this.#bits.length < needed) {
      const more = Math.min(4 * this.#bits.length, this.#limit)
      const grown = this.#borrowed.words(Math.max(needed, more))
      grown.set(this.#bits)
      this.#borrowed.giveBack(this.#bits)
      this.#bits = grown
    }
    this.#bits.fill(0, slot * this.#words, (slot + 1) * this.#words)
    this.#slots[value] = slot
    this.#used++
  }

  /** Begins an empty set for a value with few visitors. */
  takeSmall(value: number): void {
    this.#slots[value] = SMALL
    this.#smallOnes++
  }

  /** Forgets the bitmap of a value. */
  drop(value: number): void {
    this.#free.push(this.#slots[value] as number)
    this.#slots[value] = NO_GROUP
    this.#used--
  }

  /** Forgets all sets of values with few visitors. */
  dropSmall(): void {
    for (const [value, slot] of this.#slots.entries()) if (slot === SMALL) this.#slots[value] = NO_GROUP
    this.#smallOnes = 0
    this.#pairs = new PairSet()
    this.#sizes.clear()
    this.#news.clear()
  }

  addAll(listed: Listed, { present, valueOf, room }: GroupValues, members: Uint32Array): void {
    for (const group of present) {
      const slot = this.#slots[valueOf[group] as number] ?? NO_GROUP
      room[group] = slot === SMALL ? NO_GROUP : slot
    }
    if (this.#used > 0) addMembers({ bits: this.#bits, words: this.#words, base: this.#base }, listed, room, members)
    if (this.#smallOnes === 0) return
    for (const group of present) {
      const value = valueOf[group] as number
      room[group] = this.#slots[value] === SMALL ? value : NO_GROUP
    }
    const { rows, groups, count } = listed
    for (let at = 0; at < count; at++) {
      const value = room[groups[at] as number] as number
      if (value !== NO_GROUP) this.#addSmall(value, members[rows[at] as number] as number)
    }
  }

  add(value: number, member: number): void {
    const slot = this.#slots[value] ?? NO_GROUP
    if (slot === SMALL) this.#addSmall(value, member)
    else if (slot !== NO_GROUP) {
      const place = slot * this.#words + ((member - this.#base) >>> 5)
      this.#bits[place] = (this.#bits[place] as number) | (1 << (member & 31))
    }
  }

  size(value: number): number {
    const slot = this.#slots[value] as number
    if (slot >= SMALL) return this.#sizes.get(value) ?? 0
    return countBits(this.#bits, slot * this.#words, (slot + 1) * this.#words)
  }

  /** How many of those in it were first seen in the period. */
  news(value: number): number {
    const slot = this.#slots[value] as number
    if (slot >= SMALL) return this.#news.get(value) ?? 0
    if (this.#since === undefined) return 0
    return countShared(this.#bits, this.#since.bits, slot * this.#words, (slot + 1) * this.#words, this.#base / 32)
  }

  #addSmall(value: number, member: number): void {
    if (!this.#pairs.add(value, member)) return
    this.#sizes.set(value, (this.#sizes.get(value) ?? 0) + 1)
    if (this.#since?.has(member) === true) this.#news.set(value, (this.#news.get(value) ?? 0) + 1)
  }
}
