/** Flat sets of small numbers: one bit each in words of 32. */

export const wordsFor = (numbers: number): number => (numbers + 31) >>> 5

/** The same set in an array of at least so many words; the old one while it is large enough. */
export function grownBits(bits: Uint32Array, words: number): Uint32Array {
  if (bits.length >= words) return bits
  const grown = new Uint32Array(Math.ceil((words * 5) / 4))
  grown.set(bits)
  return grown
}

export function addBit(bits: Uint32Array, number: number): void {
  const place = number >>> 5
  bits[place] = (bits[place] as number) | (1 << (number & 31))
}

export const hasBit = (bits: Uint32Array, number: number): boolean =>
  ((bits[number >>> 5] ?? 0) & (1 << (number & 31))) !== 0

/** How many bits are 1 in these words. */
export function countBits(bits: Uint32Array, from = 0, to = bits.length): number {
  let count = 0
  for (let place = from; place < to; place++) count += bitsIn(bits[place] as number)
  return count
}

/** How many bits are 1 in both: in the words of `a` from `from` up to `to`, and in those of `b` from `place` on. */
export function countShared(a: Uint32Array, b: Uint32Array, from = 0, to = a.length, place = 0): number {
  const end = Math.min(to, from + b.length - place)
  let count = 0
  for (let at = from; at < end; at++) count += bitsIn((a[at] as number) & (b[place + at - from] as number))
  return count
}

/** Pairs, then fours, then bytes are added up. */
function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
