import type { Accounts } from './open-accounts.ts'
import { FIRST_OWNER } from './sign-in-links.ts'

/**
 * The token of a link for a fresh install: for the first owner while there is none, and for the only person while they
 * have nothing else to sign in with. Undefined once somebody can sign in by themselves.
 */
export async function firstSignIn({ users, links }: Pick<Accounts, 'users' | 'links'>): Promise<string | undefined> {
  if (!(await users.hasOwner())) return (await links.make(FIRST_OWNER)).token
  const [only, ...others] = await users.all()
  if (only === undefined || others.length > 0 || only.passwordHash !== '' || (await users.hasIdentity(only.id)))
    return undefined
  return (await links.make(only.id)).token
}
