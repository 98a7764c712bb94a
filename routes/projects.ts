import type { RequestHandler } from 'express'
import { Router } from 'express'
import {
  createdAnswer,
  deletedAnswer,
  editedAnswer,
  listAnswer,
  rotatedAnswer,
  sentences,
  toggledAnswer,
  verifiedAnswer,
} from '../lib/projects/project-answers.ts'
import { parseInput } from '../lib/core/input.ts'
import {
  createInput,
  deleteInput,
  editInput,
  regenerateInput,
  toggleInput,
  verifyInput,
} from '../lib/projects/project-input.ts'
import type { ProjectStore } from '../lib/projects/project-store.ts'
import type { RouteFamily } from '../lib/rate-limit/limits.ts'
import { answer } from './middleware/answer.ts'
import { methodNotAllowed } from './middleware/fail.ts'
import { jsonBody } from './middleware/json-body.ts'

interface Parts {
  readonly store: ProjectStore
  readonly requireAdmin: RequestHandler
  readonly limit: (family: RouteFamily) => RequestHandler
}

/** `/api/projects/*`, to be mounted there. Checks in Micrologs' order: method, rate, key, body, fields. */
export function projectRoutes({ store, requireAdmin, limit }: Parts): Router {
  const router = Router()

  router.post('/create', limit('projects/create'), requireAdmin, jsonBody, async (req, res) => {
    const created = await store.create(parseInput(createInput, req.body))
    answer(res, sentences.created, createdAnswer(created))
  })

  router.get('/list', limit('projects/list'), requireAdmin, async (_req, res) => {
    answer(res, sentences.listed, listAnswer(await store.list()))
  })

  router.post('/edit', limit('projects/edit'), requireAdmin, jsonBody, async (req, res) => {
    const { id, wishes } = parseInput(editInput, req.body)
    answer(res, sentences.edited, editedAnswer(await store.edit(id, wishes)))
  })

  router.post('/toggle', limit('projects/toggle'), requireAdmin, jsonBody, async (req, res) => {
    const { id, is_active } = parseInput(toggleInput, req.body)
    const project = await store.toggle(id, is_active ?? undefined)
    answer(res, sentences.toggled(project), toggledAnswer(project))
  })

  router.post('/regenerate-keys', limit('projects/regenerate-keys'), requireAdmin, jsonBody, async (req, res) => {
    const rotate = parseInput(regenerateInput, req.body)
    const rotated = await store.regenerateKeys(rotate.id, rotate)
    answer(res, sentences.rotated(rotate), rotatedAnswer(rotated, rotate))
  })

  router.post('/delete', limit('projects/delete'), requireAdmin, jsonBody, async (req, res) => {
    const { id, confirm } = parseInput(deleteInput, req.body)
    const project = await store.delete(id, confirm)
    answer(res, sentences.deleted(project), deletedAnswer(project))
  })

  // No admin key: who holds a key may ask whether it is good.
  router.post('/verify', limit('projects/verify'), jsonBody, async (req, res) => {
    const { key } = parseInput(verifyInput, req.body)
    answer(res, sentences.verified, verifiedAnswer(await store.verify(key)))
  })

  router.all('/list', methodNotAllowed('GET, HEAD'))
  router.all(['/create', '/edit', '/toggle', '/regenerate-keys', '/delete', '/verify'], methodNotAllowed('POST'))
  return router
}
