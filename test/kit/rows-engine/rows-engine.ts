import { sql } from 'kysely'
import type { Db } from '../../../lib/db/open-db.ts'
import type {
  Dimension,
  DimensionValues,
  Figures,
  Metric,
  ReportEngine,
  ViewMetric,
} from '../../../lib/reports/engine.ts'
import type { Scope } from '../../../lib/reports/scope.ts'
import { auditsRows } from '../../../lib/reports/rows-audits.ts'
import { clicksRows } from './rows-clicks.ts'
import { errorsRows } from './rows-errors.ts'
import { eventsRows } from './rows-events.ts'
import { DIMENSIONS } from './rows-dimensions.ts'
import { droppedRows } from '../../../lib/reports/rows-dropped.ts'
import { dayName, isViewMetric, localDays, metricColumns, metricJoins } from './rows-metrics.ts'
import type { CountedRow } from './rows-query.ts'
import { countRows, timeOf } from './rows-query.ts'

const MOST_ROWS = 1000

/**
 * Answers from the rows as they are, by SQL alone: what the reports were before finished days were sealed. Tests hold the
 * engine against it.
 */
export const rowsEngine = (db: Db): ReportEngine => ({
  // Rows are what has not been thinned.
  thinned: () => Promise.resolve([]),

  async totals(scope, metrics) {
    const counted = await Promise.all(
      tablesOf(metrics).map(async ({ from, asked }) => {
        const columns = metricColumns(asked, { range: scope.range, dayOf: undefined })
        const [row] = await countRows(db.read, scope, { from, metrics: columns, joins: metricJoins(asked) })
        return row
      }),
    )
    return figures(metrics, Object.assign({}, ...counted) as CountedRow)
  },

  async perDay(scope, metrics) {
    const { range } = scope
    const dayOf = localDays(db.engine, range)
    const counted = await Promise.all(
      tablesOf(metrics).map(({ from, asked }) =>
        countRows(db.read, scope, {
          from,
          fields: { day: dayOf(timeOf(from)) },
          metrics: metricColumns(asked, { range, dayOf }),
          joins: metricJoins(asked),
        }),
      ),
    )
    const days = new Map<number, CountedRow>()
    for (const row of counted.flat()) days.set(Number(row.day), { ...days.get(Number(row.day)), ...row })
    return [...days].sort(([a], [b]) => a - b).map(([day, row]) => ({ day: dayName(day), ...figures(metrics, row) }))
  },

  async breakdown<D extends Dimension, M extends ViewMetric>(
    scope: Scope,
    dimension: D,
    metrics: readonly M[],
    { limit = MOST_ROWS }: { readonly limit?: number } = {},
  ) {
    const plan = DIMENSIONS[dimension]
    const fields = plan.fields({ engine: db.engine, range: scope.range })
    const rows = await countRows(db.read, scope, {
      from: 'pageviews',
      fields,
      metrics: metricColumns(metrics, { range: scope.range, dayOf: undefined }),
      joins: [plan.join, ...metricJoins(metrics)],
      where: plan.where,
      groupBy: plan.groupBy,
      order: sql`count(*) desc, ${plan.ties ?? sql.join(Object.values(fields))}`,
      limit: Math.min(limit, MOST_ROWS),
    })
    const named = dimension === 'page' ? await withTitles(db, rows) : rows
    return named.map((row) => ({ ...(row as unknown as DimensionValues[D]), ...figures(metrics, row) }))
  },

  dropped: (scope, newest) => droppedRows(db.read, scope, newest),
  errors: errorsRows(db),
  clicks: clicksRows(db),
  audits: auditsRows(db),
  events: eventsRows(db),
})

/** The metrics by the table that they are counted in. */
function tablesOf(metrics: readonly Metric[]) {
  return [
    { from: 'pageviews' as const, asked: metrics.filter(isViewMetric) },
    { from: 'visits' as const, asked: metrics.filter((metric) => !isViewMetric(metric)) },
  ].filter(({ asked }) => asked.length > 0)
}

/** MySQL sends sums as text, and either engine NULL for the sum of nothing. */
const figures = <M extends Metric>(metrics: readonly M[], row: CountedRow): Figures<M> =>
  Object.fromEntries(metrics.map((metric) => [metric, Number(row[metric] ?? 0)])) as Figures<M>

/** Titles by their numbers: a lookup for the few rows that are left, where a join would do it for every group. */
async function withTitles(db: Db, rows: readonly CountedRow[]): Promise<readonly CountedRow[]> {
  const numbers = [...new Set(rows.map((row) => Number(row.title)))].filter((number) => number > 0)
  if (numbers.length === 0) return rows.map((row) => ({ ...row, title: '' }))
  const found = await db.read.selectFrom('texts').select(['id', 'value']).where('id', 'in', numbers).execute()
  const titles = new Map(found.map(({ id, value }) => [id, value]))
  return rows.map((row) => ({ ...row, title: titles.get(Number(row.title)) ?? '' }))
}
