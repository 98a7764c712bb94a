import { promisify } from 'node:util'
import { constants, deflateRaw, deflateRawSync, inflateRaw, inflateRawSync } from 'node:zlib'
import { messageOf } from '../core/errors.ts'
import { DamagedBytes } from './bytes.ts'

const LEVEL = 6

/** From so many bytes on it is done on another thread: below that, going there costs more than it saves. */
const SMALL_TO_DEFLATE = 4_096
const SMALL_TO_INFLATE = 65_536

/** Deflate makes at most so many bytes of one. */
const MOST_GROWTH = 1_032
const LEAST_CHUNK = 64

const deflateElsewhere = promisify<Uint8Array, object, Buffer>(deflateRaw)
const inflateElsewhere = promisify<Uint8Array, object, Buffer>(inflateRaw)

/**
 * The smallest of three ways to deflate: what looks like noise gets smaller when deflate does not look for repetitions in
 * it, by up to a tenth.
 */
export async function deflated(bytes: Uint8Array): Promise<Uint8Array> {
  const { Z_DEFAULT_STRATEGY, Z_RLE, Z_HUFFMAN_ONLY } = constants
  const tries = await Promise.all(
    [Z_DEFAULT_STRATEGY, Z_RLE, Z_HUFFMAN_ONLY].map(async (strategy) => {
      const options = { level: LEVEL, memLevel: 9, strategy }
      return bytes.length < SMALL_TO_DEFLATE ? deflateRawSync(bytes, options) : deflateElsewhere(bytes, options)
    }),
  )
  return tries.reduce((best, next) => (next.length < best.length ? next : best))
}

/** Throws `DamagedBytes` when they are not exactly `length` bytes deflated. */
export async function inflated(bytes: Uint8Array, length: number): Promise<Uint8Array> {
  if (length > (bytes.length + 1) * MOST_GROWTH) throw new DamagedBytes(`${bytes.length} bytes cannot hold ${length}`)
  // When a chunk is full, another one is made at once, for nothing; so it has a byte more.
  const options = { maxOutputLength: Math.max(1, length), chunkSize: Math.max(LEAST_CHUNK, length + 1) }
  let whole: Uint8Array
  try {
    whole = length < SMALL_TO_INFLATE ? inflateRawSync(bytes, options) : await inflateElsewhere(bytes, options)
  } catch (fault) {
    throw new DamagedBytes(messageOf(fault))
  }
  if (whole.length !== length) throw new DamagedBytes(`${whole.length} bytes instead of ${length}`)
  return whole
}
