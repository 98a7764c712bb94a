import { createHmac } from 'node:crypto'
import type { Clock } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import { sameSecret, sha256Hex } from '../core/hashing.ts'
import type { Db } from '../db/open-db.ts'
import type { Limiter } from '../rate-limit/check-limit.ts'
import type { RouteFamily } from '../rate-limit/limits.ts'
import { tooManyRequests } from '../rate-limit/too-many-requests.ts'
import { makeFailures } from './failures.ts'
import type { Accounts } from './open-accounts.ts'
import type { Person } from './person.ts'
import type { Found, SessionMethod } from './session-store.ts'
import { FIRST_OWNER } from './sign-in-links.ts'
import { INSTALL_LOG } from './trail.ts'

/** What a browser tells when it wants to sign in. */
export interface Browser {
  /** `Firefox on Linux`. */
  readonly agent: string
  /** Whom a limit per client holds for. */
  readonly client: string
  /** What `known` gave at an earlier sign-in, if this browser has it. */
  readonly known: string | undefined
}

export interface SignedIn {
  readonly person: Person
  /** For the cookie. */
  readonly token: string
  /** The second factor is still to come. */
  readonly isHalf: boolean
}

/** The ways in. Each throws `unauthorized` with one sentence for all that may be wrong. */
export interface SignIn {
  withPassword(email: string, password: string, browser: Browser): Promise<SignedIn>
  /** The second step: a code of the program, or a recovery code. */
  withCode(found: Found, code: string, browser: Browser): Promise<SignedIn>
  /** A link from the command line or an owner; the first one makes the first owner. */
  withLink(token: string, browser: Browser): Promise<SignedIn>
  /** For somebody of whom another part knows who it is. */
  open(person: Person, method: SessionMethod, browser: Browser): Promise<SignedIn>
  /** Lets a browser be known as one that this person has signed in with. */
  known(person: Person): string
  /** Counts an attempt with a secret of this person; throws `too_many_requests`. */
  throttle(key: string): void
}

/** An address that is nobody's, until the first owner gives theirs. */
const FIRST_EMAIL = 'owner@localhost'

interface Parts {
  readonly accounts: Accounts
  readonly db: Db
  readonly clock: Clock
  readonly limiter: Limiter
}

/** For each account, one after the other: who goes on for longer waits for longer, and never for ever. */
const WAITS: readonly RouteFamily[] = ['sign-in/minute', 'sign-in/quarter', 'sign-in/day']

const wrong = () => new AppError('unauthorized', 'E-mail address or password is wrong.')

export function makeSignIn({ accounts, db, clock, limiter }: Parts): SignIn {
  const { users, sessions, links, passwords, secondFactor, setupCode, trail } = accounts
  const failures = makeFailures({ db, trail })

  function refuseOver(family: RouteFamily, key: string): void {
    const { allowed, retryAfterSeconds: retryAfter } = limiter.check(family, key)
    if (!allowed) throw new AppError('too_many_requests', tooManyRequests(retryAfter).message, { retryAfter })
  }

  const throttle = (key: string) => {
    for (const family of WAITS) refuseOver(family, key)
  }

  const known = ({ id, passwordHash }: Person) =>
    // Over with the password that it was made under.
    `${id}.${createHmac('sha256', passwordHash).update('a browser that was signed in').digest('base64url')}`

  /**
   * Strangers share one budget for an account, and browsers that were signed in to it have another: nobody can lock
   * the owner out by guessing.
   */
  function throttlePassword(email: string, person: Person | undefined, browser: Browser): void {
    const isKnown =
      person !== undefined &&
      person.passwordHash !== '' &&
      browser.known !== undefined &&
      sameSecret(browser.known, known(person))
    if (!isKnown) refuseOver('sign-in/address', browser.client)
    throttle(`${isKnown ? 'known' : 'stranger'} ${sha256Hex(email)}`)
  }

  async function open(person: Person, method: SessionMethod, { agent }: Browser): Promise<SignedIn> {
    const isHalf = person.totpSecret !== ''
    const token = await sessions.open(person.id, { method, agent, isHalf })
    if (!isHalf) await noteSignIn(person, { method })
    return { person, token, isHalf }
  }

  async function noteSignIn(person: Person, context: object): Promise<void> {
    const failed = await failures.clear(person, clock.now())
    await trail.note({
      project: INSTALL_LOG,
      actor: person.email,
      action: 'account.sign-in',
      context: { ...context, ...(failed > 0 && { failed_before: failed }) },
    })
  }

  async function firstOwner(): Promise<Person> {
    const person = await users.createFirstOwner({ email: FIRST_EMAIL, name: 'Owner', password: '' })
    setupCode.remove()
    return person
  }

  return {
    open,
    known,
    throttle,

    async withPassword(email, password, browser) {
      const person = await users.byEmail(email)
      throttlePassword(email, person, browser)
      const { isRight, isOld } = await passwords.check(password, person?.passwordHash)
      if (person === undefined) throw wrong()
      if (!isRight) {
        await failures.count(person)
        throw wrong()
      }
      if (!isOld) return open(person, 'password', browser)
      await users.setPassword(person.id, await passwords.hash(password))
      return open(await users.find(person.id), 'password', browser)
    },

    async withCode({ person, session }, code, browser) {
      throttle(`code ${person.id}`)
      if (!(await sessions.takeAttempt(session.id))) {
        await sessions.end(person.id, session.id)
        throw new AppError('unauthorized', 'Too many wrong codes. Sign in again.')
      }
      const way = await secondFactor.check(person, code)
      if (way === undefined) {
        await failures.count(person)
        throw new AppError('unauthorized', 'The code is wrong, or was used before.')
      }
      // Another token: what was half must not become whole by itself.
      await sessions.end(person.id, session.id)
      const method = session.method as SessionMethod
      const token = await sessions.open(person.id, { method, agent: browser.agent, isHalf: false })
      await noteSignIn(person, { method, second_factor: way })
      return { person, token, isHalf: false }
    },

    async withLink(token, browser) {
      refuseOver('sign-in/address', browser.client)
      const id = await links.take(token)
      if (id === undefined) {
        const sentence = 'The link was used, or is too old. Make another one: node app.js user signin-link'
        throw new AppError('unauthorized', sentence)
      }
      return open(id === FIRST_OWNER ? await firstOwner() : await users.find(id), 'link', browser)
    },
  }
}
