import type { Request, Response } from 'express'
import { Router } from 'express'
import { invitationAnswer, linkOf } from '../../lib/accounts/account-answers.ts'
import { acceptInput, createInvitationInput, invitationInput, tokenInput } from '../../lib/accounts/account-input.ts'
import { accountSentences as sentences } from '../../lib/accounts/account-sentences.ts'
import type { Invitation } from '../../lib/accounts/invitation-store.ts'
import { INSTALL_LOG } from '../../lib/accounts/trail.ts'
import { DAY } from '../../lib/core/clock.ts'
import { AppError } from '../../lib/core/errors.ts'
import { parseInput } from '../../lib/core/input.ts'
import { mayEnter, namedProject, personOf } from '../middleware/allow.ts'
import { answer } from '../middleware/answer.ts'
import { methodNotAllowed } from '../middleware/fail.ts'
import { jsonBody } from '../middleware/json-body.ts'
import { sameSite } from '../middleware/same-site.ts'
import { accepter } from './accept-invitation.ts'
import type { AccountParts, AccountTools } from './parts.ts'

/** `/api/invitations/*`, to be mounted there. */
export function invitationRoutes(parts: AccountParts, tools: AccountTools): Router {
  const { accounts, signIn, gate, limit, base, clock, projects } = parts
  const { invitations } = accounts
  const accept = accepter(parts)
  const router = Router()
  const enter = [limit('session/open'), sameSite, jsonBody]
  const change = [limit('accounts/write'), gate.person, jsonBody]

  const mayManage = (res: Response, project: number) =>
    project === INSTALL_LOG ? mayEnter(res, 'manage users') : mayEnter(res, 'manage members', project)

  router.post('/create', change, async (req: Request, res: Response) => {
    const { role, project = INSTALL_LOG, email, days } = parseInput(createInvitationInput, req.body)
    mayManage(res, project)
    if (project !== INSTALL_LOG && !projects().some(({ id }) => id === project))
      throw new AppError('not_found', 'Project not found')
    const { invitation, token } = await invitations.create({
      project,
      role,
      email: email ?? '',
      invitedBy: personOf(res).person.id,
      endsAt: clock.now() + days * DAY,
    })
    await tools.note(res, 'invitation.made', email ?? '', { invitation: invitation.id, role }, project)
    const url = linkOf(base, 'invitation', token)
    answer(res, sentences.invited, { ...invitationAnswer(invitation, projects()), url })
  })

  router.get('/list', limit('accounts/read'), gate.person, async (req, res) => {
    const named = namedProject(req)
    if (named === undefined) mayEnter(res, 'manage users')
    else mayEnter(res, 'manage members', Number(named))
    const all = await invitations.list(named === undefined ? undefined : Number(named))
    answer(res, sentences.invitations, { invitations: all.map((one) => invitationAnswer(one, projects())) })
  })

  router.post('/revoke', change, async (req: Request, res: Response) => {
    const { id } = parseInput(invitationInput, req.body)
    const invitation = await invitations.byId(id)
    mayRevoke(res, invitation)
    await invitations.take(id)
    await tools.note(res, 'invitation.revoked', invitation.email, { invitation: id }, invitation.project)
    answer(res, sentences.invitationRevoked, { id })
  })

  /** Who may not is told what is told of one that is not there. */
  function mayRevoke(res: Response, { project }: Invitation): void {
    try {
      mayManage(res, project)
    } catch (fault) {
      throw new AppError('not_found', 'There is no such invitation.', { cause: fault })
    }
  }

  // By POST, so that the token stands in no log.
  router.post('/look', enter, async (req: Request, res: Response) => {
    const invitation = await accept.find(parseInput(tokenInput, req.body).token)
    const { id: _id, ...shown } = invitationAnswer(invitation, projects())
    answer(res, sentences.invitationFound, shown)
  })

  router.post('/accept', enter, async (req: Request, res: Response) => {
    const given = parseInput(acceptInput, req.body)
    const found = await gate.session(req)
    const invitation = await accept.find(given.token)
    if (found !== undefined && !found.session.isHalf) {
      const person = await accept.asPerson(invitation, found.person)
      answer(res, sentences.accepted, await tools.stateOf(person))
      return
    }
    const person = await accept.asNewPerson(invitation, accept.newcomerOf(invitation, given))
    const signedIn = await signIn.open(person, 'invitation', tools.browserOf(req))
    answer(res, sentences.accepted, await tools.welcome(req, res, signedIn))
  })

  router.all('/list', methodNotAllowed('GET, HEAD'))
  router.all(['/create', '/revoke', '/look', '/accept'], methodNotAllowed('POST'))
  return router
}
