import { TOTP, Secret } from 'otpauth'
import type { Response } from 'supertest'
import type { Cost } from '../../lib/accounts/password.ts'
import type { ProjectRole, Scope } from '../../lib/accounts/permissions.ts'
import { SECOND, systemClock } from '../../lib/core/clock.ts'
import { randomHex } from '../../lib/core/ids.ts'
import type { Headers, TestApp } from './app.ts'

/** Passwords that cost nothing, for tests that are not about their cost. */
export const CHEAP: Cost = { logN: 4, r: 1, p: 1 }

export const PASSWORD = 'correct horse battery'

/** What the page of Micrologs adds to every request. */
export const FROM_PAGE: Headers = { 'X-Micrologs': '1' }

export interface TestPerson {
  readonly id: number
  readonly email: string
  /** Of a browser that is signed in. */
  readonly headers: Headers
}

export const cookieHeaders = (token: string, name = 'micrologs-session'): Headers => ({
  ...FROM_PAGE,
  Cookie: `${name}=${token}`,
})

/** Somebody with the password above who is signed in. */
export async function somebody(
  { app }: TestApp,
  { roles = {}, isOwner = false }: { roles?: Readonly<Record<number, ProjectRole>>; isOwner?: boolean } = {},
): Promise<TestPerson> {
  const { users, sessions, passwords } = app.accounts
  const email = `${randomHex(6)}@people.example`
  const { id } = await users.create({ email, name: 'Ada', password: await passwords.hash(PASSWORD), isOwner })
  for (const [project, role] of Object.entries(roles)) await users.setRole(id, Number(project), role)
  const token = await sessions.open(id, { method: 'password', agent: 'Firefox on Linux', isHalf: false })
  return { id, email, headers: cookieHeaders(token) }
}

/** A token of theirs, as the header that it travels in. */
export async function tokenOf(
  { app }: TestApp,
  { id }: TestPerson,
  scope: Scope,
  projects: 'all' | readonly number[] = 'all',
): Promise<Headers> {
  const { secret } = await app.accounts.tokens.create(id, { name: 'Test', scope, projects, lifetime: undefined })
  return { Authorization: `Bearer ${secret}` }
}

/** The code that a person's program shows; `steps` of 30 seconds from now. */
export const totpCode = (secret: string, now = systemClock.now(), steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now + steps * 30 * SECOND })

/** Switches the second factor on for somebody; gives the secret and the recovery codes. */
export async function withSecondFactor({ app }: TestApp, { id }: TestPerson, now = systemClock.now()) {
  const { users, secondFactor } = app.accounts
  const { secret } = await secondFactor.offer(await users.find(id))
  // The code before this one, so that the test may use this one.
  const codes = await secondFactor.confirm(await users.find(id), totpCode(secret, now, -1))
  return { secret, codes }
}

/** The cookies that an answer sets, name to value; an empty value is taken away. */
export function cookiesOf(answer: Response): Record<string, string> {
  const set = answer.headers['set-cookie'] as unknown as string[] | undefined
  const pairs = (set ?? []).map((line): [string, string] => {
    const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=')
    return [name, value]
  })
  return Object.fromEntries(pairs)
}

/** The same as the header that sends them back. */
export const sentBack = (answer: Response): Headers => ({
  ...FROM_PAGE,
  Cookie: Object.entries(cookiesOf(answer))
    .map(([name, value]) => `${name}=${value}`)
    .join('; '),
})

/** `data` of an answer, as the test knows it to be. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- in place of a cast at every use
export const dataOf = <T>(answer: Response): T => (answer.body as { data: T }).data
