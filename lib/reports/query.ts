import type { DimensionRef, Filter } from './filter.ts'
import type { Range } from './range.ts'
import type { Scope } from './scope.ts'
import type { ThinnedDay } from './thinned-days.ts'

/**
 * What may be asked of the data beyond the first reports. Everything asked together shares one scan. All figures are
 * exact; `lib/reports/metrics.ts` makes rates and means of these sums and has their definitions.
 */
export interface QueryEngine {
  answer<const A extends readonly Ask[]>(question: QueryQuestion, asks: A): Promise<{ [I in keyof A]: AnswerOf<A[I]> }>
  /** Days of which only totals are left, ascending. No answer has them in it. */
  thinned(scope: Scope): Promise<readonly ThinnedDay[]>
}

export interface QueryQuestion {
  readonly scope: Scope
  /** Undefined for none. `goal` conditions name goals by name; `goals` has all of the project's. */
  readonly filter: Filter | undefined
  readonly goals: readonly Goal[]
}

/** What is counted. Which page views and visits count: those in the range that the filter selects. */
export type Sum =
  /** Page views. */
  | 'pageviews'
  /** Distinct visitors with a page view. */
  | 'visitors'
  /** Of those, first seen in the range (in a bucket of a series: in that bucket). */
  | 'newVisitors'
  /** Distinct visits with a page view. */
  | 'viewedVisits'
  /** Visits that began, and have a selected page view. */
  | 'visits'
  /** Of those, with one page view and no event. */
  | 'bounces'
  /** Of those, from start to last sign of life, ms. */
  | 'duration'
  /** The same over visits that are no bounce. */
  | 'engagedDuration'
  /** Of those, time in which a page was in view, ms. */
  | 'visibleTime'
  /** Of those, their median, ms (whole seconds). */
  | 'visibleTimeMedian'
  /** Time in which the page views were in view, s; and their median. Meant for breakdowns by page. */
  | 'viewTime'
  | 'viewTimeMedian'
  /** Sum of percents seen, and the page views that told any. */
  | 'scroll'
  | 'scrolledViews'
  /** Custom events. With conditions on visits: those in selected visits. */
  | 'events'
  /** Times the goal of the ask was reached, distinct visitors and visits that did, and money by currency. */
  | 'conversions'
  | 'convertedVisitors'
  | 'convertedVisits'

export type Sums = Readonly<Partial<Record<Sum, number>>> & {
  /**
   * Of the events of the goal of the ask, by currency (empty where none was said), as they were sent; exact to four decimals.
   * Only where `revenue` was asked for.
   */
  readonly revenue?: Readonly<Record<string, number>>
}

export type Interval = 'minute' | 'hour' | 'day' | 'week' | 'month'

export type Ask = TotalsAsk | SeriesAsk | BreakdownAsk | GoalsAsk | FunnelAsk | CohortsAsk

export interface Asked {
  /** Instead of the range of the question: so a period and the one it is compared with share a scan. */
  readonly range?: Range
  readonly sums: readonly Sum[]
  /** For the sums of conversions. */
  readonly goal?: Goal
  readonly revenue?: boolean
}

export interface TotalsAsk extends Asked {
  readonly ask: 'totals'
}

export interface SeriesAsk extends Asked {
  readonly ask: 'series'
  readonly interval: Interval
  /** 1 Monday, 0 Sunday. */
  readonly weekStart: 0 | 1
}

export interface BreakdownAsk extends Asked {
  readonly ask: 'breakdown'
  readonly dimension: DimensionRef
  /** One of `sums`; equal ones by value. */
  readonly sort: Sum
  readonly ascending?: boolean
  readonly limit: number
  readonly offset: number
  /** Only values that contain this, whatever the case. */
  readonly search?: string
}

/** All goals of the question at once. */
export interface GoalsAsk {
  readonly ask: 'goals'
}

/**
 * Visits, or visitors, by how many of the steps they did in this order (others may lie between). Answered by how many reached
 * step 1, 2, … At most 16 steps.
 */
export interface FunnelAsk {
  readonly ask: 'funnel'
  readonly steps: readonly Deed[]
  readonly within: 'visit' | 'visitor'
}

/** Visitors by the bucket in which they were first seen, and in which later ones they came again. */
export interface CohortsAsk {
  readonly ask: 'cohorts'
  readonly interval: 'day' | 'week' | 'month'
  readonly weekStart: 0 | 1
}

export type AnswerOf<A> = A extends TotalsAsk
  ? Sums
  : A extends SeriesAsk
    ? readonly SeriesRow[]
    : A extends BreakdownAsk
      ? Breakdown
      : A extends GoalsAsk
        ? readonly GoalRow[]
        : A extends FunnelAsk
          ? readonly number[]
          : A extends CohortsAsk
            ? readonly CohortRow[]
            : never

/** Buckets with nothing in them are left out; ascending. */
export interface SeriesRow {
  /** First instant of the bucket, ms since 1970; of a week or month that the range cuts, of the whole. */
  readonly at: number
  readonly sums: Sums
}

export interface Breakdown {
  /** How many values there are, before `limit` and `offset`. */
  readonly count: number
  readonly rows: readonly BreakdownRow[]
  /** Of everything, whatever is listed. */
  readonly totals: Sums
}

export interface BreakdownRow {
  /** Empty for what is not known, which is a value like others. */
  readonly value: string
  /**
   * What else the value stands for: `country` of a region, `country` and `region` of a city, `browser` and `os` of a version,
   * `channel` of a source and a referrer, `title` of a page (the newest in the range); `host` of a page where there are several.
   */
  readonly fields: Readonly<Record<string, string>>
  readonly sums: Sums
}

export interface GoalRow {
  readonly goal: number
  readonly conversions: number
  readonly visitors: number
  readonly visits: number
  readonly revenue: Readonly<Record<string, number>>
}

export interface CohortRow {
  /** First instant of the bucket in which they were first seen. */
  readonly at: number
  /** Those first seen in it that have a selected page view in the range. */
  readonly visitors: number
  /** Distinct visitors of the cohort in the bucket itself, the next, … up to the end of the range. */
  readonly returned: readonly number[]
}

/** Something a visit can do. `event`: exact name. `page`: pattern over the path in which `*` is any text. */
export type Deed =
  | { readonly kind: 'event'; readonly name: string }
  | { readonly kind: 'page'; readonly pattern: string }
  /** The visit had pages in view for at least so many seconds. */
  | { readonly kind: 'engaged'; readonly seconds: number }
  /** A page (pattern) was seen down to at least so many percent. */
  | { readonly kind: 'scroll'; readonly pattern: string; readonly percent: number }

export interface Goal {
  readonly id: number
  readonly name: string
  readonly deed: Deed
}
