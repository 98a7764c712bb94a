import type { IncomingMessage } from 'node:http'
import { AppError } from '../lib/core/errors.ts'

/** So much of a body that is too large is read and thrown away before the connection is cut. */
const MOST_DISCARDED = 16 * 1024 * 1024

/**
 * The whole body, at most `max` bytes. One that is longer is refused only when all of it has come: most clients do not
 * look for an answer while they send, and would report a broken connection in its place.
 */
export function readBody(req: IncomingMessage, max: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const tooLarge = () => reject(new AppError('payload_too_large', 'Payload too large'))
    const cutShort = () => reject(new AppError('invalid_input', 'The request ended before its body'))
    let chunks: Buffer[] = []
    let size = 0
    req.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= max) chunks.push(chunk)
      else chunks = []
      if (size > MOST_DISCARDED) tooLarge()
    })
    req.on('end', () => {
      if (size > max) tooLarge()
      else resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks))
    })
    req.on('error', cutShort)
    req.on('close', cutShort)
  })
}
