import { makePasswords } from '../../lib/accounts/password.ts'
import { makeSessionStore } from '../../lib/accounts/session-store.ts'
import { makeShareStore } from '../../lib/accounts/share-store.ts'
import { makeTokenStore } from '../../lib/accounts/token-store.ts'
import type { Trail } from '../../lib/accounts/trail.ts'
import type { KeyRing } from '../../lib/auth/authenticate.ts'
import type { Db } from '../../lib/db/open-db.ts'
import type { Project } from '../../lib/projects/project.ts'
import type { Gate } from '../../routes/middleware/allow.ts'
import { makeGate } from '../../routes/middleware/allow.ts'
import { CHEAP } from './people.ts'
import { sessionCookie } from '../../routes/middleware/session-cookie.ts'

interface Options {
  readonly directory?: KeyRing & { all(): readonly Project[] }
  readonly adminKey?: string
}

const EMPTY = { known: true, all: () => [], byPublicKey: () => undefined, bySecretKey: () => undefined }

/** The gate of the app, for a test that builds routes of its own around a database. */
export function gateOf(db: Db, { directory = EMPTY, adminKey = '' }: Options): Gate {
  const parts = { db, clock: { now: () => Date.now() } }
  const shares = makeShareStore({ ...parts, passwords: makePasswords(CHEAP) })
  const cookie = sessionCookie({ publicUrl: '', basePath: '' })
  return makeGate({
    directory,
    sessions: makeSessionStore(parts),
    tokens: makeTokenStore(parts),
    shares,
    cookie,
    adminKey,
  })
}

/** For routes whose test is not about what is noted. */
export const NO_TRAIL: Trail = { note: () => Promise.resolve() }
