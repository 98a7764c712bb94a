import { addBit, grownBits, hasBit, wordsFor } from './bits.ts'
import type { Lanes } from './lanes.ts'

/** Who was first seen when, by the visitors' numbers. Those never heard of were seen before any period. */
export interface FirstSeen {
  /** Takes the newcomers of a part. What is told later is the newer word. */
  learn(lanes: Lanes): void
}

/** Marks the visitors first seen from a second on. */
export class SeenSince implements FirstSeen {
  bits: Uint32Array = new Uint32Array(64)
  readonly #second: number

  constructor(second: number) {
    this.#second = second
  }

  has(visitor: number): boolean {
    return hasBit(this.bits, visitor)
  }

  learn(lanes: Lanes): void {
    const { newcomers } = lanes.part.rows
    if (newcomers === 0) return
    const numbers = lanes.numbers('newcomer.visitor')
    const seconds = lanes.numbers('newcomer.seen')
    this.bits = grownBits(this.bits, wordsFor((numbers[newcomers - 1] as number) + 1))
    for (let row = 0; row < newcomers; row++) {
      const number = numbers[row] as number
      if ((seconds[row] as number) >= this.#second) addBit(this.bits, number)
      else this.bits[number >>> 5] = (this.bits[number >>> 5] as number) & ~(1 << (number & 31))
    }
  }
}

/** The bucket in which each visitor was first seen. */
export class SeenIn implements FirstSeen {
  /** 1 + the bucket; 0 for before, after, or not known. */
  #buckets: Uint16Array | Uint32Array
  readonly #bucketAt: (second: number) => number | undefined

  constructor(count: number, bucketAt: (second: number) => number | undefined) {
    this.#buckets = count < 0xffff ? new Uint16Array(1024) : new Uint32Array(1024)
    this.#bucketAt = bucketAt
  }

  learn(lanes: Lanes): void {
    const { newcomers } = lanes.part.rows
    if (newcomers === 0) return
    const numbers = lanes.numbers('newcomer.visitor')
    const seconds = lanes.numbers('newcomer.seen')
    const most = (numbers[newcomers - 1] as number) + 1
    if (this.#buckets.length < most) {
      const length = Math.ceil((most * 5) / 4)
      const grown = this.#buckets instanceof Uint16Array ? new Uint16Array(length) : new Uint32Array(length)
      grown.set(this.#buckets)
      this.#buckets = grown
    }
    for (let row = 0; row < newcomers; row++) {
      const bucket = this.#bucketAt(seconds[row] as number)
      this.#buckets[numbers[row] as number] = bucket === undefined ? 0 : bucket + 1
    }
  }

  has(visitor: number, bucket: number): boolean {
    return this.#buckets[visitor] === bucket + 1
  }

  /** NaN where none is known. */
  of(visitor: number): number {
    return (this.#buckets[visitor] ?? 0) === 0 ? NaN : (this.#buckets[visitor] as number) - 1
  }
}
