import { gunzipSync, inflateSync } from 'node:zlib'
import busboy from 'busboy'
import { AppError } from '../core/errors.ts'

/** The payload itself, however it is wrapped; exactly this many bytes pass. */
export const MAX_PAYLOAD = 65_536
/** On the wire: a payload of the largest size as base64 in a form, or as a file part with its frame. */
export const MAX_BODY = 96 * 1024

const tooLarge = () => new AppError('payload_too_large', 'Payload too large')
const notJson = () => new AppError('invalid_input', 'Invalid or missing JSON body')

/**
 * A body in any of the forms that get through a host's firewall: JSON under whatever content type, JSON with one
 * base64 field `d`, a form with a field `d` that holds base64url JSON, a multipart form with the JSON (or its gzip) as
 * a file. Answers a JSON object with at least one key. Throws 400, 413 or 415 as `AppError`.
 */
export async function decodeBody(
  raw: Buffer,
  contentType: string,
  contentEncoding: string,
): Promise<Record<string, unknown>> {
  const body = inflate(raw, contentEncoding)
  const type = contentType.toLowerCase()
  if (type.startsWith('multipart/form-data')) return objectOf(await filePart(body, contentType))
  if (type.startsWith('application/x-www-form-urlencoded') && body.subarray(0, 2).toString() === 'd=')
    return decodeParameter(new URLSearchParams(body.toString('utf8')).get('d') ?? '')
  const object = objectOf(body)
  const only = Object.keys(object)
  return only.length === 1 && typeof object.d === 'string' ? decodeParameter(object.d) : object
}

/** `d`: JSON as base64url or base64, from a form field or a query. A `+` that was not escaped there became a space. */
export function decodeParameter(text: string): Record<string, unknown> {
  return objectOf(Buffer.from(text.replaceAll(' ', '+'), 'base64url'))
}

function objectOf(payload: Buffer): Record<string, unknown> {
  if (payload.length > MAX_PAYLOAD) throw tooLarge()
  let value: unknown
  try {
    value = JSON.parse(payload.toString('utf8'))
  } catch {
    throw notJson()
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notJson()
  if (Object.keys(value).length === 0) throw notJson()
  return value as Record<string, unknown>
}

const isGzip = (bytes: Buffer) => bytes.length > 2 && bytes.readUInt16BE(0) === 0x1f8b

function inflate(body: Buffer, encoding: string): Buffer {
  try {
    switch (encoding.toLowerCase()) {
      case '':
      case 'identity':
        return body
      case 'gzip':
      case 'x-gzip':
        // Some front servers unpack the body and leave the header.
        return isGzip(body) ? gunzipSync(body, { maxOutputLength: MAX_BODY }) : body
      case 'deflate':
        return inflateSync(body, { maxOutputLength: MAX_BODY })
    }
  } catch (fault) {
    if ((fault as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge()
    throw new AppError('invalid_input', 'The body is not what its Content-Encoding says')
  }
  throw new AppError('unsupported_encoding', 'Send the body as it is, or with Content-Encoding gzip')
}

/** The first file part of a multipart form, unpacked when it is gzip; a plain field `d` serves as well. */
async function filePart(body: Buffer, contentType: string): Promise<Buffer> {
  const payload = await new Promise<Buffer>((resolve, reject) => {
    let parser: busboy.Busboy
    try {
      parser = busboy({ headers: { 'content-type': contentType }, limits: { files: 1, fields: 4, fileSize: MAX_BODY } })
    } catch {
      reject(notJson()) // no boundary
      return
    }
    const chunks: Buffer[] = []
    let field: Buffer | undefined
    parser.on('file', (_name, stream) => {
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('error', () => reject(notJson()))
    })
    parser.on('field', (name, value) => {
      if (name === 'd') field = Buffer.from(value, 'base64url')
    })
    parser.on('error', () => reject(notJson()))
    parser.on('close', () => {
      const payload = chunks.length > 0 ? Buffer.concat(chunks) : field
      if (payload === undefined) reject(notJson())
      else resolve(payload)
    })
    parser.end(body)
  })
  return isGzip(payload) ? inflate(payload, 'gzip') : payload
}
