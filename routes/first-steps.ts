import type { RequestHandler, Response } from 'express'
import { Router } from 'express'
import type { Db } from '../lib/db/open-db.ts'
import type { Project } from '../lib/projects/project.ts'
import { countViews, newestView } from '../lib/reports/newest-view.ts'
import { whileReachable } from '../lib/reports/reachable.ts'
import type { FirstSteps } from '../lib/wire/first-steps.ts'
import { answer } from './middleware/answer.ts'
import { methodNotAllowed } from './middleware/fail.ts'

interface FirstStepsOptions {
  readonly db: Db
  readonly tagFor: (project: Project) => string
  readonly limit: RequestHandler
  /** Passes who may read reports; leaves the project where `projectOf` finds it. */
  readonly requireProject: RequestHandler
  readonly projectOf: (res: Response) => Project
}

const MOST_VIEWS = 1000

/** `GET /first-steps`, to be mounted below `/api`: the tag of a project and its newest page view, for who reads its reports. */
export function firstStepsRoutes({ db, tagFor, limit, requireProject, projectOf }: FirstStepsOptions): Router {
  const router = Router()
  router.get('/first-steps', limit, requireProject, async (_req, res) => {
    const project = projectOf(res)
    const steps = await whileReachable(() => stepsOf(db, project, tagFor(project)))
    answer(res, 'First steps fetched successfully', steps)
  })
  router.all('/first-steps', methodNotAllowed('GET, HEAD'))
  return router
}

async function stepsOf(db: Db, { id, name, publicKey, identity }: Project, tag: string): Promise<FirstSteps> {
  const [view, views] = await Promise.all([newestView(db, id), countViews(db, id, MOST_VIEWS)])
  const project = { name, public_key: publicKey, identity }
  return view ? { project, tag, state: 'received', view, views } : { project, tag, state: 'waiting', views: 0 }
}
