import { SECOND } from '../core/clock.ts'
import type { IdentityMode } from '../projects/project.ts'
import type { MetricChanges, MetricFigures, MetricName, MetricUnit } from '../wire/explore-parts.ts'
import type { Asked, Goal, Sum, Sums } from './query.ts'

/** One public metric: what it is called, what it means, and how it is made of sums. */
export interface MetricPlan {
  readonly unit: MetricUnit
  /** One sentence for people. */
  readonly definition: string
  readonly sums: readonly Sum[]
  /** Undefined for money, which has a form of its own. Null where there is nothing to divide. */
  readonly of?: (sum: (name: Sum) => number) => number | null
  /** What it cannot be known without: a goal in the question, or a project that knows visitors again. */
  readonly needs?: 'goal' | 'cookie'
  /** The sum that lists can be sorted by in its name. */
  readonly sort?: Sum
}

type Of = NonNullable<MetricPlan['of']>

const counted = (sum: Sum): Pick<MetricPlan, 'unit' | 'sums' | 'of' | 'sort'> => ({
  unit: 'count',
  sums: [sum],
  of: (of) => of(sum),
  sort: sum,
})

const divided = (unit: MetricUnit, part: Sum, by: Sum, factor: number, decimals: number) => {
  const step = 10 ** decimals
  const of: Of = (sum) => (sum(by) === 0 ? null : Math.round((sum(part) / sum(by)) * factor * step) / step)
  return { unit, sums: [part, by], of }
}

/** A middle value of these; null where there are none to have one. */
const middle = (sum: Sum, among: Sum, factor: number) => ({
  unit: 'seconds' as const,
  sums: [sum, among],
  of: ((of) => (of(among) === 0 ? null : Math.round(of(sum) * factor))) satisfies Of,
})

const OF_MS = 1 / SECOND

/** Every metric there is, in the order in which they are listed. */
export const METRICS: Readonly<Record<MetricName, MetricPlan>> = {
  visitors: { ...counted('visitors'), definition: 'Distinct visitors with a page view.' },
  visits: {
    ...counted('visits'),
    definition: 'Visits that began; a visit ends after 30 minutes without a sign of life.',
  },
  pageviews: { ...counted('pageviews'), definition: 'Page views.' },
  events: { ...counted('events'), definition: 'Custom events.' },
  bounce_rate: {
    ...divided('percent', 'bounces', 'visits', 100, 1),
    definition: 'Visits with one page view and no custom event, of all visits that began.',
  },
  engaged_time: {
    ...divided('seconds', 'visibleTime', 'visits', OF_MS, 0),
    definition: 'Mean time of a visit in which a page was in view.',
  },
  engaged_time_median: {
    ...middle('visibleTimeMedian', 'visits', OF_MS),
    definition: 'The time with a page in view that half of the visits stayed below.',
  },
  visit_duration: {
    ...divided('seconds', 'duration', 'visits', OF_MS, 0),
    definition: 'Mean time of a visit from its first page view to its last sign of life.',
  },
  views_per_visit: {
    ...divided('ratio', 'pageviews', 'viewedVisits', 1, 2),
    definition: 'Page views for each visit that has one in the range.',
  },
  scroll_depth: {
    ...divided('percent', 'scroll', 'scrolledViews', 1, 1),
    definition: 'How far down pages were seen, as the mean over the page views that told.',
  },
  time_on_page: {
    ...divided('seconds', 'viewTime', 'pageviews', 1, 0),
    definition: 'Mean time in which a page view was in view.',
  },
  time_on_page_median: {
    ...middle('viewTimeMedian', 'pageviews', 1),
    definition: 'The time in view that half of the page views stayed below.',
  },
  new_visitors: {
    ...counted('newVisitors'),
    definition: 'Visitors first seen inside the range (in a series: inside the bucket).',
    needs: 'cookie',
  },
  returning_visitors: {
    unit: 'count',
    sums: ['visitors', 'newVisitors'],
    of: (sum) => sum('visitors') - sum('newVisitors'),
    definition: 'Visitors first seen before the range (in a series: before the bucket).',
    needs: 'cookie',
  },
  conversions: { ...counted('conversions'), definition: 'How many times the goal was reached.', needs: 'goal' },
  conversion_rate: {
    ...divided('percent', 'convertedVisitors', 'visitors', 100, 1),
    definition: 'Visitors who reached the goal, of all visitors.',
    needs: 'goal',
  },
  revenue: {
    unit: 'money',
    sums: [],
    definition: 'Sum of the property `revenue` of the events of the goal, by their property `currency`.',
    needs: 'goal',
  },
}

export const METRIC_NAMES = Object.keys(METRICS) as MetricName[]

/** What decides whether a metric can be known. */
export interface Knowing {
  readonly identity: IdentityMode
  readonly goal: Goal | undefined
}

/** With `daily` and `cache` identity a visitor lives for a day: nobody can tell who came back. */
const isKnown = (metric: MetricName, { identity }: Knowing) =>
  METRICS[metric].needs !== 'cookie' || identity === 'cookie'

/** What the engine has to count for these metrics. */
export function askedFor(metrics: readonly MetricName[], knowing: Knowing, more: readonly Sum[] = []): Asked {
  const known = metrics.filter((metric) => isKnown(metric, knowing))
  return {
    sums: [...new Set([...known.flatMap((metric) => METRICS[metric].sums), ...more])],
    ...(knowing.goal && { goal: knowing.goal }),
    ...(metrics.includes('revenue') && { revenue: true }),
  }
}

/** The metrics as answers carry them, in the order asked for. */
export function figuresOf(metrics: readonly MetricName[], sums: Sums, knowing: Knowing): MetricFigures {
  const figures: Record<string, MetricFigures[MetricName]> = {}
  for (const metric of metrics) {
    const { of } = METRICS[metric]
    if (of === undefined) figures[metric] = { ...sums.revenue }
    else figures[metric] = isKnown(metric, knowing) ? of((name) => sums[name] ?? 0) : null
  }
  return figures
}

/** Of one period against another, in percent with one decimal. Money only where both have the same single currency. */
export function changesOf(now: MetricFigures, before: MetricFigures): MetricChanges {
  const { revenue, ...rest } = now
  const changes: Record<string, number | null> = {}
  for (const [metric, figure] of Object.entries(rest)) {
    changes[metric] = change(figure, before[metric as keyof typeof rest])
  }
  if (revenue !== undefined) {
    const [currency = '', ...others] = Object.keys({ ...revenue, ...before.revenue })
    changes.revenue = others.length > 0 ? null : change(revenue[currency], before.revenue?.[currency])
  }
  return changes
}

/** In percent, one decimal; null where there is nothing to compare with. */
export function change(now: number | null | undefined, before: number | null | undefined): number | null {
  if (typeof now !== 'number' || typeof before !== 'number' || before === 0) return null
  return Math.round(((now - before) / Math.abs(before)) * 1000) / 10
}
