import type { RequestHandler, Response } from 'express'
import { Router } from 'express'
import type { Trail } from '../lib/accounts/trail.ts'
import { INSTALL_LOG } from '../lib/accounts/trail.ts'
import { visibleTo } from '../lib/auth/sender.ts'
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
import type { Gate } from './middleware/allow.ts'
import { mayEnter, senderOf } from './middleware/allow.ts'
import { answer } from './middleware/answer.ts'
import { methodNotAllowed } from './middleware/fail.ts'
import { jsonBody } from './middleware/json-body.ts'
import { noteDeed } from './middleware/note-deed.ts'

interface Parts {
  readonly store: ProjectStore
  readonly gate: Pick<Gate, 'install'>
  readonly trail: Trail
  readonly limit: (family: RouteFamily) => RequestHandler
}

/**
 * `/api/projects/*`, to be mounted there, with the admin key, a token or a session. Checks in Micrologs' order: method, rate, key,
 * body, fields; whether a person may, once the fields have told which project it is about.
 */
export function projectRoutes({ store, gate, trail, limit }: Parts): Router {
  const router = Router()
  const { install } = gate
  /** Notes what was done to a project, in its own log. */
  const note = (res: Response, action: string, { id, name }: { id: number; name: string }, context?: object) =>
    noteDeed(trail, res, action, name, id, context)

  router.post('/create', limit('projects/create'), install, jsonBody, async (req, res) => {
    mayEnter(res, 'create projects')
    const created = await store.create(parseInput(createInput, req.body))
    await note(res, 'project.created', created.project)
    answer(res, sentences.created, createdAnswer(created))
  })

  router.get('/list', limit('projects/list'), install, async (_req, res) => {
    mayEnter(res, 'list projects')
    answer(res, sentences.listed, listAnswer(visibleTo(senderOf(res), await store.list())))
  })

  router.post('/edit', limit('projects/edit'), install, jsonBody, async (req, res) => {
    const { id, wishes } = parseInput(editInput, req.body)
    mayEnter(res, 'edit project', id)
    const project = await store.edit(id, wishes)
    await note(res, 'project.edited', project, wishes)
    answer(res, sentences.edited, editedAnswer(project))
  })

  router.post('/toggle', limit('projects/toggle'), install, jsonBody, async (req, res) => {
    const { id, is_active } = parseInput(toggleInput, req.body)
    mayEnter(res, 'edit project', id)
    const project = await store.toggle(id, is_active ?? undefined)
    await note(res, project.isActive ? 'project.switched-on' : 'project.switched-off', project)
    answer(res, sentences.toggled(project), toggledAnswer(project))
  })

  router.post('/regenerate-keys', limit('projects/regenerate-keys'), install, jsonBody, async (req, res) => {
    const rotate = parseInput(regenerateInput, req.body)
    mayEnter(res, 'change keys', rotate.id)
    const rotated = await store.regenerateKeys(rotate.id, rotate)
    await note(res, 'project.keys-changed', rotated.project, { secret: rotate.secret, public: rotate.public })
    answer(res, sentences.rotated(rotate), rotatedAnswer(rotated, rotate))
  })

  router.post('/delete', limit('projects/delete'), install, jsonBody, async (req, res) => {
    const { id, confirm } = parseInput(deleteInput, req.body)
    mayEnter(res, 'delete project', id)
    const project = await store.delete(id, confirm)
    // Its own log is gone with it.
    await note(res, 'project.deleted', { id: INSTALL_LOG, name: project.name }, { project: id })
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
