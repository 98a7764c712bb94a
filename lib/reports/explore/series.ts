import type { IntervalWord, SeriesPoint } from '../../wire/explore.ts'
import type { MetricName } from '../../wire/explore-parts.ts'
import { askedFor, figuresOf } from '../metrics.ts'
import { bucketName, bucketStarts } from '../periods/intervals.ts'
import type { Period } from '../periods/period.ts'
import type { SeriesAsk, SeriesRow } from '../query.ts'
import type { ExploreQuestion } from './explore-report.ts'

/** A series that is wanted: by which interval, of which metrics, and whether empty buckets are in it. */
export interface SeriesWish {
  readonly interval: IntervalWord
  readonly metrics: readonly MetricName[]
  readonly isFilled: boolean
}

export const seriesAsk = ({ interval, metrics }: SeriesWish, question: ExploreQuestion): SeriesAsk => ({
  ask: 'series',
  interval,
  weekStart: question.weekStart,
  ...askedFor(metrics, question),
})

export function seriesPoints(
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
