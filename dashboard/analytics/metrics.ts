import type { MetricFigures, MetricName } from '../../lib/wire/explore-parts.ts'
import { duration, number, percent } from '../format.ts'

/** The numbers of the first row, in their order. */
export const TOP_METRICS = [
  'visitors',
  'visits',
  'pageviews',
  'views_per_visit',
  'bounce_rate',
  'engaged_time',
] as const satisfies readonly MetricName[]
export type TopMetric = (typeof TOP_METRICS)[number]

/** Less of it is better. */
export const isReversed = (metric: MetricName): boolean => metric === 'bounce_rate'

const FORMATS: Readonly<Partial<Record<MetricName, (value: number) => string>>> = {
  bounce_rate: percent,
  conversion_rate: percent,
  scroll_depth: percent,
  engaged_time: duration,
  engaged_time_median: duration,
  visit_duration: duration,
  time_on_page: duration,
}

/** A metric as people read it; a dash where nobody can know. */
export function figure(metric: MetricName, value: number | null | undefined): string {
  if (value === null || value === undefined) return '–'
  return (FORMATS[metric] ?? number)(value)
}

/** Of one metric that is a number. */
export function numberOf(figures: MetricFigures, metric: MetricName): number | null {
  const value = figures[metric]
  return typeof value === 'number' ? value : null
}
