import { userAnswer } from '../../accounts/account-answers.ts'
import { PROJECT_ROLES } from '../../accounts/permissions.ts'
import type { Person } from '../../accounts/person.ts'
import { INSTALL_LOG } from '../../accounts/trail.ts'
import { AppError } from '../../core/errors.ts'
import type { Command, Given } from '../command.ts'
import { UsageError } from '../command.ts'
import type { CommandServices } from '../command-services.ts'
import { idOption } from '../project-options.ts'
import { COMMAND_LINE, emailOption, findUser } from '../user-options.ts'

const NONE = 'none'

export const userRole: Command = {
  name: 'user role',
  summary: 'Say what an account may do: in a project, or as an owner of all',
  operand: 'email',
  options: {
    email: emailOption,
    project: { ...idOption },
    role: { type: 'string', value: `<${[...PROJECT_ROLES, NONE].join('|')}>`, about: 'In that project' },
    owner: { type: 'boolean', about: 'Owner of the install; --no-owner takes it away' },
  },
  run: async (given, services) => {
    const isOwner = given.flag('owner')
    const person = isOwner === undefined ? await inProject(given, services) : await asOwner(given, services, isOwner)
    const projects = await (await services.projects()).all()
    const answer = userAnswer(person, projects)
    const roles = answer.projects.map(({ name, role }) => `${role} of ${name}`)
    const may = person.isOwner ? 'owner of the install' : roles.join(', ') || 'in no project'
    return { text: `${person.email}: ${may}.`, data: answer }
  },
}

async function asOwner(given: Given, services: CommandServices, isOwner: boolean): Promise<Person> {
  const { users, trail } = await services.accounts()
  const { id, email } = await findUser(await services.accounts(), given)
  const person = await users.setOwner(id, isOwner)
  const action = isOwner ? 'user.owner-made' : 'user.owner-unmade'
  await trail.note({ project: INSTALL_LOG, actor: COMMAND_LINE, action, target: email })
  return person
}

async function inProject(given: Given, services: CommandServices): Promise<Person> {
  const project = given.whole('project', Number.MAX_SAFE_INTEGER)
  const role = given.text('role')
  const known = PROJECT_ROLES.find((one) => one === role)
  if (project === undefined || role === undefined)
    throw new UsageError(
      'Give --project and --role, or --owner, as in: user role ada@shop.example --project 1 --role admin',
    )
  if (known === undefined && role !== NONE)
    throw new UsageError(`--role must be one of: ${[...PROJECT_ROLES, NONE].join(', ')}`)
  const { users, trail } = await services.accounts()
  const before = await findUser(await services.accounts(), given)
  const projects = await (await services.projects()).all()
  if (!projects.some(({ id }) => id === project)) throw new AppError('not_found', 'Project not found')
  const person = await users.setRole(before.id, project, known)
  const context = { before: before.roles.get(project) ?? null, role: known ?? null }
  const deed = { project, actor: COMMAND_LINE, action: 'member.role-changed', target: person.email, context }
  await trail.note(deed)
  return person
}
