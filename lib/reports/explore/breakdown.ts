import { decodeCursor, encodeCursor } from '../../core/cursor.ts'
import { AppError } from '../../core/errors.ts'
import { cleanText } from '../../core/text.ts'
import type { BreakdownReport, ComparedRow, ValueRow } from '../../wire/explore.ts'
import type { MetricFigures, MetricName } from '../../wire/explore-parts.ts'
import type { DimensionRef } from '../filter.ts'
import { printDimension } from '../filters/print-filter.ts'
import { askedFor, changesOf, figuresOf, METRIC_NAMES, METRICS } from '../metrics.ts'
import type { Period } from '../periods/period.ts'
import { wirePeriod } from '../periods/period.ts'
import type { BreakdownAsk, BreakdownRow, Sum, TotalsAsk } from '../query.ts'
import type { Engines, ExploreQuestion, ExploreReport } from './explore-report.ts'
import { queryOf } from './explore-report.ts'
import { Inquiry } from './inquiry.ts'
import { dimension, metricsOf, oneOf, wholeNumber } from './parameters.ts'
import { comparedWith } from './series.ts'
import { thinnedMark, withThinned } from '../thinned-days.ts'
import { thinnedFor } from './thinned.ts'
import { keyOf, metricColumns, onlyThese, usualMetrics, valueRows, valueTable } from './value-rows.ts'

const MOST_ROWS = 1000
const MOST_OFFSET = 1_000_000
const LONGEST_SEARCH = 255

interface Wish {
  readonly dimension: DimensionRef
  readonly metrics: readonly MetricName[]
  readonly ask: BreakdownAsk
}

/** The values of one dimension with their metrics, in any order, in pieces. */
export const breakdown: ExploreReport<BreakdownReport> = {
  message: 'Breakdown fetched successfully',
  answer: async (engines, question) => {
    const wish = wishOf(question)
    const { period, comparison, filterText } = question
    const inquiry = new Inquiry()
    const rowsNow = inquiry.ask(wish.ask)
    const totalsThen = comparison && inquiry.ask(totalsAsk(wish, question, comparison))
    await inquiry.answer(engines.query, queryOf(question, period))
    const found = rowsNow()
    const thinned = await thinnedFor(engines, question, period)
    const thinnedThen = await thinnedFor(engines, question, comparison)
    const totals = figuresOf(wish.metrics, withThinned(found.totals, thinned), question)
    const before = comparison && {
      totals: figuresOf(wish.metrics, withThinned(totalsThen?.() ?? {}, thinnedThen), question),
      of: await earlierRows(engines, question, wish, { period: comparison, rows: found.rows }),
    }
    const rows = valueRows(wish.dimension, found.rows, wish.metrics, question)
    const next = wish.ask.offset + found.rows.length
    return {
      range: wirePeriod(period),
      filter: filterText,
      dimension: printDimension(wish.dimension),
      count: found.count,
      rows: before ? compared(rows, found.rows, before.of) : rows,
      totals,
      ...thinnedMark([...thinned, ...thinnedThen]),
      ...(before && { compare: comparedWith(totals, comparison, before.totals) }),
      ...(next < found.count && { next_cursor: encodeCursor([next]) }),
    }
  },
  tables: ({ rows, totals }) => [valueTable('rows', rows, metricColumns(totals))],
}

function wishOf(question: ExploreQuestion): Wish {
  const { given, goal } = question
  const wanted = dimension('dimension', given('dimension'))
  const metrics = metricsOf(given('metrics'), goal, usualMetrics(wanted, question))
  const sort = sortOf(given('sort'), metrics, question)
  const search = given('search')
  return {
    dimension: wanted,
    metrics,
    ask: {
      ask: 'breakdown',
      dimension: wanted,
      ...askedFor(metrics, question, [sort]),
      sort,
      ascending: oneOf('order', given('order'), ['desc', 'asc']) === 'asc',
      limit: wholeNumber('limit', given('limit'), { least: 1, most: MOST_ROWS, fallback: 50 }),
      offset: offsetOf(given('offset'), given('cursor')),
      ...(search !== undefined && { search: cleanText(search, LONGEST_SEARCH) }),
    },
  }
}

const SORTABLE = METRIC_NAMES.filter((name) => METRICS[name].sort !== undefined)

/** By the first metric that can be sorted by, unless told otherwise. */
function sortOf(text: string | undefined, metrics: readonly MetricName[], { goal, identity }: ExploreQuestion): Sum {
  const first = metrics.find((name) => METRICS[name].sort !== undefined && METRICS[name].needs !== 'cookie')
  const by = text === undefined ? (first ?? 'visitors') : SORTABLE.find((name) => name === text)
  const sum = by && METRICS[by].sort
  if (sum === undefined) throw new AppError('invalid_input', `sort must be one of: ${SORTABLE.join(', ')}`)
  if (sum === 'conversions' && goal === undefined) {
    throw new AppError('invalid_input', 'sort=conversions is about a goal: name it with goal=')
  }
  if (sum === 'newVisitors' && identity !== 'cookie') {
    throw new AppError('invalid_input', 'sort=new_visitors needs a project that knows visitors again (cookie identity)')
  }
  return sum
}

function offsetOf(offset: string | undefined, cursor: string | undefined): number {
  if (offset !== undefined && cursor !== undefined) {
    throw new AppError('invalid_input', 'Give offset or cursor, not both')
  }
  const [next] = decodeCursor(cursor, 1) ?? []
  const text = next === undefined ? offset : String(next)
  return wholeNumber(cursor === undefined ? 'offset' : 'cursor', text, { least: 0, most: MOST_OFFSET, fallback: 0 })
}

const totalsAsk = ({ metrics }: Wish, question: ExploreQuestion, range: Period): TotalsAsk => ({
  ask: 'totals',
  range,
  ...askedFor(metrics, question),
})

/** The figures of a listed value in the other period; of nothing where it was not there. */
type FiguresOf = (row: BreakdownRow) => MetricFigures

/** Which values are listed is known only now, so it takes a scan of its own. */
async function earlierRows(
  { query }: Engines,
  question: ExploreQuestion,
  { dimension: by, metrics, ask }: Wish,
  { period, rows }: { readonly period: Period; readonly rows: readonly BreakdownRow[] },
): Promise<FiguresOf> {
  const these = queryOf(question, period, onlyThese(by, rows))
  // A name may stand for several places; they come along and are left out.
  const all = { ...ask, offset: 0, limit: 10 * MOST_ROWS }
  const found = rows.length === 0 ? [] : (await query.answer(these, [all]))[0].rows
  const sums = new Map(found.map((row) => [keyOf(row), row.sums]))
  return (row) => figuresOf(metrics, sums.get(keyOf(row)) ?? {}, question)
}

/** `rows` are those of `found`, put into words. */
const compared = (rows: readonly ValueRow[], found: readonly BreakdownRow[], before: FiguresOf): ComparedRow[] =>
  rows.map((row, at) => {
    const { value: _value, fields: _fields, ...now } = row
    const then = before(found[at] as BreakdownRow)
    return { ...row, compare: then, change: changesOf(now, then) }
  })
