import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import type { Db } from '../db/open-db.ts'
import type { SpoolRecord } from '../spool/records.ts'
import type { Identities } from './identities.ts'
import { makeIdentities } from './identities.ts'
import type { InvitationStore } from './invitation-store.ts'
import { makeInvitationStore } from './invitation-store.ts'
import type { Cost, Passwords } from './password.ts'
import { makePasswords } from './password.ts'
import type { SecondFactor } from './second-factor.ts'
import { makeSecondFactor } from './second-factor.ts'
import type { SessionStore } from './session-store.ts'
import { makeSessionStore } from './session-store.ts'
import type { SetupCode } from './setup-code.ts'
import { setupCodeIn } from './setup-code.ts'
import type { SignInLinks } from './sign-in-links.ts'
import { makeSignInLinks } from './sign-in-links.ts'
import type { ShareStore } from './share-store.ts'
import { makeShareStore } from './share-store.ts'
import type { TokenStore } from './token-store.ts'
import { makeTokenStore } from './token-store.ts'
import type { Trail } from './trail.ts'
import { makeTrail } from './trail.ts'
import type { UserStore } from './user-store.ts'
import { makeUserStore } from './user-store.ts'

/** People who sign in, and all they sign in with. */
export interface Accounts {
  readonly users: UserStore
  readonly sessions: SessionStore
  readonly links: SignInLinks
  readonly invitations: InvitationStore
  readonly tokens: TokenStore
  readonly shares: ShareStore
  readonly secondFactor: SecondFactor
  readonly passwords: Passwords
  readonly setupCode: SetupCode
  readonly identities: Identities
  readonly trail: Trail
}

interface Parts {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly storageDir: string
  readonly append: (record: SpoolRecord) => Promise<void>
  /** Of a password; tests take a cheaper one. */
  readonly passwordCost?: Cost | undefined
}

export function openAccounts({ db, clock, log, storageDir, append, passwordCost }: Parts): Accounts {
  const passwords = makePasswords(passwordCost)
  return {
    users: makeUserStore({ db, clock }),
    sessions: makeSessionStore({ db, clock }),
    links: makeSignInLinks({ db, clock }),
    invitations: makeInvitationStore({ db, clock }),
    tokens: makeTokenStore({ db, clock }),
    shares: makeShareStore({ db, clock, passwords }),
    secondFactor: makeSecondFactor({ db, clock }),
    passwords,
    setupCode: setupCodeIn(storageDir),
    identities: makeIdentities({ db, clock }),
    trail: makeTrail({ append, clock, log }),
  }
}
