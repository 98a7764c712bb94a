import type { AuditsEngine } from './engine-audits.ts'
import type { ClicksEngine } from './engine-clicks.ts'
import type { ErrorsEngine } from './engine-errors.ts'
import type { EventsEngine } from './engine-events.ts'
import type { Scope } from './scope.ts'
import type { ThinnedDay } from './thinned-days.ts'

/**
 * What reports may ask of the data. They know nothing below this line: rows of the open days, packed columns of the
 * sealed ones, whichever database. Every count is exact.
 */
export interface ReportEngine {
  /** One figure per metric for the whole range; 0 where there is nothing. */
  totals<M extends Metric>(scope: Scope, metrics: readonly M[]): Promise<Figures<M>>
  /** The same by calendar day of the project's time zone, ascending. Days with nothing in any metric are left out. */
  perDay<M extends Metric>(scope: Scope, metrics: readonly M[]): Promise<(Figures<M> & { readonly day: string })[]>
  /**
   * The same by the values of a dimension, most page views first, equal ones by value. At most `limit` rows, and never
   * more than 1,000: values such as campaign names come from outside, and there is no end to them.
   */
  breakdown<D extends Dimension, M extends ViewMetric>(
    scope: Scope,
    dimension: D,
    metrics: readonly M[],
    options?: { readonly limit?: number },
  ): Promise<(DimensionValues[D] & Figures<M>)[]>
  /** Days of which only totals are left, ascending; no other figure has them in it. */
  thinned(scope: Scope): Promise<readonly ThinnedDay[]>
  /** What was refused, counted over every UTC day that the range touches, and the newest few inside the range. */
  dropped(scope: Scope, newest: number): Promise<Dropped>
  readonly errors: ErrorsEngine
  readonly clicks: ClicksEngine
  readonly audits: AuditsEngine
  readonly events: EventsEngine
}

/** Of the page views in the range. */
export type ViewMetric =
  | 'pageviews'
  /** Distinct visitors. */
  | 'visitors'
  /** Visitors first seen before the range; in a day's row: first seen on another day than this. */
  | 'returningVisitors'
  /** Distinct visits with a page view in the range, whenever they started. */
  | 'viewedVisits'

/** Of the visits that started in the range. */
export type VisitMetric =
  | 'visits'
  /** Visits with one page view and no engaging event. */
  | 'bounces'
  /** From the start to the last sign of life, ms, summed up. */
  | 'duration'
  /** The same over visits that are no bounce. */
  | 'engagedDuration'
  /** Time in which a page was in view, ms, summed up. */
  | 'visibleTime'

export type Metric = ViewMetric | VisitMetric

export type Figures<M extends Metric> = Readonly<Record<M, number>>

/** The fields that a row of each dimension has. */
export interface DimensionValues {
  /** `title`: the newest one the page was seen with in the range, to the second; empty where it never had one. */
  readonly page: { readonly url: string; readonly title: string }
  /** `unknown` where unknown. */
  readonly device: { readonly device: string }
  /** Empty text where unknown, in both. */
  readonly os: { readonly os: string }
  readonly browser: { readonly browser: string }
  /** Views from an unknown place have no row, in all three. */
  readonly country: { readonly country: string }
  readonly region: { readonly country: string; readonly region: string }
  readonly city: { readonly country: string; readonly region: string; readonly city: string }
  /** `internal` and no source at all count as `direct`. */
  readonly channel: { readonly channel: string }
  /** Referring pages; direct and internal views have no row. */
  readonly referrer: { readonly url: string }
  /** Views without a campaign name have no row. */
  readonly campaign: { readonly source: string; readonly medium: string; readonly campaign: string }
}

export type Dimension = keyof DimensionValues

export interface Dropped {
  readonly reasons: readonly { readonly reason: string; readonly count: number }[]
  readonly newest: readonly {
    readonly at: number
    readonly reason: string
    readonly userAgent: string
    readonly page: string
  }[]
}
