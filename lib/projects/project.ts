/** How a project tells visitors apart; design.md 4 says what each needs. */
export const IDENTITY_MODES = ['daily', 'cache', 'cookie'] as const
export type IdentityMode = (typeof IDENTITY_MODES)[number]

/** A tracked site or app. */
export interface Project {
  readonly id: number
  /** At most 100 characters; need not be unique. */
  readonly name: string
  /** 32 hex characters. Stands in web pages, so it is no secret. */
  readonly publicKey: string
  /** SHA-256 of the secret key, hex. The secret itself is kept nowhere. */
  readonly secretHash: string
  /** Host names that may use the public key, each with its subdomains. Empty: every host may. */
  readonly domains: readonly string[]
  readonly identity: IdentityMode
  /** IANA name; days and times of reports are in this zone. */
  readonly timeZone: string
  /** False: no key of the project works. */
  readonly isActive: boolean
  /** Whether `DNT` and `Sec-GPC` keep a visitor out. */
  readonly honoursOptOut: boolean
  /** Whether the public key may write audit entries. What a browser can write proves nothing, so false unless asked for. */
  readonly browserAudits: boolean
  /** Days after which everything is deleted; 0 for never. */
  readonly keepDays: number
  /** Days after which only the totals of days stay; 0 for never. */
  readonly detailDays: number
  /** Addresses and networks (CIDR) of visitors who are not counted; at most 100. */
  readonly ignoredAddresses: readonly string[]
  /** Paths of pages whose views are not counted, with `*` for any text; at most 100. */
  readonly ignoredPaths: readonly string[]
  /** Hosts whose pages are not counted, `*.example.org` for all below one; at most 100. */
  readonly ignoredHosts: readonly string[]
  /** Countries (ISO 3166-1 alpha-2) from where nobody is counted. */
  readonly ignoredCountries: readonly string[]
  /** ms since 1970 UTC. */
  readonly createdAt: number
  readonly updatedAt: number
}

/** Which of a project's two keys was shown. */
export type KeyKind = 'secret' | 'public'

/** Which kind of key a text can be by its form, in any case; undefined when it is none. */
export function keyKindOf(text: string): KeyKind | undefined {
  if (/^[\da-f]{64}$/i.test(text)) return 'secret'
  return /^[\da-f]{32}$/i.test(text) ? 'public' : undefined
}
