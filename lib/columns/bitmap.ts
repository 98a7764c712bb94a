/** A set of whole numbers from 0 to `capacity` - 1, one bit each. Nothing is allocated after it is made. */
export class Bitmap {
  readonly capacity: number
  readonly #words: Uint32Array

  constructor(capacity: number) {
    this.capacity = capacity
    this.#words = new Uint32Array(Math.ceil(capacity / 32))
  }

  /** Whether it was new. Throws for a number beyond the capacity: it would be lost. */
  add(number: number): boolean {
    if (number >= this.capacity) throw new RangeError(`${number} does not fit into a bitmap of ${this.capacity}`)
    const place = number >>> 5
    const bit = 1 << (number & 31)
    const word = this.#words[place] ?? 0
    if ((word & bit) !== 0) return false
    this.#words[place] = word | bit
    return true
  }

  has(number: number): boolean {
    return number < this.capacity && ((this.#words[number >>> 5] ?? 0) & (1 << (number & 31))) !== 0
  }

  count(): number {
    let count = 0
    for (const word of this.#words) count += bitsIn(word)
    return count
  }

  clear(): void {
    this.#words.fill(0)
  }
}

/** Bits that are 1, all at once: pairs, then fours, then bytes are added up. */
function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
