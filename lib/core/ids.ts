import { randomBytes, randomFillSync } from 'node:crypto'

/**
 * An id of 53 random bits, held as a plain number: exact in JavaScript, 8 bytes in either database, a quick Map key.
 * Used where ids are many and scoped to a project: visitors, visits, views.
 */
export type Id53 = number

const TWO_21 = 0x200000
const pool = new Uint32Array(512)
let used = pool.length

/** A random id, never 0 (0 means "none" in stored rows). */
export function randomId(): Id53 {
  if (used + 2 > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const id = idFromWords(pool[used] ?? 0, pool[used + 1] ?? 0)
  used += 2
  return id === 0 ? randomId() : id
}

/** The first 53 bits of two 32-bit words. */
export const idFromWords = (high: number, low: number): Id53 => (high >>> 0) * TWO_21 + ((low >>> 0) >>> 11)

export const isId53 = (value: unknown): value is Id53 => Number.isSafeInteger(value) && (value as number) > 0

/** `bytes` random bytes as lower-case hex. */
export const randomHex = (bytes: number): string => randomBytes(bytes).toString('hex')
