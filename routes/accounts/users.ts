import type { Request, Response } from 'express'
import { Router } from 'express'
import { linkOf, userAnswer } from '../../lib/accounts/account-answers.ts'
import { setOwnerInput, setRoleInput, userInput } from '../../lib/accounts/account-input.ts'
import { accountSentences as sentences } from '../../lib/accounts/account-sentences.ts'
import type { Person } from '../../lib/accounts/person.ts'
import { AppError } from '../../lib/core/errors.ts'
import { parseInput } from '../../lib/core/input.ts'
import type { LinkAnswer } from '../../lib/wire/accounts.ts'
import { mayEnter, namedProject, personOf } from '../middleware/allow.ts'
import { answer } from '../middleware/answer.ts'
import { methodNotAllowed } from '../middleware/fail.ts'
import { jsonBody } from '../middleware/json-body.ts'
import type { AccountParts, AccountTools } from './parts.ts'

/** `/api/users/*`, to be mounted there: for owners all people, for administrators those of their project. */
export function userRoutes({ accounts, gate, limit, base }: AccountParts, tools: AccountTools): Router {
  const { users, links } = accounts
  const router = Router()
  const change = [limit('accounts/write'), gate.person, jsonBody]

  /** One that the asker may know of. */
  async function find(res: Response, id: number, project?: number): Promise<Person> {
    const person = await users.find(id)
    const { person: asker } = personOf(res)
    if (asker.isOwner || (project !== undefined && person.roles.has(project))) return person
    throw new AppError('not_found', 'There is no such user.')
  }

  router.get('/list', limit('accounts/read'), gate.person, async (req, res) => {
    const named = namedProject(req)
    const project = named === undefined ? undefined : Number(named)
    mayEnter(res, project === undefined ? 'manage users' : 'manage members', project)
    const all = await users.all()
    const some = project === undefined ? all : all.filter(({ roles, isOwner }) => isOwner || roles.has(project))
    const shown = tools.visible(res).filter(({ id }) => project === undefined || id === project)
    answer(res, sentences.users, { users: some.map((person) => userAnswer(person, shown)) })
  })

  router.post('/role', change, async (req: Request, res: Response) => {
    const { user, project, role } = parseInput(setRoleInput, req.body)
    mayEnter(res, 'manage members', project)
    if (!tools.visible(res).some(({ id }) => id === project)) throw new AppError('not_found', 'Project not found')
    const before = await find(res, user, project)
    const person = await users.setRole(user, project, role ?? undefined)
    const context = { before: before.roles.get(project) ?? null, role }
    await tools.note(res, 'member.role-changed', person.email, context, project)
    answer(res, sentences.userChanged, userAnswer(person, tools.visible(res)))
  })

  router.post('/owner', change, async (req: Request, res: Response) => {
    const { user, is_owner } = parseInput(setOwnerInput, req.body)
    mayEnter(res, 'manage users')
    const person = await users.setOwner((await find(res, user)).id, is_owner)
    await tools.note(res, is_owner ? 'user.owner-made' : 'user.owner-unmade', person.email)
    answer(res, sentences.userChanged, userAnswer(person, tools.visible(res)))
  })

  router.post('/sign-in-link', change, async (req: Request, res: Response) => {
    const { user } = parseInput(userInput, req.body)
    mayEnter(res, 'manage users')
    const person = await find(res, user)
    const { token, endsAt } = await links.make(person.id)
    await tools.note(res, 'user.sign-in-link-made', person.email)
    const link: LinkAnswer = { url: linkOf(base, 'signin', token), ends_at: new Date(endsAt).toISOString() }
    answer(res, sentences.linkMade, link)
  })

  router.post('/delete', change, async (req: Request, res: Response) => {
    const { user } = parseInput(userInput, req.body)
    mayEnter(res, 'manage users')
    const person = await users.delete(user)
    await tools.note(res, 'user.deleted', person.email)
    answer(res, sentences.userDeleted, { id: person.id, email: person.email })
  })

  router.all('/list', methodNotAllowed('GET, HEAD'))
  router.all(['/role', '/owner', '/sign-in-link', '/delete'], methodNotAllowed('POST'))
  return router
}
