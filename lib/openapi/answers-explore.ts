import * as z from 'zod'
import type {
  BreakdownReport,
  Cohort,
  DroppedPanel,
  FunnelReport,
  FunnelStep,
  GoalFigures,
  GoalsReport,
  LiveReport,
  LiveRow,
  OverviewReport,
  Panel,
  RetentionReport,
  SeriesPoint,
  TimeseriesReport,
  ValueRow,
} from '../wire/explore.ts'
import { INTERVALS } from '../reports/periods/intervals.ts'
import { changes, figures, metricFields, money } from './answers-metrics.ts'
import { trigger } from './answers-goals.ts'
import { range, thinnedMark } from './answers-visits.ts'
import { count, nextCursor, rowId, shape, time } from './shape.ts'

/** The reports that are asked freely. */

const at = z.string().meta({
  description: 'Start of the bucket in the project’s time zone: a day, or a day and a time where it is shorter.',
  examples: ['2026-11-20', '2026-11-20 09:00'],
})
const point = shape<SeriesPoint>()('SeriesPoint', z.strictObject({ at, ...metricFields }))

const value = z.string().meta({ description: 'Empty where nothing is known.' })
const fields = z.record(z.string(), z.string()).meta({
  description: 'What else the value stands for: `country_name`, `country` of a region, `title` of a page, …',
})
const valueRow = shape<ValueRow>()('ValueRow', z.strictObject({ value, fields, ...metricFields }))

const filter = z.string().nullable().meta({ description: 'The filter that holds, in canonical words; null for none.' })
const head = { range, filter }
const interval = z.enum(INTERVALS)
const totals = figures
const compared = { range, totals, change: changes }
const points = z.array(point).meta({ description: 'Ascending; empty buckets are left out unless `fill=1`.' })
const rate = z.number().nullable().meta({ description: 'Percent, one decimal; null of nothing.' })

const panel = shape<Panel>()(
  'Panel',
  z.strictObject({
    dimension: z.string(),
    count: count.meta({ description: 'How many values there are in all.' }),
    rows: z.array(valueRow),
  }),
)

const goalFields = {
  id: rowId,
  name: z.string(),
  conversions: count,
  visitors: count.meta({ description: 'Distinct visitors that reached it.' }),
  visits: count.meta({ description: 'Visits that reached it.' }),
  conversion_rate: rate.meta({ description: 'Of all visitors, percent.' }),
  revenue: money,
}
const goalFigures = shape<GoalFigures>()('GoalFigures', z.strictObject(goalFields))

const dropped = shape<DroppedPanel>()(
  'DroppedPanel',
  z.strictObject({ total: count, by_reason: z.array(z.strictObject({ reason: z.string(), count })) }),
)

export const overviewReport = shape<OverviewReport>()(
  'OverviewReport',
  z.strictObject({
    ...head,
    ...thinnedMark,
    interval,
    totals,
    series: points,
    compare: z.strictObject({ ...compared, series: points }).exactOptional(),
    panels: z.array(panel),
    goals: z.array(goalFigures).exactOptional(),
    dropped: dropped.exactOptional(),
  }),
)

export const breakdownReport = shape<BreakdownReport>()(
  'BreakdownReport',
  z.strictObject({
    ...head,
    ...thinnedMark,
    dimension: z.string(),
    count: count.meta({ description: 'How many values there are in all.' }),
    rows: z.array(
      z.strictObject({
        value,
        fields,
        ...metricFields,
        compare: figures.exactOptional(),
        change: changes.exactOptional(),
      }),
    ),
    totals: figures,
    compare: z.strictObject(compared).exactOptional(),
    next_cursor: nextCursor,
  }),
)

export const timeseriesReport = shape<TimeseriesReport>()(
  'TimeseriesReport',
  z.strictObject({
    ...head,
    ...thinnedMark,
    interval,
    rows: points,
    totals,
    compare: z.strictObject({ ...compared, rows: points }).exactOptional(),
  }),
)

const span = z.strictObject({ visitors: count, pageviews: count })
const liveRow = shape<LiveRow>()('LiveRow', z.strictObject({ value, fields, visitors: count, pageviews: count }))
const liveRows = z.array(liveRow)

export const liveReport = shape<LiveReport>()(
  'LiveReport',
  z.strictObject({
    at: time,
    filter,
    last_5_minutes: span,
    last_30_minutes: span,
    minutes: z.array(z.strictObject({ at, visitors: count, pageviews: count })).length(30),
    pages: liveRows,
    countries: liveRows,
    cities: liveRows,
    sources: liveRows,
  }),
)

export const goalsReport = shape<GoalsReport>()(
  'GoalsReport',
  z.strictObject({
    ...head,
    visitors: count,
    count,
    goals: z.array(
      z.strictObject({
        ...goalFields,
        compare: z
          .strictObject({
            conversions: count,
            visitors: count,
            visits: count,
            conversion_rate: rate,
            revenue: money,
          })
          .exactOptional(),
        change: z.strictObject({ conversions: rate, visitors: rate, conversion_rate: rate }).exactOptional(),
      }),
    ),
    compare: z.strictObject({ range, visitors: count }).exactOptional(),
  }),
)

const step = shape<FunnelStep>()(
  'FunnelStep',
  z.strictObject({
    step: rowId,
    name: z.string().meta({ examples: ['page:/pricing'] }),
    trigger,
    reached: count.meta({ description: 'Visits, or visitors, that came so far.' }),
    rate: rate.meta({ description: 'Of those that did the first step, percent.' }),
    step_rate: rate.meta({ description: 'Of those that did the step before, percent.' }),
    lost: count.meta({ description: 'Did the step before, and not this one.' }),
    compare: z.strictObject({ reached: count, rate, step_rate: rate }).exactOptional(),
  }),
)

export const funnelReport = shape<FunnelReport>()(
  'FunnelReport',
  z.strictObject({
    ...head,
    id: rowId.nullable(),
    name: z.string().nullable(),
    within: z.enum(['visit', 'visitor']),
    conversion_rate: rate.meta({ description: 'From the first step to the last, percent.' }),
    steps: z.array(step),
    compare: z.strictObject({ range, conversion_rate: rate }).exactOptional(),
  }),
)

const cohort = shape<Cohort>()(
  'Cohort',
  z.strictObject({
    at,
    visitors: count,
    returned: z.array(count).meta({ description: 'In the bucket itself, the next, … up to the end of the range.' }),
    rates: z.array(rate),
  }),
)

export const retentionReport = shape<RetentionReport>()(
  'RetentionReport',
  z.strictObject({ ...head, interval: z.enum(['day', 'week', 'month']), cohorts: z.array(cohort) }),
)
