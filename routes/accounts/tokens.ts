import type { Request, Response } from 'express'
import { Router } from 'express'
import { tokenAnswer } from '../../lib/accounts/account-answers.ts'
import { createTokenInput, revokeTokenInput } from '../../lib/accounts/account-input.ts'
import { accountSentences as sentences } from '../../lib/accounts/account-sentences.ts'
import { DAY } from '../../lib/core/clock.ts'
import { AppError } from '../../lib/core/errors.ts'
import { parseInput } from '../../lib/core/input.ts'
import { mayEnter, personOf } from '../middleware/allow.ts'
import { answer } from '../middleware/answer.ts'
import { methodNotAllowed } from '../middleware/fail.ts'
import { jsonBody } from '../middleware/json-body.ts'
import type { AccountParts, AccountTools } from './parts.ts'

/** `/api/tokens/*`, to be mounted there: people's own tokens; owners see and revoke all. */
export function tokenRoutes({ accounts, gate, limit }: AccountParts, tools: AccountTools): Router {
  const { tokens, users } = accounts
  const router = Router()
  const change = [limit('accounts/write'), gate.person, jsonBody]

  router.get('/list', limit('accounts/read'), gate.person, async (req, res) => {
    const { person } = personOf(res)
    const isAll = req.query.all === '1'
    if (isAll) mayEnter(res, 'manage users')
    const all = await tokens.list(isAll ? undefined : person.id)
    const names = new Map(isAll ? (await users.all()).map(({ id, email }) => [id, email]) : [[person.id, person.email]])
    answer(res, sentences.tokens, { tokens: all.map((token) => tokenAnswer(token, names.get(token.person) ?? '')) })
  })

  router.post('/create', change, async (req: Request, res: Response) => {
    const { name, scope, projects: named, days } = parseInput(createTokenInput, req.body)
    const { person } = personOf(res)
    const projects = named === 'all' ? named : [...new Set(named)]
    const visible = tools.visible(res).map(({ id }) => id)
    if (projects !== 'all' && !projects.every((id) => visible.includes(id)))
      throw new AppError('not_found', 'Project not found')
    const lifetime = days === null || days === undefined ? undefined : days * DAY
    const { token, secret } = await tokens.create(person.id, { name, scope, projects, lifetime })
    await tools.note(res, 'token.made', name, { token: token.id, scope, projects })
    answer(res, sentences.tokenMade, { ...tokenAnswer(token, person.email), token: secret })
  })

  router.post('/revoke', change, async (req: Request, res: Response) => {
    const { id } = parseInput(revokeTokenInput, req.body)
    const { person } = personOf(res)
    const token = await tokens.revoke(id, person.isOwner ? undefined : person.id)
    await tools.note(res, 'token.revoked', token.name, { token: id })
    answer(res, sentences.tokenRevoked, { id })
  })

  router.all('/list', methodNotAllowed('GET, HEAD'))
  router.all(['/create', '/revoke'], methodNotAllowed('POST'))
  return router
}
