import type { Request, RequestHandler } from 'express'
import { AppError } from '../../lib/core/errors.ts'

/**
 * Refuses what a page of another site may have sent through the browser of somebody who is signed in. Only a page of
 * ours can add the header: for others the browser would ask first, and no answer of ours allows it. Where the browser
 * says whose page it was, that counts too.
 */
export function refuseForeign(req: Request): void {
  if (req.method === 'GET' || req.method === 'HEAD') return
  const site = req.get('sec-fetch-site')
  if (req.get('x-micrologs') !== undefined && (site === undefined || site === 'same-origin')) return
  throw new AppError('forbidden', 'This must come from the page of Micrologs, with the header X-Micrologs: 1.')
}

/** The same for routes that open a session or work with one. */
export const sameSite: RequestHandler = (req, _res, next) => {
  refuseForeign(req)
  next()
}
