import type { Request, RequestHandler, Response } from 'express'
import { Router } from 'express'
import type * as z from 'zod'
import type { Trail } from '../lib/accounts/trail.ts'
import { parseInput } from '../lib/core/input.ts'
import {
  createFunnelInput,
  createGoalInput,
  createSegmentInput,
  deleteSavedInput,
  editFunnelInput,
  editGoalInput,
  editSegmentInput,
} from '../lib/goals/goal-input.ts'
import { funnelAnswer, goalAnswer, savedSentences, segmentAnswer } from '../lib/goals/saved-answers.ts'
import type { SavedChanges, SavedStore, SavedThing } from '../lib/goals/saved-store.ts'
import type { SavedStores } from '../lib/goals/saved-stores.ts'
import type { Project } from '../lib/projects/project.ts'
import type { RouteFamily } from '../lib/rate-limit/limits.ts'
import type { Gate } from './middleware/allow.ts'
import { answer } from './middleware/answer.ts'
import { methodNotAllowed } from './middleware/fail.ts'
import { jsonBody } from './middleware/json-body.ts'
import { noteDeed } from './middleware/note-deed.ts'

interface Parts {
  readonly saved: SavedStores
  readonly limit: (family: RouteFamily) => RequestHandler
  readonly gate: Pick<Gate, 'project'>
  readonly trail: Trail
  readonly projectOf: (res: Response) => Project
}

/** In the audit log. */
const ONE = { goals: 'goal', funnels: 'funnel', segments: 'segment' } as const

/** One of the three kinds: what its bodies are, and how it is answered. */
interface Kind<T> {
  readonly store: SavedStore<T>
  readonly create: z.ZodType<{ readonly name: string; readonly definition: T }>
  readonly edit: z.ZodType<{ readonly id: number } & SavedChanges<T>>
  readonly shape: (zone: string, thing: SavedThing<T>) => object
}

/**
 * `/api/goals/*`, `/api/funnels/*` and `/api/segments/*`, to be mounted at `/api`. Checks in Micrologs' order: method,
 * rate, key, body, fields.
 */
export function savedRoutes({ saved, limit, gate, trail, projectOf }: Parts): Router {
  const router = Router()
  const read = [limit('saved/read'), gate.project('read reports')]
  const write = [limit('saved/write'), gate.project('edit goals'), jsonBody]

  function serve<T>(word: keyof SavedStores, { store, create, edit, shape }: Kind<T>): void {
    const sentences = savedSentences[word]
    const shapeFor = (res: Response, thing: SavedThing<T>) => shape(projectOf(res).timeZone, thing)

    router.post(`/${word}/create`, write, async (req: Request, res: Response) => {
      const { name, definition } = parseInput(create, req.body)
      const made = await store.create(projectOf(res).id, name, definition)
      await noteDeed(trail, res, `${ONE[word]}.created`, String(made.id), projectOf(res).id)
      answer(res, sentences.created, shapeFor(res, made))
    })
    router.get(`/${word}/list`, read, async (_req: Request, res: Response) => {
      const things = await store.list(projectOf(res).id)
      answer(res, sentences.listed, { count: things.length, [word]: things.map((thing) => shapeFor(res, thing)) })
    })
    router.post(`/${word}/edit`, write, async (req: Request, res: Response) => {
      const { id, ...changes } = parseInput(edit, req.body)
      const edited = await store.edit(projectOf(res).id, id, changes)
      await noteDeed(trail, res, `${ONE[word]}.edited`, String(id), projectOf(res).id)
      answer(res, sentences.edited, shapeFor(res, edited))
    })
    router.post(`/${word}/delete`, write, async (req: Request, res: Response) => {
      const { id } = parseInput(deleteSavedInput, req.body)
      await store.delete(projectOf(res).id, id)
      await noteDeed(trail, res, `${ONE[word]}.deleted`, String(id), projectOf(res).id)
      answer(res, sentences.deleted, { id })
    })
    router.all(`/${word}/list`, methodNotAllowed('GET, HEAD'))
    router.all([`/${word}/create`, `/${word}/edit`, `/${word}/delete`], methodNotAllowed('POST'))
  }

  serve('goals', { store: saved.goals, create: createGoalInput, edit: editGoalInput, shape: goalAnswer })
  serve('funnels', { store: saved.funnels, create: createFunnelInput, edit: editFunnelInput, shape: funnelAnswer })
  serve('segments', { store: saved.segments, create: createSegmentInput, edit: editSegmentInput, shape: segmentAnswer })
  return router
}
