import type { ReportRange } from './report-parts.ts'

/** What the answers of the freer reports are made of. */

export type MetricName =
  | 'visitors'
  | 'visits'
  | 'pageviews'
  | 'events'
  | 'bounce_rate'
  | 'engaged_time'
  | 'engaged_time_median'
  | 'visit_duration'
  | 'views_per_visit'
  | 'scroll_depth'
  | 'time_on_page'
  | 'time_on_page_median'
  | 'new_visitors'
  | 'returning_visitors'
  | 'conversions'
  | 'conversion_rate'
  | 'revenue'

/** `money`: amounts by currency, so an object. */
export type MetricUnit = 'count' | 'percent' | 'seconds' | 'ratio' | 'money'

/** Sums by currency (ISO 4217; empty where none was sent). */
export type Money = Record<string, number>

/** The metrics that were asked for. Null where there is nothing to divide, or where nobody can know. */
export type MetricFigures = { [M in Exclude<MetricName, 'revenue'>]?: number | null } & { revenue?: Money }

/** Change of each metric in percent, one decimal; null where there is nothing to compare with. */
export type MetricChanges = { [M in MetricName]?: number | null }

/** What a period is held against. */
export interface Compared {
  range: ReportRange
  totals: MetricFigures
  change: MetricChanges
}

/** What every answer begins with. */
export interface ExploreHead {
  range: ReportRange
  /** The filter that holds, in its canonical words; null for none. */
  filter: string | null
}
