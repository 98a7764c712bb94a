import { sha256Hex } from '../core/hashing.ts'
import type { Id53 } from '../core/ids.ts'
import { idFromWords } from '../core/ids.ts'

/** Chance that repeats itself: the same name gives the same draws, on every machine. Not for secrets. */
export class Random {
  #a: number
  #b: number
  #c: number
  #counter = 1

  /** `name` in parts, as `new Random('day', 1, '2026-03-05')`: streams with different names have nothing in common. */
  constructor(...name: readonly (string | number)[]) {
    const digest = sha256Hex(name.join('\u001f'))
    this.#a = parseInt(digest.slice(0, 8), 16)
    this.#b = parseInt(digest.slice(8, 16), 16)
    this.#c = parseInt(digest.slice(16, 24), 16)
  }

  /**
   * The next 32 bits. The generator is sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, because a year of
   * traffic draws so often that streams of a generator with 32 bits would run into each other.
   */
  word(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** From 0 (inclusive) to 1 (exclusive). */
  fraction(): number {
    return this.word() / 2 ** 32
  }

  /** A whole number from 0 to `count` - 1. */
  below(count: number): number {
    return Math.floor(this.fraction() * count)
  }

  chance(probability: number): boolean {
    return this.fraction() < probability
  }

  /** How long until something happens that happens every `mean` on average. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.fraction())
  }

  /** Half of the values lie below `median`; a few are many times as large. */
  logNormal(median: number, sigma: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.fraction()))
    return median * Math.exp(sigma * radius * Math.cos(2 * Math.PI * this.fraction()))
  }

  /** Never 0. */
  id(): Id53 {
    return idFromWords(this.word(), this.word()) || this.id()
  }
}
