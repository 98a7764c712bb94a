import type { Invitation } from '../../lib/accounts/invitation-store.ts'
import { ROLES } from '../../lib/accounts/permissions.ts'
import type { Person } from '../../lib/accounts/person.ts'
import { roleIn } from '../../lib/accounts/person.ts'
import { AppError } from '../../lib/core/errors.ts'
import type { AccountParts } from './parts.ts'

interface Newcomer {
  readonly email?: string | undefined
  readonly password?: string | undefined
  readonly name?: string | undefined
}

const useless = () =>
  new AppError('not_found', 'The invitation was used or revoked, or is too old. Ask for another one.')

/** What an invitation makes of people, once. */
export function accepter({ accounts }: Pick<AccountParts, 'accounts'>) {
  const { users, invitations, passwords, trail } = accounts

  async function use({ id, project, role }: Invitation, person: Person): Promise<Person> {
    if (!(await invitations.take(id))) throw useless()
    const before = roleIn(person, project)
    // It gives, and takes nothing away.
    const isMore = before === undefined || ROLES.indexOf(role) > ROLES.indexOf(before)
    const context = { invitation: id, role }
    await trail.note({ project, actor: person.email, action: 'invitation.accepted', target: person.email, context })
    if (!isMore) return person
    return role === 'owner' ? users.setOwner(person.id, true) : users.setRole(person.id, project, role)
  }

  function refuseOther({ email }: Invitation, own: string): void {
    if (email === '' || email === own) return
    throw new AppError('forbidden', 'This invitation is for another e-mail address.')
  }

  return {
    async find(token: string): Promise<Invitation> {
      const invitation = await invitations.find(token)
      if (invitation === undefined) throw useless()
      return invitation
    },

    /** For somebody who has an account and is signed in to it. */
    asPerson(invitation: Invitation, person: Person): Promise<Person> {
      refuseOther(invitation, person.email)
      return use(invitation, person)
    },

    newcomerOf(invitation: Invitation, given: Newcomer) {
      const { password, name = '' } = given
      const email = given.email ?? (invitation.email === '' ? undefined : invitation.email)
      if (email === undefined || password === undefined)
        throw new AppError('invalid_input', 'email and password are required. Who has an account signs in first.')
      return { email, password, name }
    },

    /** For somebody new; `password` only where they have one. Throws `conflict` for an address with an account. */
    async asNewPerson(invitation: Invitation, given: { email: string; name: string; password?: string }) {
      const { email, name, password } = given
      refuseOther(invitation, email)
      if ((await users.byEmail(email)) !== undefined) {
        const sentence = 'This e-mail address has an account already. Sign in, then open the invitation again.'
        throw new AppError('conflict', sentence)
      }
      const hash = password === undefined ? '' : await passwords.hash(password)
      const person = await users.create({ email, name, password: hash, isOwner: false })
      try {
        return await use(invitation, person)
      } catch (fault) {
        // Somebody else was quicker: nobody gets an account by that.
        const { roles, isOwner } = await users.find(person.id)
        if (roles.size === 0 && !isOwner) await users.delete(person.id)
        throw fault
      }
    },
  }
}
