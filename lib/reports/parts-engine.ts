import type { Db } from '../db/open-db.ts'
import { localDay } from '../core/time-zone.ts'
import type { Dimension, DimensionValues, Figures, Metric, ReportEngine, ViewMetric } from './engine.ts'
import { clicksEngine } from './parts-clicks.ts'
import { errorsEngine } from './parts-errors.ts'
import { eventsEngine } from './parts-events.ts'
import type { Sum, Sums } from './query.ts'
import { auditsRows } from './rows-audits.ts'
import { droppedRows } from './rows-dropped.ts'
import type { Ask } from './scan/batch.ts'
import { Breakdown } from './scan/breakdown.ts'
import { bucketsOf } from './scan/buckets.ts'
import { ColumnCounters } from './scan/column-counters.ts'
import { DictionaryReader } from './scan/dictionary-reader.ts'
import { SeenSince } from './scan/first-seen.ts'
import { newestTitles } from './scan/newest-titles.ts'
import { periodOf } from './scan/period.ts'
import type { Dictionaries } from './scan/query-plan.ts'
import { REPORT_PLANS } from './scan/report-plans.ts'
import { seriesTally, totalsTally } from './scan/totals.ts'
import { ValueIndexes } from './scan/value-index.ts'
import type { Range } from './range.ts'
import type { Scope } from './scope.ts'
import { ScopeBatches } from './scope-batches.ts'
import { thinnedDays } from './thinned-days.ts'

const MOST_ROWS = 1000

/**
 * Answers the first reports from sealed parts and from the rows that are not sealed yet, as one. What no part has (issues,
 * links, audit entries, what was refused) is read from its tables.
 */
export function partsEngine(db: Db): ReportEngine {
  const batches = new ScopeBatches(db.read)
  const reader = new DictionaryReader(db.read)
  const dictionaries = { reader, indexes: new ValueIndexes(reader) }
  return {
    totals: (scope, metrics) =>
      batches.ask(scope, () => {
        const tally = totalsTally(periodOf(scope.range), sumsFor(metrics), { name: 'totals' })
        return { counters: [tally.counter], answer: () => figuresOf(metrics, tally.answer()) }
      }),
    perDay: (scope, metrics) => batches.ask(scope, () => perDay(scope.range, metrics)),
    breakdown: (scope, dimension, metrics, { limit = MOST_ROWS } = {}) =>
      batches.ask(scope, () => breakdown(scope, dimension, metrics, Math.min(limit, MOST_ROWS), dictionaries)),
    thinned: (scope) => thinnedDays(db.read, scope),
    dropped: (scope, newest) => droppedRows(db.read, scope, newest),
    errors: errorsEngine(db, batches),
    clicks: clicksEngine(db, batches, reader),
    audits: auditsRows(db),
    events: eventsEngine(batches, reader),
  }
}

/** Who is not new is returning. */
const sumsFor = (metrics: readonly Metric[]): Sum[] => [
  ...new Set(
    metrics.flatMap((metric): Sum[] => (metric === 'returningVisitors' ? ['visitors', 'newVisitors'] : [metric])),
  ),
]

function figuresOf<M extends Metric>(metrics: readonly M[], sums: Sums): Figures<M> {
  const figure = (metric: Metric) =>
    metric === 'returningVisitors' ? (sums.visitors ?? 0) - (sums.newVisitors ?? 0) : (sums[metric] ?? 0)
  return Object.fromEntries(metrics.map((metric) => [metric, figure(metric)])) as Figures<M>
}

function perDay<M extends Metric>(range: Range, metrics: readonly M[]): Ask<(Figures<M> & { readonly day: string })[]> {
  const period = periodOf(range)
  const buckets = bucketsOf(range.zone, 'day', 1, period)
  const tally = seriesTally(buckets, period, sumsFor(metrics), { name: 'days' })
  return {
    counters: [tally.counter],
    answer: () =>
      tally.answer().map(({ bucket, sums }) => ({
        day: localDay(range.zone, buckets.starts[bucket] ?? 0),
        ...figuresOf(metrics, sums),
      })),
  }
}

function breakdown<D extends Dimension, M extends ViewMetric>(
  { project, range }: Scope,
  dimension: D,
  metrics: readonly M[],
  limit: number,
  { reader, indexes }: Dictionaries,
): Ask<(DimensionValues[D] & Figures<M>)[]> {
  const period = periodOf(range)
  const plan = REPORT_PLANS[dimension]
  const sums = [...new Set<Sum>([...sumsFor(metrics), 'pageviews'])]
  const since = sums.includes('newVisitors') ? new SeenSince(period.start) : undefined
  const wish = { sums, sort: 'pageviews', ascending: false, limit, offset: 0, search: '' } as const
  const one = new Breakdown(plan, wish, indexes.of(project, plan), since)
  const columns = new ColumnCounters()
  columns.add(one, period)
  return {
    counters: columns.close(),
    more: () => columns.more(),
    answer: async (source) => {
      const titles = dimension === 'page' ? await titlesBy(one.listedIds()) : undefined
      return one.rows().map(({ value, texts, sums: found }) => ({
        ...(Object.fromEntries(plan.fields.map((field, at) => [field, texts[at] ?? ''])) as DimensionValues[D]),
        ...(titles && { title: titles.get(value) ?? '' }),
        ...figuresOf(metrics, found),
      }))

      async function titlesBy(values: ReadonlyMap<number, number>): Promise<Map<number, string>> {
        const numbers = await newestTitles(source, period, values)
        const texts = await reader.textsOf('texts', numbers.values())
        return new Map([...numbers].map(([value, number]) => [value, texts.get(number)?.[0] ?? '']))
      }
    },
  }
}
