import type { Request, RequestHandler, Response } from 'express'
import { Router } from 'express'
import { decodeCursor } from '../lib/core/cursor.ts'
import { refuseLoop } from '../lib/links/destination.ts'
import {
  createdLinkAnswer,
  editedLinkAnswer,
  linkAnswer,
  linkListAnswer,
  linkSentences,
} from '../lib/links/link-answers.ts'
import {
  createLinkInput,
  deleteLinkInput,
  editLinkInput,
  linkDetailInput,
  linkListInput,
  linkQrInput,
} from '../lib/links/link-input.ts'
import { qrCode } from '../lib/links/qr-code.ts'
import type { LinkStore } from '../lib/links/link-store.ts'
import type { Project } from '../lib/projects/project.ts'
import { parseInput } from '../lib/core/input.ts'
import type { RouteFamily } from '../lib/rate-limit/limits.ts'
import type { Trail } from '../lib/accounts/trail.ts'
import type { Gate } from './middleware/allow.ts'
import { answer } from './middleware/answer.ts'
import { isGivenUp } from './middleware/answer-within.ts'
import { methodNotAllowed } from './middleware/fail.ts'
import { jsonBody } from './middleware/json-body.ts'
import { noteDeed } from './middleware/note-deed.ts'

interface Parts {
  readonly links: LinkStore
  /** Where browsers reach this install. */
  readonly base: string
  /** As the setting: empty, or `/stats`. */
  readonly basePath: string
  readonly limit: (family: RouteFamily) => RequestHandler
  readonly gate: Pick<Gate, 'project'>
  readonly trail: Trail
  readonly projectOf: (res: Response) => Project
}

/** `/api/links/*`, to be mounted there. Checks in Micrologs' order: method, rate, key, body, fields. */
export function linkRoutes({ links, base, basePath, limit, gate, trail, projectOf }: Parts): Router {
  const router = Router()
  const read = [limit('links/read'), gate.project('read links')]
  const write = [limit('links/write'), gate.project('edit links'), jsonBody]
  const settingOf = (res: Response) => ({ base, timeZone: projectOf(res).timeZone })
  /** Where this install is reached: as the owner says, and as this request did. */
  const placesOf = (req: Request) => [base, `http://${req.get('host') ?? ''}${basePath}`]

  router.post('/create', write, async (req: Request, res: Response) => {
    const wishes = parseInput(createLinkInput, req.body)
    refuseLoop(wishes.destination, placesOf(req))
    const link = await links.create(projectOf(res).id, wishes)
    await noteDeed(trail, res, 'link.created', link.code, projectOf(res).id)
    answer(res, linkSentences.created, createdLinkAnswer(link, settingOf(res)))
  })

  router.get('/list', read, async (req: Request, res: Response) => {
    const { limit: most, cursor } = parseInput(linkListInput, req.query)
    const piece = await links.list(projectOf(res).id, { limit: most, after: decodeCursor(cursor, 1)?.[0] })
    answer(res, linkSentences.listed, linkListAnswer(piece, settingOf(res)))
  })

  router.get('/detail', read, async (req: Request, res: Response) => {
    const { code } = parseInput(linkDetailInput, req.query)
    const link = await links.find(projectOf(res).id, code)
    answer(res, linkSentences.found, linkAnswer(link, settingOf(res)))
  })

  router.get('/qr', read, async (req: Request, res: Response) => {
    const { code, format, size } = parseInput(linkQrInput, req.query)
    const link = await links.find(projectOf(res).id, code)
    const { type, body } = await qrCode(`${base}/l/${link.code}`, { format, size })
    if (isGivenUp(res)) return
    res.type(type).send(body)
  })

  router.post('/edit', write, async (req: Request, res: Response) => {
    const { code, changes } = parseInput(editLinkInput, req.body)
    if (changes.destination !== undefined) refuseLoop(changes.destination, placesOf(req))
    const link = await links.edit(projectOf(res).id, code, changes)
    await noteDeed(trail, res, 'link.edited', code, projectOf(res).id)
    answer(res, linkSentences.edited, editedLinkAnswer(link, settingOf(res)))
  })

  router.post('/delete', write, async (req: Request, res: Response) => {
    const { code } = parseInput(deleteLinkInput, req.body)
    await links.delete(projectOf(res).id, code)
    await noteDeed(trail, res, 'link.deleted', code, projectOf(res).id)
    answer(res, linkSentences.deleted, { code })
  })

  router.all(['/list', '/detail', '/qr'], methodNotAllowed('GET, HEAD'))
  router.all(['/create', '/edit', '/delete'], methodNotAllowed('POST'))
  return router
}
