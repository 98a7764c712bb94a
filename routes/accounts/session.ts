import type { Request, Response } from 'express'
import { Router } from 'express'
import { sessionAnswer } from '../../lib/accounts/account-answers.ts'
import { codeInput, endSessionInput, signInInput, tokenInput } from '../../lib/accounts/account-input.ts'
import { accountSentences as sentences } from '../../lib/accounts/account-sentences.ts'
import { AppError } from '../../lib/core/errors.ts'
import { parseInput } from '../../lib/core/input.ts'
import { personOf } from '../middleware/allow.ts'
import { answer } from '../middleware/answer.ts'
import { methodNotAllowed } from '../middleware/fail.ts'
import { jsonBody } from '../middleware/json-body.ts'
import { sameSite } from '../middleware/same-site.ts'
import type { AccountParts, AccountTools } from './parts.ts'

/** `/api/session/*`, to be mounted there: signing in and out, and where else one is signed in. */
export function sessionRoutes(
  { accounts, signIn, gate, cookie, limit, database }: AccountParts,
  tools: AccountTools,
): Router {
  const { sessions } = accounts
  const router = Router()
  const enter = [limit('session/open'), sameSite, jsonBody]
  const read = [limit('accounts/read'), gate.person]
  const change = [limit('accounts/write'), gate.person]

  router.get('/current', limit('accounts/read'), async (req: Request, res: Response) => {
    const found = database.isNeeded ? undefined : await gate.session(req)
    answer(res, sentences.session, await tools.stateOfFound(found))
  })

  router.post('/sign-in', enter, async (req: Request, res: Response) => {
    const { email, password } = parseInput(signInInput, req.body)
    const signedIn = await signIn.withPassword(email, password, tools.browserOf(req))
    answer(res, sentences.signedIn(signedIn), await tools.welcome(req, res, signedIn))
  })

  router.post('/second-factor', enter, async (req: Request, res: Response) => {
    const { code } = parseInput(codeInput, req.body)
    const found = await gate.session(req)
    if (found?.session.isHalf !== true) throw new AppError('unauthorized', 'Sign in with your password first.')
    const signedIn = await signIn.withCode(found, code, tools.browserOf(req))
    answer(res, sentences.signedIn(signedIn), await tools.welcome(req, res, signedIn))
  })

  router.post('/link', enter, async (req: Request, res: Response) => {
    const { token } = parseInput(tokenInput, req.body)
    const signedIn = await signIn.withLink(token, tools.browserOf(req))
    answer(res, sentences.signedIn(signedIn), await tools.welcome(req, res, signedIn))
  })

  router.post('/sign-out', limit('accounts/write'), sameSite, async (req: Request, res: Response) => {
    const found = await gate.session(req)
    if (found !== undefined) await sessions.end(found.person.id, found.session.id)
    cookie.clear(req, res)
    answer(res, sentences.signedOut, await tools.stateOf(undefined))
  })

  router.get('/list', read, async (_req: Request, res: Response) => {
    const { person, session } = personOf(res)
    const all = await sessions.list(person.id)
    answer(res, sentences.sessions, { sessions: all.map((one) => sessionAnswer(one, session.id)) })
  })

  router.post('/end', change, jsonBody, async (req: Request, res: Response) => {
    const { id } = parseInput(endSessionInput, req.body)
    if (!(await sessions.end(personOf(res).person.id, id))) throw new AppError('not_found', 'There is no such session.')
    answer(res, sentences.ended, { ended: 1 })
  })

  router.post('/end-others', change, async (_req: Request, res: Response) => {
    const { person, session } = personOf(res)
    answer(res, sentences.ended, { ended: await sessions.endAll(person.id, session.id) })
  })

  router.all(['/current', '/list'], methodNotAllowed('GET, HEAD'))
  router.all(['/sign-in', '/second-factor', '/link', '/sign-out', '/end', '/end-others'], methodNotAllowed('POST'))
  return router
}
