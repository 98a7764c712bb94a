/** What visits, page views and events are kept to. */
export type Filter =
  { readonly all: readonly Filter[] } | { readonly any: readonly Filter[] } | { readonly not: Filter } | Condition

/**
 * One dimension held against values; any of them will do. `is`: the whole text. `contains`: a part of it, whatever the
 * case. `matches`: a pattern in which `*` is any text and `**` the same. `absent`: nothing is known; takes no values.
 */
export interface Condition {
  readonly dimension: FilterDimension
  readonly test: 'is' | 'contains' | 'matches' | 'absent'
  readonly values: readonly string[]
}

/**
 * Dimensions of a visit: every page view and event of it has the same. (Where a page view differs from its visit, after a
 * change of network for instance, its own counts for page views.)
 */
export const VISIT_DIMENSIONS = [
  'entry_page',
  'exit_page',
  'referrer',
  'source',
  'channel',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_content',
  'utm_term',
  'click_id',
  'country',
  'region',
  'city',
  'language',
  'device',
  'browser',
  'browser_version',
  'os',
  'os_version',
  'screen',
] as const
/** Dimensions of a page view. `page` is the address without the host, `hostname` the host. */
export const VIEW_DIMENSIONS = ['page', 'hostname', 'title'] as const
/** Dimensions of a custom event; `property` needs its name. Visits have them when one of their events has. */
export const EVENT_DIMENSIONS = ['event', 'property'] as const
/** What a visit has done or come by. */
export const DEED_DIMENSIONS = ['goal', 'link'] as const

export type VisitDimension = (typeof VISIT_DIMENSIONS)[number]
export type ViewDimension = (typeof VIEW_DIMENSIONS)[number]
export type EventDimension = (typeof EVENT_DIMENSIONS)[number]
export type DeedDimension = (typeof DEED_DIMENSIONS)[number]

export type DimensionName = VisitDimension | ViewDimension | EventDimension | DeedDimension

/** `{ name: 'property', key: 'plan' }` is written `property:plan`. */
export interface DimensionRef {
  readonly name: DimensionName
  /** The property, of `property` alone. */
  readonly key?: string
}

export type FilterDimension = DimensionRef
