import type { RequestHandler } from 'express'
import { raw } from 'express'
import { AppError } from '../../lib/core/errors.ts'

/** Micrologs’ ceiling: exactly so many bytes pass. */
const MOST_BYTES = 65_536

const read: RequestHandler = raw({ type: () => true, limit: MOST_BYTES })

/**
 * `req.body` as the object that was sent. It is read as JSON whatever the Content-Type says: many clients name none or
 * a wrong one. Anything but an object with something in it is refused.
 */
export const jsonBody: RequestHandler = (req, res, next) => {
  read(req, res, (fault: unknown) => {
    if (fault !== undefined) {
      next(fault)
      return
    }
    const body = objectIn(req.body)
    req.body = body
    next(body === undefined ? new AppError('invalid_input', 'Invalid or missing JSON body') : undefined)
  })
}

function objectIn(body: unknown): object | undefined {
  const parsed = Buffer.isBuffer(body) ? parse(body) : undefined
  const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
  return isObject && Object.keys(parsed).length > 0 ? parsed : undefined
}

function parse(bytes: Buffer): unknown {
  try {
    // Broken UTF-8 is refused, not repaired; a byte order mark is dropped.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}
