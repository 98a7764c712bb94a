import type { RequestHandler, Response } from 'express'
import type { KeyRing } from '../../lib/auth/authenticate.ts'
import { authenticate } from '../../lib/auth/authenticate.ts'
import type { KeyKind, Project } from '../../lib/projects/project.ts'

/** Lets only requests with a key of one of these kinds in `X-API-Key` pass; `projectOf` tells later whose it is. */
export const requireProject =
  (options: { directory: KeyRing; kinds: readonly KeyKind[] }): RequestHandler =>
  (req, res, next) => {
    const claims = { key: req.get('x-api-key'), origin: req.get('origin'), referer: req.get('referer') }
    res.locals.project = authenticate(claims, options.directory, options.kinds).project
    next()
  }

/** The project of a request that came through `requireProject`. */
export function projectOf(res: Response): Project {
  const project = res.locals.project as Project | undefined
  if (project === undefined) throw new Error('This route has no requireProject before it')
  return project
}
