import { AppError } from '../core/errors.ts'
import { sameSecret } from '../core/hashing.ts'
import { isAllowedHost } from '../projects/domains.ts'
import type { KeyKind, Project } from '../projects/project.ts'
import { keyKindOf } from '../projects/project.ts'

/** What a request says about who sends it; absent headers are undefined. */
export interface Claims {
  /** `X-API-Key`: 64 hex characters for a secret key, 32 for a public one, in any case. */
  readonly key: string | undefined
  readonly origin: string | undefined
  readonly referer: string | undefined
}

/** Where keys are looked up; `ProjectDirectory` is one. */
export interface KeyRing {
  readonly known: boolean
  byPublicKey(key: string): Project | undefined
  bySecretKey(key: string): Project | undefined
}

export interface Caller {
  readonly project: Project
  readonly keyKind: KeyKind
}

const RETRY_SECONDS = 30

/**
 * Who sends a request. `kinds` are the keys that the endpoint takes. Throws in the words of Micrologs: an endpoint for
 * one kind of key says what is wrong, one for both says `Invalid API key` whatever it is. `unavailable` while no list
 * of projects could be read: a good key must not be called a bad one.
 */
export function authenticate(claims: Claims, keys: KeyRing, kinds: readonly KeyKind[]): Caller {
  const { key, origin, referer } = claims
  if (key === undefined || key === '') {
    throw kinds.length > 1 ? invalidKey() : new AppError('unauthorized', 'API key is required')
  }
  const keyKind = keyKindOf(key)
  if (keyKind === undefined || !kinds.includes(keyKind)) throw invalidKey()
  if (!keys.known) {
    throw new AppError('unavailable', 'Keys cannot be checked right now. Try again soon.', {
      retryAfter: RETRY_SECONDS,
    })
  }
  const project = keyKind === 'secret' ? keys.bySecretKey(key) : keys.byPublicKey(key)
  if (project === undefined) throw invalidKey()
  // A secret key never comes from a page, so no host can be asked for.
  if (keyKind === 'public' && !isAllowedHost(origin, referer, project.domains)) {
    throw kinds.length > 1 ? invalidKey() : new AppError('forbidden', 'Domain not allowed for this key')
  }
  return { project, keyKind }
}

const invalidKey = () => new AppError('unauthorized', 'Invalid API key')

/** Passes for the install's `ADMIN_KEY`; throws `Unauthorized` for anything else, and always when none is set. */
export function authenticateAdmin(given: string | undefined, adminKey: string): void {
  if (adminKey === '' || given === undefined || !sameSecret(given, adminKey)) {
    throw new AppError('unauthorized', 'Unauthorized')
  }
}
