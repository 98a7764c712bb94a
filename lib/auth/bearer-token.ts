import { TOKEN_PREFIX } from '../accounts/token-store.ts'

/**
 * The API token of a request: in `Authorization: Bearer …`, or in `X-API-Key`, because some hosts take the first away.
 * Undefined for what is no token by its form; keys of projects are hex.
 */
export function bearerToken(headers: {
  readonly authorization: string | undefined
  readonly key: string | undefined
}): string | undefined {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1]
  return [bearer, headers.key?.trim()].find((text) => text?.startsWith(TOKEN_PREFIX))
}
