import type { InvitationAnswer, LinkAnswer, ProjectRoleName, RoleName, UserAnswer } from '../../lib/wire/accounts.ts'
import { ask, send } from './ask.ts'

/** `/api/users/*` and `/api/invitations/*`. Without a project: of the install. */

export const askUsers = (project: number | undefined) =>
  ask<{ readonly users: readonly UserAnswer[] }>('users/list', { project })
export const setRole = (user: number, project: number, role: ProjectRoleName | null) =>
  send<UserAnswer>('users/role', { user, project, role })
export const setOwner = (user: number, is_owner: boolean) => send<UserAnswer>('users/owner', { user, is_owner })
export const makeSignInLink = (user: number) => send<LinkAnswer>('users/sign-in-link', { user })
export const deleteUser = (user: number) => send('users/delete', { user })

export const askInvitations = (project: number | undefined) =>
  ask<{ readonly invitations: readonly InvitationAnswer[] }>('invitations/list', { project })
export const invite = (given: { role: RoleName; project?: number | undefined; email?: string | undefined }) =>
  send<InvitationAnswer & { readonly url: string }>('invitations/create', given)
export const revokeInvitation = (id: number) => send('invitations/revoke', { id })
