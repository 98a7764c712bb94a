import type { Request, RequestHandler, Response } from 'express'
import { Router } from 'express'
import { sharedAnswer, shareAnswer, shareMade, shareSentences as sentences } from '../lib/accounts/share-answers.ts'
import { createShareInput, deleteShareInput, editShareInput, unlockShareInput } from '../lib/accounts/share-input.ts'
import type { Share, ShareStore } from '../lib/accounts/share-store.ts'
import type { Trail } from '../lib/accounts/trail.ts'
import type { Clock } from '../lib/core/clock.ts'
import { AppError } from '../lib/core/errors.ts'
import { parseInput } from '../lib/core/input.ts'
import type { Project } from '../lib/projects/project.ts'
import type { Limiter } from '../lib/rate-limit/check-limit.ts'
import type { RouteFamily } from '../lib/rate-limit/limits.ts'
import type { ShareList, ShareUnlocked } from '../lib/wire/shares.ts'
import type { Gate } from './middleware/allow.ts'
import { projectOf } from './middleware/allow.ts'
import { answer } from './middleware/answer.ts'
import { methodNotAllowed } from './middleware/fail.ts'
import { jsonBody } from './middleware/json-body.ts'
import { noteDeed } from './middleware/note-deed.ts'
import { refuseOver } from './refuse-over.ts'

interface Parts {
  readonly shares: ShareStore
  readonly gate: Pick<Gate, 'project'>
  readonly trail: Trail
  readonly clock: Clock
  readonly limit: (family: RouteFamily) => RequestHandler
  readonly limiter: Limiter
  readonly projects: () => readonly Project[]
  /** Where browsers reach this install. */
  readonly base: string
}

/** `/api/shares/*`, to be mounted there. `open` and `unlock` are for who has the link, the others for who administers. */
export function shareRoutes(parts: Parts): Router {
  const { shares, gate, trail, clock, limit, limiter, projects, base } = parts
  const router = Router()
  const read = [limit('accounts/read'), gate.project('share reports')]
  const write = [limit('accounts/write'), gate.project('share reports'), jsonBody]
  const note = (res: Response, deed: string, share: Share) =>
    noteDeed(trail, res, `share.${deed}`, share.name, share.project, { share: share.id })

  router.get('/list', read, async (_req: Request, res: Response) => {
    const found = await shares.list(projectOf(res).id)
    answer(res, sentences.listed, { count: found.length, shares: found.map(shareAnswer) } satisfies ShareList)
  })

  router.post('/create', write, async (req: Request, res: Response) => {
    const { endsAt, ...wishes } = parseInput(createShareInput, req.body)
    const { share, token } = await shares.create(projectOf(res).id, { ...wishes, endsAt: endsAt(clock.now()) })
    await note(res, 'made', share)
    answer(res, sentences.made, shareMade(share, token, base))
  })

  router.post('/edit', write, async (req: Request, res: Response) => {
    const { id, endsAt, ...changes } = parseInput(editShareInput, req.body)
    const edited = await shares.edit(projectOf(res).id, id, { ...changes, endsAt: endsAt?.(clock.now()) })
    const { share, token } = edited
    await note(res, 'edited', share)
    if (token === undefined) answer(res, sentences.edited, shareAnswer(share))
    else answer(res, sentences.renewed, shareMade(share, token, base))
  })

  router.post('/delete', write, async (req: Request, res: Response) => {
    const { id } = parseInput(deleteShareInput, req.body)
    await note(res, 'deleted', await shares.delete(projectOf(res).id, id))
    answer(res, sentences.deleted, { id })
  })

  /** What was asked for by its link: one that is there, of a project that is on. */
  async function asked(req: Request): Promise<{ share: Share; project: Project }> {
    const share = await shares.find(req.get('x-share-token') ?? '')
    const project = share && projects().find(({ id, isActive }) => id === share.project && isActive)
    if (share === undefined || project === undefined)
      throw new AppError('not_found', 'This link works no more. Ask whoever gave it to you for another one.')
    return { share, project }
  }

  router.get('/open', limit('shares/open'), async (req, res) => {
    const { share, project } = await asked(req)
    if (shares.isOpen(share, req.get('x-share-proof'))) answer(res, sentences.found, sharedAnswer(share, project))
    else answer(res, sentences.locked, { state: 'locked' })
  })

  router.post('/unlock', limit('session/open'), jsonBody, async (req, res) => {
    const { password } = parseInput(unlockShareInput, req.body)
    const { share } = await asked(req)
    for (const family of ['sign-in/minute', 'sign-in/quarter', 'sign-in/day'] as const)
      refuseOver(limiter.check(family, `share ${share.id}`))
    const { proof, endsAt } = await shares.unlock(share, password)
    answer(res, sentences.unlocked, { proof, ends_at: new Date(endsAt).toISOString() } satisfies ShareUnlocked)
  })

  router.all(['/list', '/open'], methodNotAllowed('GET, HEAD'))
  router.all(['/create', '/edit', '/delete', '/unlock'], methodNotAllowed('POST'))
  return router
}
