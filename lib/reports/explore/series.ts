import type { IntervalWord, SeriesPoint } from '../../wire/explore.ts'
import type { Compared, MetricFigures, MetricName } from '../../wire/explore-parts.ts'
import { askedFor, changesOf, figuresOf } from '../metrics.ts'
import { bucketName, bucketStarts, parseInterval } from '../periods/intervals.ts'
import type { Period } from '../periods/period.ts'
import { wirePeriod } from '../periods/period.ts'
import type { SeriesRow } from '../query.ts'
import type { ExploreQuestion } from './explore-report.ts'
import type { Inquiry } from './inquiry.ts'
import { isOn } from './parameters.ts'
import type { ThinnedDay } from '../thinned-days.ts'
import { withThinned } from '../thinned-days.ts'
import { seriesWithThinned } from './thinned.ts'

/** A series that is wanted: by which interval, of which metrics, and whether empty buckets are in it. */
export interface SeriesWish {
  readonly interval: IntervalWord
  readonly metrics: readonly MetricName[]
  readonly isFilled: boolean
}

/** Throws `invalid_input`. */
export function seriesWish({ period, comparison, given }: ExploreQuestion, metrics: readonly MetricName[]): SeriesWish {
  const interval = parseInterval(given('interval'), period)
  if (comparison !== undefined) parseInterval(interval, comparison)
  return { interval, metrics, isFilled: isOn('fill', given('fill')) }
}

/** Of one period: the totals and the series. */
export interface Told {
  readonly period: Period
  readonly totals: MetricFigures
  readonly points: SeriesPoint[]
}

/** Asks for a period, and answers when the inquiry has been. */
export function askTold(
  inquiry: Inquiry,
  question: ExploreQuestion,
  wish: SeriesWish,
  period: Period,
): (thinned: readonly ThinnedDay[]) => Told {
  const { interval, metrics } = wish
  const asked = { range: period, ...askedFor(metrics, question) }
  const totals = inquiry.ask({ ask: 'totals', ...asked })
  const series = inquiry.ask({ ask: 'series', interval, weekStart: question.weekStart, ...asked })
  const { weekStart } = question
  const nothing = Object.fromEntries(asked.sums.map((sum) => [sum, 0]))
  return (thinned) => ({
    period,
    totals: figuresOf(metrics, withThinned(totals(), thinned), question),
    points: pointsOf(
      seriesWithThinned(series(), thinned, { period, interval, weekStart }, nothing),
      wish,
      period,
      question,
    ),
  })
}

function pointsOf(
  rows: readonly SeriesRow[],
  { interval, metrics, isFilled }: SeriesWish,
  period: Period,
  question: ExploreQuestion,
): SeriesPoint[] {
  const whole = isFilled ? filled(rows, bucketStarts(period, interval, question.weekStart)) : rows
  return whole.map(({ at, sums }) => ({
    at: bucketName(period.zone, at, interval),
    ...figuresOf(metrics, sums, question),
  }))
}

/** With a row of nothing for every bucket that has none. */
export function filled(rows: readonly SeriesRow[], starts: readonly number[]): SeriesRow[] {
  const known = new Map(rows.map((row) => [row.at, row]))
  return starts.map((at) => known.get(at) ?? { at, sums: {} })
}

/** What one period is held against, as answers have it. */
export const comparedWith = (now: MetricFigures, period: Period, totals: MetricFigures): Compared => ({
  range: wirePeriod(period),
  totals,
  change: changesOf(now, totals),
})
