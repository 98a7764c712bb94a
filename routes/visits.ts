import type { RequestHandler, Response } from 'express'
import { Router } from 'express'
import type { Clock } from '../lib/core/clock.ts'
import { parseInput } from '../lib/core/input.ts'
import type { Reader } from '../lib/db/open-db.ts'
import type { Project } from '../lib/projects/project.ts'
import { readQuestion } from '../lib/reports/explore/read-question.ts'
import { whileReachable } from '../lib/reports/reachable.ts'
import type { Saved } from '../lib/reports/saved.ts'
import { visitInput, visitReport } from '../lib/reports/visits/visit.ts'
import { visitsReport } from '../lib/reports/visits/visits.ts'
import { answer } from './middleware/answer.ts'
import { methodNotAllowed } from './middleware/fail.ts'

interface Parts {
  readonly read: Reader
  readonly savedOf: (project: number) => Saved
  readonly firstDataAt: (project: number) => Promise<number | undefined>
  readonly clock: Clock
  readonly limit: RequestHandler
  readonly requireProject: RequestHandler
  readonly projectOf: (res: Response) => Project
}

/** `GET /api/analytics/visits` and `visit`: the visits behind a number, and what happened in one. */
export function visitRoutes(parts: Parts): Router {
  const { read, savedOf, firstDataAt, clock, limit, requireProject, projectOf } = parts
  const router = Router()
  router
    .route('/analytics/visits')
    .get(limit, requireProject, async (req, res) => {
      const project = projectOf(res)
      const firstAt = () => firstDataAt(project.id)
      const around = { project, saved: savedOf(project.id), now: clock.now(), firstAt }
      const data = await whileReachable(async () => visitsReport(read, await readQuestion(req.query, around), firstAt))
      answer(res, 'Visits fetched successfully', data)
    })
    .all(methodNotAllowed('GET, HEAD'))
  router
    .route('/analytics/visit')
    .get(limit, requireProject, async (req, res) => {
      const asked = parseInput(visitInput, req.query)
      const project = projectOf(res)
      const goals = await savedOf(project.id).goals()
      answer(
        res,
        'Visit fetched successfully',
        await whileReachable(() => visitReport(asked, { read, project, goals })),
      )
    })
    .all(methodNotAllowed('GET, HEAD'))
  return router
}
