import type { RequestHandler } from 'express'

const RETRY_SECONDS = 10

/** Whether `answerWithin` has answered already, so that what comes later has nobody to tell. */
export const isGivenUp = (res: { readonly locals: Record<string, unknown> }): boolean => res.locals.givenUp === true

/**
 * Refuses with 503 when a route has not answered in time: a database that hangs, rather than refusing, would keep its
 * callers for ever. The SDKs of Micrologs give up after 5 s and would not learn why.
 */
export const answerWithin =
  (ms: number): RequestHandler =>
  (_req, res, next) => {
    const late = setTimeout(() => {
      if (res.headersSent) return
      res.locals.givenUp = true
      const message =
        'The database does not answer right now. What was asked may still be done: look before you ask again.'
      res.set('Retry-After', String(RETRY_SECONDS))
      res.status(503).json({ success: false, message, code: 'unavailable' })
    }, ms)
    late.unref()
    res.once('close', () => clearTimeout(late))
    next()
  }
