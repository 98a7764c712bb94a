import { DAY, systemClock } from '../../lib/core/clock.ts'
import type { TestApp } from './app.ts'
import type { Described } from './openapi.ts'
import type { TestPerson } from './people.ts'
import { cookieHeaders, PASSWORD, somebody, totpCode, withSecondFactor } from './people.ts'
import type { Known } from './random-requests.ts'

/** For made-up requests about people: for each operation somebody who asks, and what its fields must name. */
export async function peopleOf(kit: TestApp) {
  const { users, sessions, links, invitations, tokens, secondFactor } = kit.app.accounts
  const askers = new Map<string, TestPerson>()
  const second = await kit.newProject()

  async function asker({ operationId }: Described): Promise<TestPerson> {
    const known = askers.get(operationId)
    if (known !== undefined) return known
    const made = await somebody(kit, { isOwner: true })
    askers.set(operationId, made)
    return made
  }

  const invitation = (email = '') =>
    invitations.create({
      ...{ project: second.id, role: 'member', email, invitedBy: 1 },
      endsAt: systemClock.now() + DAY,
    } as const)

  /** What a good request of an operation finds there. */
  const prepared: Readonly<Record<string, (person: TestPerson) => Promise<Known>>> = {
    signIn: ({ email }) => Promise.resolve({ email: [email], password: [PASSWORD] }),
    giveSecondFactor: async (person) => ({ code: [totpCode((await withSecondFactor(kit, person)).secret)] }),
    removeSecondFactor: async (person) => ({ code: [totpCode((await withSecondFactor(kit, person)).secret)] }),
    renewRecoveryCodes: async (person) => ({ code: [totpCode((await withSecondFactor(kit, person)).secret)] }),
    confirmSecondFactor: async ({ id }) => {
      const { secret } = await secondFactor.offer(await users.find(id))
      return { code: [totpCode(secret)] }
    },
    signInByLink: async ({ id }) => ({ token: [(await links.make(id)).token] }),
    endSession: async ({ id }) => {
      await sessions.open(id, { method: 'password', agent: '', isHalf: false })
      return { id: [(await sessions.list(id))[0]?.id] }
    },
    // A password alone changes nothing.
    editAccount: () => Promise.resolve({ current_password: [undefined], email: [undefined], name: ['Ada'] }),
    // The current password may be left out where there is none.
    changePassword: async ({ id }) => {
      await users.setPassword(id, '')
      return {}
    },
    startSecondFactor: () => Promise.resolve({ current_password: [PASSWORD] }),
    deleteUser: async () => ({ user: [(await somebody(kit)).id] }),
    lookAtInvitation: async () => ({ token: [(await invitation()).token] }),
    acceptInvitation: async () => ({ token: [(await invitation()).token] }),
    revokeInvitation: async () => ({ id: [(await invitation()).invitation.id] }),
    // The project may only be left out for this role.
    invite: () => Promise.resolve({ role: ['owner'], project: [undefined], email: [null] }),
    createToken: () => Promise.resolve({ projects: ['all'] }),
    revokeToken: async ({ id }) => {
      const wishes = { name: 'Old', scope: 'read', projects: 'all', lifetime: undefined } as const
      return { id: [(await tokens.create(id, wishes)).token.id] }
    },
  }

  return {
    async session(operation: Described) {
      const { id, headers } = await asker(operation)
      if (operation.operationId !== 'giveSecondFactor') return headers
      return cookieHeaders(await sessions.open(id, { method: 'password', agent: '', isHalf: true }))
    },
    async known(operation: Described): Promise<Known> {
      if (!['Sessions', 'People'].includes(operation.tags[0] ?? '')) return { project: [undefined] }
      const { id } = await somebody(kit, { roles: { [second.id]: 'viewer' } })
      const own = await prepared[operation.operationId]?.(await asker(operation))
      return { user: [id], project: [second.id], ...own }
    },
  }
}
