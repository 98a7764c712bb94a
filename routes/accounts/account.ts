import type { Request, Response } from 'express'
import { Router } from 'express'
import {
  changePasswordInput,
  codeInput,
  editAccountInput,
  isOwnEmail,
  setupInput,
  startSecondFactorInput,
} from '../../lib/accounts/account-input.ts'
import { accountSentences as sentences } from '../../lib/accounts/account-sentences.ts'
import { MINUTE } from '../../lib/core/clock.ts'
import { AppError } from '../../lib/core/errors.ts'
import { parseInput } from '../../lib/core/input.ts'
import { personOf } from '../middleware/allow.ts'
import { answer } from '../middleware/answer.ts'
import { methodNotAllowed } from '../middleware/fail.ts'
import { jsonBody } from '../middleware/json-body.ts'
import { sameSite } from '../middleware/same-site.ts'
import type { AccountParts, AccountTools } from './parts.ts'

/** Who came in by a link has perhaps forgotten the password, and may set a new one so long. */
const LINK_TRUSTED_FOR = 30 * MINUTE

/** `/api/account/*`, to be mounted there: the first owner, and what people do to their own account. */
export function accountRoutes(parts: AccountParts, tools: AccountTools): Router {
  const { accounts, signIn, gate, limit, clock } = parts
  const { users, sessions, links, passwords, secondFactor, setupCode, trail } = accounts
  const router = Router()
  const change = [limit('accounts/write'), gate.person, jsonBody]

  /** That it is the person, not somebody at their desk. */
  async function requirePassword(res: Response, given: string | undefined, { byLink = false } = {}): Promise<void> {
    const { person, session } = personOf(res)
    if (person.passwordHash === '') return
    if (byLink && session.method === 'link' && clock.now() - session.createdAt < LINK_TRUSTED_FOR) return
    signIn.throttle(`account ${person.id}`)
    const { isRight } = await passwords.check(given ?? '', person.passwordHash)
    if (!isRight) throw new AppError('forbidden', 'The current password is wrong.')
  }

  async function requireCode(res: Response, code: string): Promise<void> {
    const { person } = personOf(res)
    signIn.throttle(`code ${person.id}`)
    if ((await secondFactor.check(person, code)) === undefined)
      throw new AppError('forbidden', 'The code is wrong, or was used before.')
  }

  const myself = async (res: Response) => tools.stateOf(await users.find(personOf(res).person.id))

  router.get('/setup', limit('accounts/read'), async (_req, res) => {
    answer(res, sentences.setup, { needed: !(await tools.isSetUp()) })
  })

  router.post('/setup', limit('session/open'), sameSite, jsonBody, async (req, res) => {
    const { code, email, password, name = '' } = parseInput(setupInput, req.body)
    if (await users.hasOwner()) throw new AppError('conflict', 'This install has an owner already. Sign in.')
    const browser = tools.browserOf(req)
    signIn.throttle(`setup ${browser.client}`)
    setupCode.require(code)
    const person = await users.createFirstOwner({ email, name, password: await passwords.hash(password) })
    setupCode.remove()
    await trail.note({ project: 0, actor: email, action: 'account.set-up' })
    answer(res, sentences.setUp, await tools.welcome(req, res, await signIn.open(person, 'setup', browser)))
  })

  router.post('/edit', change, async (req: Request, res: Response) => {
    const { name, email, current_password } = parseInput(editAccountInput, req.body)
    const { person } = personOf(res)
    const isNewEmail = email !== undefined && email !== person.email
    if (isNewEmail) await requirePassword(res, current_password, { byLink: true })
    await users.edit(person.id, { name, email })
    if (isNewEmail) await tools.note(res, 'account.email-changed', email, { before: person.email })
    answer(res, sentences.edited, await myself(res))
  })

  router.post('/password', change, async (req: Request, res: Response) => {
    const { current_password, new_password } = parseInput(changePasswordInput, req.body)
    const { person, session } = personOf(res)
    if (isOwnEmail(new_password, person.email))
      throw new AppError('invalid_input', 'password must not be the e-mail address')
    await requirePassword(res, current_password, { byLink: true })
    await users.setPassword(person.id, await passwords.hash(new_password))
    await sessions.endAll(person.id)
    await links.forget(person.id)
    await tools.note(res, 'account.password-changed', person.email)
    const { agent } = session
    const token = await sessions.open(person.id, { method: 'password', agent, isHalf: false })
    const fresh = await users.find(person.id)
    answer(res, sentences.passwordChanged, await tools.welcome(req, res, { person: fresh, token, isHalf: false }))
  })

  router.post('/second-factor-start', change, async (req: Request, res: Response) => {
    const { current_password } = parseInput(startSecondFactorInput, req.body)
    const { person } = personOf(res)
    if (person.totpSecret !== '')
      throw new AppError('conflict', 'The second factor is on already. Switch it off first.')
    await requirePassword(res, current_password)
    answer(res, sentences.offered, await secondFactor.offer(person))
  })

  router.post('/second-factor-confirm', change, async (req: Request, res: Response) => {
    const { code } = parseInput(codeInput, req.body)
    const { person } = personOf(res)
    signIn.throttle(`code ${person.id}`)
    const recovery_codes = await secondFactor.confirm(person, code)
    await tools.note(res, 'account.second-factor-on', person.email)
    answer(res, sentences.switchedOn, { recovery_codes })
  })

  router.post('/second-factor-remove', change, async (req: Request, res: Response) => {
    const { code } = parseInput(codeInput, req.body)
    const { person } = personOf(res)
    await requireCode(res, code)
    await secondFactor.remove(person.id)
    await tools.note(res, 'account.second-factor-off', person.email)
    answer(res, sentences.switchedOff, await myself(res))
  })

  router.post('/recovery-codes', change, async (req: Request, res: Response) => {
    const { code } = parseInput(codeInput, req.body)
    const { person } = personOf(res)
    await requireCode(res, code)
    const recovery_codes = await secondFactor.renewCodes(person.id)
    await tools.note(res, 'account.recovery-codes-renewed', person.email)
    answer(res, sentences.codesRenewed, { recovery_codes })
  })

  router.all('/setup', methodNotAllowed('GET, HEAD, POST'))
  const posts = ['second-factor-start', 'second-factor-confirm', 'second-factor-remove', 'recovery-codes']
  router.all(
    ['edit', 'password', ...posts].map((name) => `/${name}`),
    methodNotAllowed('POST'),
  )
  return router
}
