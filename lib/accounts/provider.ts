import type { Configuration } from 'openid-client'
import * as z from 'zod'
import { AppError, messageOf } from '../core/errors.ts'
import type { Log } from '../core/log.ts'

/** What the provider says about who has signed in there. */
export interface Claims {
  readonly issuer: string
  /** Stays the same for ever at this issuer. */
  readonly subject: string
  /** Only one that the provider has verified. */
  readonly email: string | undefined
  readonly name: string
}

/** What the browser keeps between going to the provider and coming back. */
const memory = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), invitation: z.string() })
export type Memory = z.output<typeof memory>

/** Signing in with an OpenID provider: authorization code with PKCE (RFC 7636). */
export interface Provider {
  /** For people: the host name. */
  readonly host: string
  /** Where to send the browser, and what it must bring back. `invitation` is the token of one, or empty. */
  begin(invitation: string): Promise<{ readonly url: string; readonly memory: string }>
  /** Who came back with that query. Throws `unauthorized` for an answer that does not fit. */
  finish(query: string, remembered: string): Promise<{ readonly claims: Claims; readonly invitation: string }>
}

export interface ProviderSettings {
  readonly oidcIssuer: string
  readonly oidcClientId: string
  readonly oidcClientSecret: string
}

const TIMEOUT_SECONDS = 10
const RETRY_SECONDS = 30

/**
 * Undefined unless the settings name one. Nothing is loaded and nobody asked before the first person wants to sign in
 * so: the library brings Node's `fetch` with it, which is memory that most installs never need.
 */
export function makeProvider(settings: ProviderSettings, callback: string, log: Log): Provider | undefined {
  const { oidcIssuer: issuer, oidcClientId: clientId, oidcClientSecret: secret } = settings
  if (issuer === '' || clientId === '') return undefined
  const { host, protocol } = new URL(issuer)
  let found: Promise<Configuration> | undefined

  const library = () => import('openid-client')

  async function discover(): Promise<Configuration> {
    const { discovery, None, ClientSecretPost, ...rare } = await library()
    const proof = secret === '' ? None() : ClientSecretPost(secret)
    // The settings take plain http for this machine alone. It is marked as deprecated only to stand out.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    const execute = protocol === 'http:' ? [rare.allowInsecureRequests] : []
    return discovery(new URL(issuer), clientId, undefined, proof, { execute, timeout: TIMEOUT_SECONDS })
  }

  async function configuration(): Promise<Configuration> {
    found ??= discover()
    try {
      return await found
    } catch (fault) {
      found = undefined
      log.warn({ reason: messageOf(fault), host }, 'The OpenID provider does not answer as one')
      const sentence = `${host} does not answer right now. Try again soon, or sign in with a password.`
      throw new AppError('unavailable', sentence, { retryAfter: RETRY_SECONDS, cause: fault })
    }
  }

  return {
    host,

    async begin(invitation) {
      const config = await configuration()
      const { randomPKCECodeVerifier, randomState, randomNonce, calculatePKCECodeChallenge, buildAuthorizationUrl } =
        await library()
      const kept: Memory = {
        state: randomState(),
        nonce: randomNonce(),
        verifier: randomPKCECodeVerifier(),
        invitation,
      }
      const url = buildAuthorizationUrl(config, {
        redirect_uri: callback,
        scope: 'openid email profile',
        code_challenge: await calculatePKCECodeChallenge(kept.verifier),
        code_challenge_method: 'S256',
        state: kept.state,
        nonce: kept.nonce,
      })
      return { url: url.href, memory: Buffer.from(JSON.stringify(kept)).toString('base64url') }
    },

    async finish(query, remembered) {
      const kept = read(remembered)
      const config = await configuration()
      const { authorizationCodeGrant, fetchUserInfo } = await library()
      try {
        const tokens = await authorizationCodeGrant(config, new URL(`${callback}?${query}`), {
          pkceCodeVerifier: kept.verifier,
          expectedState: kept.state,
          expectedNonce: kept.nonce,
          idTokenExpected: true,
        })
        const told = tokens.claims()
        if (told === undefined) throw new Error('There was no ID token')
        const more = told.email === undefined ? await fetchUserInfo(config, tokens.access_token, told.sub) : told
        const { email, email_verified: isVerified, name } = more
        const claims = {
          issuer: told.iss,
          subject: told.sub,
          email: typeof email === 'string' && isVerified === true ? email : undefined,
          name: typeof name === 'string' ? name : '',
        }
        return { claims, invitation: kept.invitation }
      } catch (fault) {
        log.warn({ reason: messageOf(fault), host }, 'A sign-in with the OpenID provider failed')
        throw new AppError('unauthorized', 'The sign-in with the provider failed. Try again.', { cause: fault })
      }
    },
  }
}

function read(remembered: string): Memory {
  try {
    return memory.parse(JSON.parse(Buffer.from(remembered, 'base64url').toString()))
  } catch (fault) {
    throw new AppError('unauthorized', 'The sign-in took too long, or began in another browser.', { cause: fault })
  }
}
