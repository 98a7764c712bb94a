import type { Request, RequestHandler, Response } from 'express'
import { myselfAnswer } from '../../lib/accounts/account-answers.ts'
import type { DatabaseChoice } from '../../lib/accounts/database-choice.ts'
import type { Accounts } from '../../lib/accounts/open-accounts.ts'
import type { Person } from '../../lib/accounts/person.ts'
import type { Provider } from '../../lib/accounts/provider.ts'
import type { Found } from '../../lib/accounts/session-store.ts'
import type { Browser, SignedIn, SignIn } from '../../lib/accounts/sign-in.ts'
import { INSTALL_LOG } from '../../lib/accounts/trail.ts'
import { actorOf, visibleTo } from '../../lib/auth/sender.ts'
import type { Clock } from '../../lib/core/clock.ts'
import { DAY } from '../../lib/core/clock.ts'
import type { Project } from '../../lib/projects/project.ts'
import { clientKey } from '../../lib/rate-limit/client-key.ts'
import type { RouteFamily } from '../../lib/rate-limit/limits.ts'
import type { ParseAgent } from '../../lib/user-agent/parse-agent.ts'
import type { SessionState } from '../../lib/wire/accounts.ts'
import type { Gate } from '../middleware/allow.ts'
import { senderOf } from '../middleware/allow.ts'
import { clientAddress } from '../middleware/client-address.ts'
import type { SessionCookie } from '../middleware/session-cookie.ts'

/** What the routes about accounts work with. */
export interface AccountParts {
  readonly accounts: Accounts
  readonly signIn: SignIn
  readonly gate: Gate
  readonly cookie: SessionCookie
  readonly clock: Clock
  readonly limit: (family: RouteFamily) => RequestHandler
  readonly projects: () => readonly Project[]
  readonly parseAgent: ParseAgent
  /** Where browsers reach this install. */
  readonly base: string
  readonly trustProxy: boolean
  readonly provider: Provider | undefined
  readonly database: DatabaseChoice
}

const KNOWN_FOR = 365 * DAY

/** What the routes share: who asks with which browser, and what they are told. */
export function accountTools(parts: AccountParts) {
  const { accounts, cookie, signIn, parseAgent, projects, trustProxy } = parts
  let hasOwner = false

  /** Once there is one, there always is. */
  async function isSetUp(): Promise<boolean> {
    hasOwner ||= await accounts.users.hasOwner()
    return hasOwner
  }

  const visibleFor = (person: Person) => projects().filter(({ id }) => person.isOwner || person.roles.has(id))

  async function stateOf(person: Person | undefined, isHalf = false): Promise<SessionState> {
    const provider = parts.provider?.host ?? null
    if (parts.database.isNeeded)
      return { state: 'signed-out', setup_needed: true, database_needed: true, provider, user: null }
    const database_needed = false
    if (person === undefined || isHalf) {
      const state = person === undefined ? 'signed-out' : 'second-factor'
      return { state, setup_needed: !(await isSetUp()), database_needed, provider, user: null }
    }
    const left = await accounts.secondFactor.codesLeft(person.id)
    const user = myselfAnswer(person, visibleFor(person), left)
    return { state: 'signed-in', setup_needed: false, database_needed, provider, user }
  }

  return {
    isSetUp,
    stateOf,
    stateOfFound: (found: Found | undefined) => stateOf(found?.person, found?.session.isHalf),

    browserOf(req: Request): Browser {
      const { browser, os } = parseAgent({ userAgent: req.get('user-agent') ?? '' })
      return {
        agent: [browser, os]
          .filter((part) => part !== '')
          .join(' on ')
          .slice(0, 100),
        client: clientKey(clientAddress(req, trustProxy)),
        known: cookie.readOther(req, 'known'),
      }
    },

    /** Gives the browser its cookies. */
    welcome(req: Request, res: Response, { person, token, isHalf }: SignedIn): Promise<SessionState> {
      cookie.set(req, res, token)
      if (!isHalf && person.passwordHash !== '') cookie.setOther(req, res, 'known', signIn.known(person), KNOWN_FOR)
      return stateOf(person, isHalf)
    },

    /** Projects that the asker may know of. */
    visible: (res: Response) => visibleTo(senderOf(res), projects()),

    /** Notes what the asker did. */
    note: (res: Response, action: string, target: string, context?: object, project: number = INSTALL_LOG) =>
      accounts.trail.note({
        project,
        actor: actorOf(senderOf(res)),
        action,
        target,
        ...(context && { context: { ...context } }),
      }),
  }
}

export type AccountTools = ReturnType<typeof accountTools>
