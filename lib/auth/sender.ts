import type { Person } from '../accounts/person.ts'
import { roleIn } from '../accounts/person.ts'
import type { Action, Role } from '../accounts/permissions.ts'
import { PERMISSIONS, roleMay, scopeMay, shareMay } from '../accounts/permissions.ts'
import type { Share } from '../accounts/share-store.ts'
import type { Session } from '../accounts/session-store.ts'
import type { ApiToken } from '../accounts/token-store.ts'
import { INSTALL_LOG } from '../accounts/trail.ts'
import { AppError } from '../core/errors.ts'
import type { Project } from '../projects/project.ts'

/** Who sends a request that is not a browser's message. */
export type Sender =
  | { readonly kind: 'key'; readonly project: Project }
  /** The install's `ADMIN_KEY`. */
  | { readonly kind: 'admin key' }
  | { readonly kind: 'session'; readonly person: Person; readonly session: Session }
  | { readonly kind: 'token'; readonly person: Person; readonly token: ApiToken }
  /** Whoever has the link of a shared dashboard. */
  | { readonly kind: 'share'; readonly share: Share; readonly project: Project }

/** How an audit entry names them. */
export function actorOf(sender: Sender): string {
  switch (sender.kind) {
    case 'key':
      return 'secret key'
    case 'admin key':
      return 'admin key'
    case 'session':
      return sender.person.email
    case 'token':
      return `${sender.person.email} (token ${sender.token.name})`
    case 'share':
      return `shared dashboard ${sender.share.name}`
  }
}

const forbidden = () => new AppError('forbidden', 'You may not do this. Ask an administrator for the right to.')
/** Also for a project that the sender may not know of: who may not see it learns nothing of it. */
const notFound = () => new AppError('not_found', 'Project not found')

/**
 * Lets a sender do it, or throws `forbidden`; `not_found` for a project that they have nothing to do with. `project` is
 * its number, for actions that are about one. The one place where rights are decided.
 */
export function authorize(sender: Sender, action: Action, project?: number): void {
  const permission = PERMISSIONS[action]
  switch (sender.kind) {
    case 'key':
      if (!permission.secretKey || project !== sender.project.id) throw forbidden()
      return
    case 'admin key':
      if (!permission.adminKey) throw forbidden()
      return
    case 'share':
      if (!shareMay(action) || project !== sender.project.id) throw forbidden()
      return
    case 'session':
      authorizePerson(sender.person, action, project)
      return
    case 'token':
      if (project !== undefined && !isOf(sender.token, project)) throw notFound()
      authorizePerson(sender.person, action, project)
      if (!scopeMay(sender.token.scope, action)) throw forbidden()
      // One that is meant for some projects must not make itself others.
      if (project === undefined && action !== 'list projects' && sender.token.projects !== 'all') throw forbidden()
  }
}

const isOf = ({ projects }: ApiToken, project: number) => projects === 'all' || projects.includes(project)

function authorizePerson(person: Person, action: Action, project: number | undefined): void {
  if (project === undefined) {
    if (!roleMay(person.isOwner ? 'owner' : 'viewer', action)) throw forbidden()
    return
  }
  const role = roleIn(person, project)
  if (role === undefined) throw notFound()
  if (!roleMay(role, action)) throw forbidden()
}

/** Of these projects those that a sender may read. */
export function visibleTo<P extends { readonly id: number }>(sender: Sender, projects: readonly P[]): P[] {
  switch (sender.kind) {
    case 'key':
    case 'share':
      return projects.filter(({ id }) => id === sender.project.id)
    case 'admin key':
      return [...projects]
    case 'session':
      return projects.filter(({ id }) => roleIn(sender.person, id) !== undefined)
    case 'token':
      return projects.filter(({ id }) => isOf(sender.token, id) && roleIn(sender.person, id) !== undefined)
  }
}

/** What a sender is in a project that they may see; undefined for keys, which are nobody. */
export const roleOf = (sender: Sender, project: number): Role | undefined =>
  'person' in sender ? roleIn(sender.person, project) : undefined

/** The log of the install, to be read like a project's. */
const INSTALL: Omit<Project, 'publicKey' | 'secretHash'> = {
  id: INSTALL_LOG,
  name: 'This install',
  domains: [],
  identity: 'daily',
  timeZone: 'UTC',
  isActive: true,
  honoursOptOut: true,
  browserAudits: false,
  keepDays: 0,
  detailDays: 0,
  ignoredAddresses: [],
  ignoredPaths: [],
  ignoredHosts: [],
  ignoredCountries: [],
  createdAt: 0,
  updatedAt: 0,
}

/**
 * The project that a request is about, which the sender may do `action` in. `named` is the number it was asked for with;
 * it may be left out where it can only be one. A secret key, and the link of a shared dashboard, is of one project, whatever is named.
 */
export function projectFor(
  sender: Sender,
  action: Action,
  named: string | undefined,
  projects: readonly Project[],
): Project {
  if (sender.kind === 'key' || sender.kind === 'share') {
    authorize(sender, action, sender.project.id)
    return sender.project
  }
  if (named === String(INSTALL_LOG) && action === 'read reports') {
    authorize(sender, action, INSTALL_LOG)
    return { ...INSTALL, publicKey: '', secretHash: '' }
  }
  const project = named === undefined ? onlyOne(visibleTo(sender, projects)) : byNumber(projects, named)
  authorize(sender, action, project.id)
  if (sender.kind === 'token' && !project.isActive) throw new AppError('forbidden', 'The project is switched off.')
  return project
}

function onlyOne(visible: readonly Project[]): Project {
  const [only, ...more] = visible
  if (only === undefined) throw new AppError('forbidden', 'You belong to no project yet. Ask for an invitation.')
  if (more.length === 0) return only
  const sentence = 'project is required: its number, as in ?project=1 or in the header X-Project'
  throw new AppError('invalid_input', sentence)
}

function byNumber(projects: readonly Project[], named: string): Project {
  const project = projects.find(({ id }) => String(id) === named)
  if (project === undefined) throw notFound()
  return project
}
