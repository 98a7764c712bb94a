import type {
  Compared,
  ExploreHead,
  MetricChanges,
  MetricFigures,
  MetricName,
  MetricUnit,
  Money,
} from './explore-parts.ts'
import type { Trigger } from './goals.ts'
import type { ReportRange, ThinnedMark } from './report-parts.ts'

/**
 * `data` of the reports that go beyond those of Micrologs: any range, filter, metrics, and what it is compared with. Rows
 * carry the metrics that were asked for, under their names.
 */
export interface ExploreShapes {
  overview: OverviewReport
  breakdown: BreakdownReport
  timeseries: TimeseriesReport
  live: LiveReport
  goals: GoalsReport
  funnel: FunnelReport
  retention: RetentionReport
  metrics: MetricsReport
}

export type IntervalWord = 'minute' | 'hour' | 'day' | 'week' | 'month'

/** `at` is the start of the bucket: a day, or a day and a time (`2026-11-20 09:00`) where it is shorter. */
export type SeriesPoint = { at: string } & MetricFigures

/** One value of a dimension; empty where nothing is known. `fields`: what else it stands for. */
export type ValueRow = { value: string; fields: Record<string, string> } & MetricFigures

export type ComparedRow = ValueRow & { compare?: MetricFigures; change?: MetricChanges }

/** The most frequent values of a dimension. */
export interface Panel {
  dimension: string
  /** How many values there are in all. */
  count: number
  rows: ValueRow[]
}

/** Page views that came and were not counted, over every UTC day that the range touches. */
export interface DroppedPanel {
  total: number
  by_reason: { reason: string; count: number }[]
}

export interface OverviewReport extends ExploreHead, ThinnedMark {
  interval: IntervalWord
  totals: MetricFigures
  series: SeriesPoint[]
  compare?: Compared & { series: SeriesPoint[] }
  panels: Panel[]
  goals?: GoalFigures[]
  dropped?: DroppedPanel
}

export interface BreakdownReport extends ExploreHead, ThinnedMark {
  dimension: string
  count: number
  rows: ComparedRow[]
  /** Of everything, whatever is listed. */
  totals: MetricFigures
  compare?: Compared
  next_cursor?: string
}

export interface TimeseriesReport extends ExploreHead, ThinnedMark {
  interval: IntervalWord
  rows: SeriesPoint[]
  totals: MetricFigures
  compare?: Compared & { rows: SeriesPoint[] }
}

export interface LiveSpan {
  visitors: number
  pageviews: number
}

export interface LiveReport {
  /** The instant it is told for. */
  at: string
  filter: string | null
  last_5_minutes: LiveSpan
  last_30_minutes: LiveSpan
  /** The last 30 minutes, oldest first, without gaps; the last one is not over. */
  minutes: { at: string; visitors: number; pageviews: number }[]
  /** Of the last 30 minutes. */
  pages: LiveRow[]
  countries: LiveRow[]
  cities: LiveRow[]
  sources: LiveRow[]
}

export interface LiveRow {
  value: string
  fields: Record<string, string>
  visitors: number
  pageviews: number
}

export interface GoalFigures {
  id: number
  name: string
  conversions: number
  /** Distinct visitors and visits that reached it. */
  visitors: number
  visits: number
  /** Of all visitors, percent. */
  conversion_rate: number | null
  revenue: Money
}

export type GoalRow = GoalFigures & {
  compare?: Omit<GoalFigures, 'id' | 'name'>
  change?: { conversions: number | null; visitors: number | null; conversion_rate: number | null }
}

export interface GoalsReport extends ExploreHead {
  /** All of the range, whether they reached a goal or not. */
  visitors: number
  count: number
  goals: GoalRow[]
  compare?: { range: ReportRange; visitors: number }
}

export interface FunnelStep {
  step: number
  /** `page:/pricing`, `event:signup`. */
  name: string
  trigger: Trigger
  /** Visits, or visitors, that came so far. */
  reached: number
  /** Of those that did the first step, and of those that did the one before; percent. */
  rate: number | null
  step_rate: number | null
  /** Did the step before, and not this one. */
  lost: number
  compare?: { reached: number; rate: number | null; step_rate: number | null }
}

export interface FunnelReport extends ExploreHead {
  /** Of a saved one. */
  id: number | null
  name: string | null
  within: 'visit' | 'visitor'
  /** From the first step to the last. */
  conversion_rate: number | null
  steps: FunnelStep[]
  compare?: { range: ReportRange; conversion_rate: number | null }
}

export interface RetentionReport extends ExploreHead {
  interval: 'day' | 'week' | 'month'
  cohorts: Cohort[]
}

/** Visitors that were first seen in one bucket. */
export interface Cohort {
  at: string
  visitors: number
  /** How many of them came in that bucket, the next, … up to the end of the range; and in percent. */
  returned: number[]
  rates: (number | null)[]
}

export interface MetricsReport {
  metrics: {
    name: MetricName
    unit: MetricUnit
    definition: string
    /** `goal`: needs the parameter of that name. `cookie`: null in projects of another identity. */
    needs: 'goal' | 'cookie' | null
    /** Lists can be sorted by it. */
    is_sortable: boolean
  }[]
  dimensions: { name: string; of: 'page view' | 'visit' | 'event' | 'deed'; definition: string }[]
}
