import type { Request, RequestHandler, Response } from 'express'
import { Router } from 'express'
import type { Trail } from '../lib/accounts/trail.ts'
import type { Clock } from '../lib/core/clock.ts'
import { parseInput } from '../lib/core/input.ts'
import type { Reader } from '../lib/db/open-db.ts'
import {
  annotationListInput,
  createAnnotationInput,
  deleteAnnotationInput,
  editAnnotationInput,
} from '../lib/goals/annotation-input.ts'
import type { AnnotationStore } from '../lib/goals/annotations.ts'
import { annotationAnswer, marksIn } from '../lib/goals/annotations.ts'
import type { Project } from '../lib/projects/project.ts'
import type { RouteFamily } from '../lib/rate-limit/limits.ts'
import { parsePeriod, wirePeriod } from '../lib/reports/periods/period.ts'
import { whileReachable } from '../lib/reports/reachable.ts'
import type { AnnotationList } from '../lib/wire/annotations.ts'
import type { Gate } from './middleware/allow.ts'
import { answer } from './middleware/answer.ts'
import { methodNotAllowed } from './middleware/fail.ts'
import { jsonBody } from './middleware/json-body.ts'
import { noteDeed } from './middleware/note-deed.ts'

interface Parts {
  readonly read: Reader
  readonly store: AnnotationStore
  readonly clock: Clock
  readonly firstDataAt: (project: number) => Promise<number | undefined>
  readonly limit: (family: RouteFamily) => RequestHandler
  readonly gate: Pick<Gate, 'project'>
  readonly trail: Trail
  readonly projectOf: (res: Response) => Project
}

/** `/api/annotations/*`, to be mounted there. */
export function annotationRoutes(parts: Parts): Router {
  const { read, store, clock, firstDataAt, limit, gate, trail, projectOf } = parts
  const router = Router()
  const write = [limit('saved/write'), gate.project('edit annotations'), jsonBody]
  const note = (res: Response, deed: string, id: number) =>
    noteDeed(trail, res, `annotation.${deed}`, String(id), projectOf(res).id)

  router.get('/list', limit('saved/read'), gate.project('read reports'), async (req: Request, res: Response) => {
    const wishes = parseInput(annotationListInput, req.query)
    const { id, timeZone: zone } = projectOf(res)
    const list = await whileReachable(async (): Promise<AnnotationList> => {
      const firstAt = wishes.range === 'all' ? await firstDataAt(id) : undefined
      const period = parsePeriod(wishes, { zone, now: clock.now(), firstAt })
      const annotations = await marksIn(read, id, period)
      return { range: wirePeriod(period), count: annotations.length, annotations }
    })
    answer(res, 'Annotations fetched successfully', list)
  })

  router.post('/create', write, async (req: Request, res: Response) => {
    const project = projectOf(res)
    const made = await store.create(project, parseInput(createAnnotationInput, req.body))
    await note(res, 'created', made.id)
    answer(res, 'Annotation created', annotationAnswer(made, project.timeZone))
  })

  router.post('/edit', write, async (req: Request, res: Response) => {
    const project = projectOf(res)
    const { id, ...changes } = parseInput(editAnnotationInput, req.body)
    const edited = await store.edit(project, id, changes)
    await note(res, 'edited', id)
    answer(res, 'Annotation updated', annotationAnswer(edited, project.timeZone))
  })

  router.post('/delete', write, async (req: Request, res: Response) => {
    const { id } = parseInput(deleteAnnotationInput, req.body)
    await store.delete(projectOf(res), id)
    await note(res, 'deleted', id)
    answer(res, 'Annotation deleted', { id })
  })

  router.all('/list', methodNotAllowed('GET, HEAD'))
  router.all(['/create', '/edit', '/delete'], methodNotAllowed('POST'))
  return router
}
