import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'
import { DAY } from '../../../lib/core/clock.ts'
import { wholeDivision } from '../../../lib/db/dialect.ts'
import type { Engine } from '../../../lib/db/open-db.ts'
import type { Metric, ViewMetric, VisitMetric } from '../../../lib/reports/engine.ts'
import { offsetSpans } from '../../../lib/reports/offset-spans.ts'
import type { Range } from '../../../lib/reports/range.ts'

type Count = RawBuilder<number>

/** Makes of an instant's column the number of its local day, days since 1970-01-01. */
type DayOf = (at: Count) => Count

interface Circumstances {
  readonly range: Range
  /** Present when the rows are days. */
  readonly dayOf: DayOf | undefined
}

const VIEWS: Readonly<Record<ViewMetric, (of: Circumstances) => Count>> = {
  pageviews: () => sql`count(*)`,
  visitors: () => sql`count(distinct pageviews.visitor)`,
  viewedVisits: () => sql`count(distinct pageviews.visit)`,
  returningVisitors: ({ range, dayOf }) => {
    const firstSeen = sql.ref<number>('visitors.first_seen')
    const before = sql`${firstSeen} < ${sql.lit(range.start)}`
    const otherDay =
      dayOf === undefined ? sql`` : sql`or ${dayOf(firstSeen)} <> ${dayOf(sql.ref<number>('pageviews.at'))}`
    return sql`count(distinct case when ${before} ${otherDay} then pageviews.visitor end)`
  },
}

const IS_BOUNCE = sql`visits.views = 1 and visits.events = 0`
const DURATION = sql`(visits.last_at - visits.started_at)`

const VISITS: Readonly<Record<VisitMetric, () => Count>> = {
  visits: () => sql`count(*)`,
  bounces: () => sql`sum(case when ${IS_BOUNCE} then 1 else 0 end)`,
  duration: () => sql`sum(${DURATION})`,
  visibleTime: () => sql`sum(visits.engaged_ms)`,
  engagedDuration: () => sql`sum(case when ${IS_BOUNCE} then 0 else ${DURATION} end)`,
}

export const isViewMetric = (metric: Metric): metric is ViewMetric => metric in VIEWS

/** The SQL of each metric, under its name. */
export const metricColumns = (metrics: readonly Metric[], of: Circumstances): Record<string, Count> =>
  Object.fromEntries(metrics.map((metric) => [metric, isViewMetric(metric) ? VIEWS[metric](of) : VISITS[metric]()]))

/** The tables that the metrics need beside their own. A visitor may be gone by now: then they count as new. */
export const metricJoins = (metrics: readonly Metric[]): RawBuilder<unknown>[] =>
  metrics.includes('returningVisitors')
    ? [
        sql`left join visitors
            on visitors.project_id = pageviews.project_id and visitors.visitor = pageviews.visitor`,
      ]
    : []

/**
 * Local days without asking the database about time zones, which on many hosts knows none: one CASE over the spans of
 * constant offset. The numbers are literals, because SQLite binds a JavaScript number as a float and would then divide
 * as with floats.
 */
export function localDays(engine: Engine, range: Range): DayOf {
  const spans = offsetSpans(range.zone, range.start, range.end)
  const last = sql.lit(spans.at(-1)?.offset ?? 0)
  return (at) => {
    const cases = spans
      .slice(0, -1)
      .map(({ until, offset }) => sql`when ${at} < ${sql.lit(until)} then ${sql.lit(offset)}`)
    const offset = cases.length === 0 ? last : sql`case ${sql.join(cases, sql` `)} else ${last} end`
    return wholeDivision(engine, sql<number>`(${at} + ${offset})`, DAY)
  }
}

/** `YYYY-MM-DD` of a day's number. */
export const dayName = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10)
