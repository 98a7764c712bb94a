import type { Request, Response } from 'express'
import { Router } from 'express'
import { cleanEmail, providerInput } from '../../lib/accounts/account-input.ts'
import { accountSentences as sentences } from '../../lib/accounts/account-sentences.ts'
import type { Person } from '../../lib/accounts/person.ts'
import type { Claims, Provider } from '../../lib/accounts/provider.ts'
import type { SignedIn } from '../../lib/accounts/sign-in.ts'
import { INSTALL_LOG } from '../../lib/accounts/trail.ts'
import { MINUTE } from '../../lib/core/clock.ts'
import { AppError } from '../../lib/core/errors.ts'
import { parseInput } from '../../lib/core/input.ts'
import type { Log } from '../../lib/core/log.ts'
import { answer } from '../middleware/answer.ts'
import { methodNotAllowed, refusalOf } from '../middleware/fail.ts'
import { jsonBody } from '../middleware/json-body.ts'
import { sameSite } from '../middleware/same-site.ts'
import { accepter } from './accept-invitation.ts'
import type { AccountParts, AccountTools } from './parts.ts'

/** What the browser keeps on its way to the provider and back. */
const COOKIE = 'provider'
const PATIENCE = 10 * MINUTE

/** `/api/session/provider*`, to be mounted at `/api/session`: signing in with an OpenID provider. */
export function providerRoutes(parts: AccountParts & { readonly log: Log }, tools: AccountTools): Router {
  const { signIn, accounts, cookie, limit, base, provider, log } = parts
  const { users, identities, trail } = accounts
  const accept = accepter(parts)
  const router = Router()

  router.post('/provider', limit('session/open'), sameSite, jsonBody, async (req: Request, res: Response) => {
    const { invitation = '' } = parseInput(providerInput, req.body)
    const { url, memory } = await required(provider).begin(invitation)
    cookie.setOther(req, res, COOKIE, memory, PATIENCE)
    answer(res, sentences.toProvider, { url })
  })

  // A page that the provider sends the browser to: the one answer that leads on, to our own page, with or without a session.
  router.get('/provider-callback', limit('session/open'), async (req: Request, res: Response) => {
    const remembered = cookie.readOther(req, COOKIE) ?? ''
    cookie.setOther(req, res, COOKIE, '', 0)
    try {
      const query = req.originalUrl.split('?')[1] ?? ''
      const { claims, invitation } = await required(provider).finish(query, remembered)
      const signedIn = await enter(req, claims, invitation)
      await tools.welcome(req, res, signedIn)
      lead(res, `${base}/`)
    } catch (fault) {
      const { code } = refusalOf(log, fault, req)
      lead(res, `${base}/#signin-failed=${code}`)
    }
  })

  /** The account of whom the provider knows: linked before, with the same verified address, or invited now. */
  async function enter(req: Request, claims: Claims, invitation: string): Promise<SignedIn> {
    const browser = tools.browserOf(req)
    const known = (await identities.find(claims)) ?? (await byEmail(claims))
    if (invitation === '') {
      if (known === undefined) throw new AppError('forbidden', 'Nobody with this address has an account here.')
      return signIn.open(known, 'provider', browser)
    }
    const found = await accept.find(invitation)
    const person = known ?? (await accept.asNewPerson(found, { email: required(claims.email), name: claims.name }))
    const member = known === undefined ? person : await accept.asPerson(found, person)
    await identities.link(claims, member.id)
    return signIn.open(member, 'provider', browser)
  }

  async function byEmail(claims: Claims): Promise<Person | undefined> {
    const person = claims.email === undefined ? undefined : await users.byEmail(cleanEmail(claims.email))
    if (person === undefined) return undefined
    await identities.link(claims, person.id)
    const context = { issuer: claims.issuer }
    const deed = { project: INSTALL_LOG, actor: person.email, action: 'account.provider-linked', context }
    await trail.note({ ...deed, target: person.email })
    return person
  }

  router.all('/provider', methodNotAllowed('POST'))
  router.all('/provider-callback', methodNotAllowed('GET, HEAD'))
  return router
}

const lead = (res: Response, to: string) => res.status(303).set('Location', to).end()

function required<T extends Provider | string>(given: T | undefined): T {
  if (given === undefined)
    throw new AppError('not_found', 'There is no provider to sign in with, or no address from it.')
  return given
}
