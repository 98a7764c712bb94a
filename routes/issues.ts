import type { RequestHandler, Response } from 'express'
import { Router } from 'express'
import type * as z from 'zod'
import type { Clock } from '../lib/core/clock.ts'
import { parseInput } from '../lib/core/input.ts'
import type { Reader } from '../lib/db/open-db.ts'
import type { Project } from '../lib/projects/project.ts'
import type { ReportEngine } from '../lib/reports/engine.ts'
import {
  issueDetailInput,
  issueEventsInput,
  issueListInput,
  releaseListInput,
} from '../lib/reports/issues/issue-question.ts'
import { issueDetail, issueEvents, listIssues } from '../lib/reports/issues/issue-reports.ts'
import { listReleases } from '../lib/reports/issues/releases.ts'
import { whileReachable } from '../lib/reports/reachable.ts'
import { answer } from './middleware/answer.ts'
import { methodNotAllowed } from './middleware/fail.ts'

interface Parts {
  readonly read: Reader
  readonly engine: ReportEngine
  readonly clock: Clock
  readonly limit: RequestHandler
  readonly requireProject: RequestHandler
  readonly projectOf: (res: Response) => Project
}

/** `GET /api/issues/list|detail|events|releases`, to be mounted at `/api/issues`, with whatever may read reports. */
export function issueRoutes({ read, engine, clock, limit, requireProject, projectOf }: Parts): Router {
  const router = Router()
  type Around = Parameters<typeof listIssues>[1]
  function serve<S extends z.ZodType>(
    path: string,
    input: S,
    message: string,
    report: (input: z.output<S>, around: Around) => Promise<object>,
  ): void {
    router
      .route(path)
      .get(limit, requireProject, async (req, res) => {
        const asked = parseInput(input, req.query)
        const around = { read, engine, project: projectOf(res), now: clock.now() }
        answer(res, message, await whileReachable(() => report(asked, around)))
      })
      .all(methodNotAllowed('GET, HEAD'))
  }
  serve('/list', issueListInput, 'Issues fetched successfully', listIssues)
  serve('/detail', issueDetailInput, 'Issue fetched successfully', issueDetail)
  serve('/events', issueEventsInput, 'Errors of the issue fetched successfully', issueEvents)
  serve('/releases', releaseListInput, 'Releases fetched successfully', listReleases)
  return router
}
