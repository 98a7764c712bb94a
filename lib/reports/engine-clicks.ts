import type { Scope } from './scope.ts'

/** What reports may ask about short links and their uses. A click is a use by a person. */
export interface ClicksEngine {
  /**
   * The links of the project, also those that nobody used in the range: most clicks first, equal ones newest first.
   * `after` is the last one that was shown; without `limit` all of them. `trend`: with their clicks by day or week.
   */
  links(
    scope: Scope,
    piece: { readonly limit?: number; readonly after?: RankedLink; readonly trend?: 'day' | 'week' },
  ): Promise<readonly UsedLink[]>
  /** The link of the project with this code, in the case of its letters; undefined when there is none. */
  link(project: number, code: string): Promise<Link | undefined>
  /** The uses of one link in the range. */
  uses(scope: Scope, link: number): Promise<LinkUses>
}

export interface Link {
  readonly id: number
  readonly code: string
  readonly label: string
  readonly destination: string
  readonly createdAt: number
}

/** Where a link stands in the list. */
export interface RankedLink {
  readonly id: number
  readonly clicks: number
}

export interface UsedLink extends Link, RankedLink {
  /** Distinct visitors that clicked. */
  readonly visitors: number
  /** By whatever is no person. */
  readonly otherClicks: number
  /** Distinct visits that followed clicks. */
  readonly visits: number
  /** Clicks by bucket of the range, where it was asked for; undefined for a link without any. */
  readonly trend?: readonly number[] | undefined
}

/** Every list most clicks first, equal ones by value, but for the days, which ascend. */
export interface LinkUses {
  readonly clicks: number
  readonly visitors: number
  readonly visits: number
  /** Uses by what is no person. */
  readonly bots: number
  readonly previews: number
  readonly heads: number
  /** By calendar day of the project's time zone; days without a click have no row. */
  readonly days: readonly { readonly day: string; readonly clicks: number }[]
  /** ISO 3166-1 alpha-2; clicks from an unknown place have no row. */
  readonly countries: readonly { readonly country: string; readonly clicks: number }[]
  /** As stored; `''` where no source is known. */
  readonly channels: readonly { readonly channel: string; readonly clicks: number }[]
  /** `unknown` where unknown. */
  readonly devices: readonly { readonly device: string; readonly clicks: number }[]
}
