import type { RequestHandler, Response } from 'express'
import { Router } from 'express'
import type { Trail } from '../lib/accounts/trail.ts'
import type { Clock } from '../lib/core/clock.ts'
import { parseInput } from '../lib/core/input.ts'
import type { Db } from '../lib/db/open-db.ts'
import type { Project } from '../lib/projects/project.ts'
import type { RouteFamily } from '../lib/rate-limit/limits.ts'
import { forgetInput, forgetSome } from '../lib/retention/forget-request.ts'
import type { Gate } from './middleware/allow.ts'
import { answer } from './middleware/answer.ts'
import { methodNotAllowed } from './middleware/fail.ts'
import { jsonBody } from './middleware/json-body.ts'
import { noteDeed } from './middleware/note-deed.ts'

interface Parts {
  readonly db: Db
  readonly clock: Clock
  readonly limit: (family: RouteFamily) => RequestHandler
  readonly gate: Pick<Gate, 'project'>
  readonly trail: Trail
  readonly projectOf: (res: Response) => Project
}

/** `POST /api/visitors/forget`: for who asks to be forgotten. */
export function visitorRoutes({ db, clock, limit, gate, trail, projectOf }: Parts): Router {
  const router = Router()
  router
    .route('/forget')
    .post(limit('visitors/forget'), gate.project('forget visitors'), jsonBody, async (req, res) => {
      const { id } = projectOf(res)
      const forgotten = await forgetSome(db, clock, id, parseInput(forgetInput, req.body))
      // Not who: that is what is to be forgotten.
      if (forgotten.finished) await noteDeed(trail, res, 'visitor.forgotten', '', id)
      answer(res, forgotten.finished ? 'Visitor forgotten' : 'Not finished; send rest to go on', forgotten)
    })
    .all(methodNotAllowed('POST'))
  return router
}
