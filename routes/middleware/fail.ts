import type { ErrorRequestHandler, RequestHandler } from 'express'
import type { ErrorCode } from '../../lib/core/errors.ts'
import { AppError, codeOf, messageOf } from '../../lib/core/errors.ts'
import { randomHex } from '../../lib/core/ids.ts'
import type { Log } from '../../lib/core/log.ts'
import { faultKind } from '../../lib/db/faults.ts'
import { tooManyRequests } from '../../lib/rate-limit/too-many-requests.ts'
import { isGivenUp } from './answer-within.ts'

/** What a client may read of a fault. */
export interface Refusal {
  readonly status: number
  readonly code: ErrorCode
  readonly message: string
  /** Seconds. */
  readonly retryAfter?: number | undefined
}

/** What body-parser calls its faults: https://github.com/expressjs/body-parser#errors */
const BODY_FAULTS: Readonly<Record<string, Refusal>> = {
  'entity.parse.failed': { status: 400, code: 'invalid_input', message: 'Invalid or missing JSON body' },
  'entity.too.large': { status: 413, code: 'payload_too_large', message: 'Payload too large' },
  'request.size.invalid': {
    status: 400,
    code: 'invalid_input',
    message: 'The body is not as long as Content-Length says',
  },
  'request.aborted': { status: 400, code: 'invalid_input', message: 'The request ended before its body' },
  'encoding.unsupported': {
    status: 415,
    code: 'unsupported_encoding',
    message: 'Content-Encoding must be gzip, deflate, br or none',
  },
  'charset.unsupported': { status: 415, code: 'unsupported_encoding', message: 'The body must be UTF-8' },
}

const RETRY_SECONDS = 30

/** The one error handler: every fault becomes an envelope, and only what the client can act on reaches it. */
export const fail =
  (log: Log): ErrorRequestHandler =>
  (thrown: unknown, req, res, next) => {
    if (isGivenUp(res)) return
    const refusal = refusalOf(log, thrown, req)
    if (res.headersSent) {
      // Half an answer is out; Express cuts the connection so that it is not taken for a whole one.
      next(thrown)
      return
    }
    if (refusal.retryAfter !== undefined) res.set('Retry-After', String(refusal.retryAfter))
    const { status, message, code, retryAfter = 1 } = refusal
    res.status(status).json(status === 429 ? tooManyRequests(retryAfter) : { success: false, message, code })
  }

/** What to tell the client; a fault that is ours goes to the log. Also for the requests that Express does not see. */
export const refusalOf = (log: Log, thrown: unknown, { method, path }: { method: string; path: string }): Refusal =>
  refusalFor(thrown) ?? logged(log, thrown, method, path)

/** For paths that nothing answers. */
export const notFound: RequestHandler = () => {
  throw new AppError('not_found', 'Not found')
}

/** For a path that answers, but to other methods. `allowed` as in the header: `GET, HEAD`. */
export const methodNotAllowed =
  (allowed: string): RequestHandler =>
  (_req, res) => {
    res.set('Allow', allowed)
    throw new AppError('method_not_allowed', 'Method not allowed')
  }

/** The refusal for what is the client's doing, or passes by itself; undefined for what is ours. */
function refusalFor(thrown: unknown): Refusal | undefined {
  if (thrown instanceof AppError) {
    const { status, code, message, retryAfter } = thrown
    return code === 'internal' ? undefined : { status, code, message, retryAfter }
  }
  const { type, status } = (thrown ?? {}) as { type?: unknown; status?: unknown }
  const bodyFault = typeof type === 'string' ? BODY_FAULTS[type] : undefined
  if (bodyFault) return bodyFault
  // Express and its parts mark what a client did wrong with a status: a malformed URL, a body that does not unzip.
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return { status, code: 'invalid_input', message: 'The request is malformed' }
  }
  return undefined
}

function logged(log: Log, thrown: unknown, method: string, path: string): Refusal {
  const details = { fault: messageOf(thrown), code: codeOf(thrown), method, path }
  if (isDatabaseAway(thrown)) {
    log.warn(details, 'The database did not answer a request')
    const message = 'The database does not answer right now. Try again soon.'
    return { status: 503, code: 'unavailable', message, retryAfter: RETRY_SECONDS }
  }
  const id = randomHex(6)
  log.error({ id, ...details, stack: thrown instanceof Error ? thrown.stack : undefined }, 'A request failed')
  const message = `Something went wrong on the server. Its number in the log is ${id}.`
  return { status: 500, code: 'internal', message }
}

/** Away, over its quota, or still locked after all tries. A fault with a `path` is the file system's. */
function isDatabaseAway(thrown: unknown): boolean {
  return typeof thrown === 'object' && thrown !== null && !('path' in thrown) && faultKind(thrown) !== 'refused'
}
