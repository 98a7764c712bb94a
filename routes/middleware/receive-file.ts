import { createWriteStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import busboy from 'busboy'
import type { Request } from 'express'
import { AppError } from '../../lib/core/errors.ts'

const NO_FILE = 'Send one file, as a part of multipart/form-data with a file name.'

/** Of a form, around its file. */
const FRAME_BYTES = 64 * 1024

/**
 * Writes the one file of a multipart form into `target`, as it comes: firewalls of hosts look into a file part least. Throws
 * `invalid_input` when there is none or the upload broke off, `payload_too_large` over `most` bytes, and what the disk throws; then
 * `target` may hold a part.
 */
export async function receiveFile(req: Request, target: string, most: number): Promise<void> {
  if (Number(req.get('content-length')) > most + FRAME_BYTES) throw tooLarge(most)
  const parser = parserFor(req, most)
  const found: { file?: Readable & { readonly truncated?: boolean }; written?: Promise<void> } = {}
  parser.on('file', (_name: string, file: Readable) => {
    found.file = file
    // A disk that is full ends the whole.
    found.written = pipeline(file, createWriteStream(target, { flags: 'wx', mode: 0o600 })).catch((fault: unknown) => {
      parser.destroy(fault as Error)
      throw fault
    })
    found.written.catch(() => undefined)
  })
  try {
    await pipeline(req, parser)
    await found.written
  } catch (fault) {
    if (fault instanceof Error && 'errno' in fault && 'path' in fault) throw fault
    if (!req.complete) throw new AppError('invalid_input', 'The upload broke off. Try again.', { cause: fault })
    throw new AppError('invalid_input', NO_FILE, { cause: fault })
  }
  if (found.file === undefined) throw new AppError('invalid_input', NO_FILE)
  if (found.file.truncated === true) throw tooLarge(most)
}

const tooLarge = (most: number) =>
  new AppError('payload_too_large', `The file is larger than ${Math.floor(most / 1024 / 1024)} MB.`)

function parserFor(req: Request, most: number): busboy.Busboy {
  try {
    return busboy({ headers: req.headers, limits: { files: 1, fields: 4, fileSize: most } })
  } catch (fault) {
    throw new AppError('invalid_input', NO_FILE, { cause: fault })
  }
}
