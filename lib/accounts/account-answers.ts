import type {
  InvitationAnswer,
  MembershipAnswer,
  MyselfAnswer,
  SessionAnswer,
  TokenAnswer,
  UserAnswer,
} from '../wire/accounts.ts'
import type { Invitation } from './invitation-store.ts'
import type { Person } from './person.ts'
import { roleIn } from './person.ts'
import type { Session } from './session-store.ts'
import type { ApiToken } from './token-store.ts'

/** People, sessions, invitations and tokens as the API tells of them. */

interface Named {
  readonly id: number
  readonly name: string
}

const time = (at: number) => new Date(at).toISOString()
const timeOrNull = (at: number) => (at === 0 ? null : time(at))

const membershipsOf = (person: Person, projects: readonly Named[]): MembershipAnswer[] =>
  projects.flatMap(({ id, name }) => {
    const role = roleIn(person, id)
    return role === undefined ? [] : [{ id, name, role }]
  })

export const myselfAnswer = (person: Person, projects: readonly Named[], codesLeft: number): MyselfAnswer => ({
  id: person.id,
  email: person.email,
  name: person.name,
  is_owner: person.isOwner,
  has_password: person.passwordHash !== '',
  has_second_factor: person.totpSecret !== '',
  recovery_codes_left: codesLeft,
  projects: membershipsOf(person, projects),
})

/** `projects`: those that the asker may know of. */
export const userAnswer = (person: Person, projects: readonly Named[]): UserAnswer => ({
  id: person.id,
  email: person.email,
  name: person.name,
  is_owner: person.isOwner,
  has_second_factor: person.totpSecret !== '',
  signed_in_at: timeOrNull(person.signedInAt),
  created_at: time(person.createdAt),
  projects: membershipsOf(person, projects),
})

export const sessionAnswer = (session: Session, current: number): SessionAnswer => ({
  id: session.id,
  agent: session.agent,
  method: session.method,
  is_this: session.id === current,
  created_at: time(session.createdAt),
  seen_at: time(session.seenAt),
  ends_at: time(session.endsAt),
})

export function invitationAnswer(invitation: Invitation, projects: readonly Named[]): InvitationAnswer {
  const project = projects.find(({ id }) => id === invitation.project)
  return {
    id: invitation.id,
    project: project === undefined ? null : { id: project.id, name: project.name },
    role: invitation.role,
    email: invitation.email === '' ? null : invitation.email,
    created_at: time(invitation.createdAt),
    ends_at: time(invitation.endsAt),
  }
}

export const tokenAnswer = (token: ApiToken, user: string): TokenAnswer => ({
  id: token.id,
  name: token.name,
  hint: token.hint,
  scope: token.scope,
  projects: token.projects === 'all' ? 'all' : [...token.projects],
  user,
  created_at: time(token.createdAt),
  ends_at: timeOrNull(token.endsAt),
  used_day: token.usedDay === '' ? null : token.usedDay,
})

/** A link of the page, with its secret behind `#`, where no server and no log sees it. */
export const linkOf = (base: string, name: 'signin' | 'invitation', token: string) => `${base}/#${name}=${token}`
