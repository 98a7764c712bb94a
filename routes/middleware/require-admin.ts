import type { RequestHandler } from 'express'
import { authenticateAdmin } from '../../lib/auth/authenticate.ts'

/** Lets only requests with the install's `ADMIN_KEY` in `X-Admin-Key` pass; none when no key is set. */
export const requireAdmin =
  (adminKey: string): RequestHandler =>
  (req, _res, next) => {
    authenticateAdmin(req.get('x-admin-key'), adminKey)
    next()
  }
