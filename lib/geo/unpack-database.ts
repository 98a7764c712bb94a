import { createReadStream, createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { AppError, codeOf } from '../core/errors.ts'
import { cappedAt } from './capped-at.ts'

/**
 * Writes the database that a file holds to a new file: the file may be the database itself, gzipped, or a tar archive
 * (gzipped or not) with one `.mmdb` inside, as MaxMind sends it. What it is shows in its bytes, not in its name.
 */
export async function unpackDatabase(from: string, to: string, maxBytes: number): Promise<void> {
  const gzipped = await isGzip(from)
  const source = createReadStream(from)
  const cap = cappedAt(maxBytes)
  const target = createWriteStream(to, { flags: 'wx', flush: true })
  try {
    if (gzipped) await pipeline(source, createGunzip(), databaseIn, cap, target)
    else await pipeline(source, databaseIn, cap, target)
  } catch (error) {
    if (codeOf(error)?.startsWith('Z_') !== true) throw error
    throw new AppError('invalid_input', 'The archive is damaged or not whole.', { cause: error })
  }
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file)
  try {
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0)
    return buffer.readUInt16BE() === 0x1f8b
  } finally {
    await handle.close()
  }
}

const BLOCK = 512

/** The bytes of the database, whether they come bare or as a file of a tar archive. */
async function* databaseIn(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const bytes = new ByteReader(source)
  let header = await bytes.take(BLOCK)
  if (header.toString('latin1', 257, 262) !== 'ustar') {
    yield header
    yield* bytes.upTo(Infinity)
    return
  }
  while (!isDatabaseHeader(header)) {
    await drain(bytes.upTo(paddedSize(header)))
    header = await bytes.take(BLOCK)
    // An archive ends with blocks of zeros.
    if (header.length < BLOCK || header[0] === 0) {
      throw new AppError('invalid_input', 'The archive holds no .mmdb file.')
    }
  }
  yield* bytes.upTo(sizeIn(header))
  // To the end, so that the checksum of a gzipped archive is compared.
  await drain(bytes.upTo(Infinity))
}

/** A regular file named `….mmdb`. Type, name and size stand at fixed places in the header block. */
function isDatabaseHeader(header: Buffer): boolean {
  const type = header.toString('latin1', 156, 157)
  const name = header.toString('utf8', 0, 100).replace(/\0.*$/s, '')
  return (type === '0' || type === '\0') && name.endsWith('.mmdb')
}

function sizeIn(header: Buffer): number {
  const size = Number.parseInt(header.toString('latin1', 124, 136), 8)
  if (!(size >= 0)) throw new AppError('invalid_input', 'The archive is damaged.')
  return size
}

const paddedSize = (header: Buffer): number => Math.ceil(sizeIn(header) / BLOCK) * BLOCK

async function drain(chunks: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of chunks);
}

/** Takes a stream apart by numbers of bytes. */
class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>
  #left: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Buffer>) {
    this.#chunks = source[Symbol.asyncIterator]()
  }

  /** Exactly `size` bytes, fewer only at the end. */
  async take(size: number): Promise<Buffer> {
    const parts: Buffer[] = []
    for await (const part of this.upTo(size)) parts.push(part)
    return Buffer.concat(parts)
  }

  /** The next `size` bytes as they come, fewer only at the end. */
  async *upTo(size: number): AsyncGenerator<Buffer> {
    let wanted = size
    while (wanted > 0) {
      if (this.#left.length === 0) {
        const next = await this.#chunks.next()
        if (next.done === true) return
        this.#left = next.value
      }
      const part = this.#left.subarray(0, wanted)
      this.#left = this.#left.subarray(part.length)
      wanted -= part.length
      yield part
    }
  }
}
