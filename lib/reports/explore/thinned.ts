import { startOfDay } from '../../core/time-zone.ts'
import type { IntervalWord } from '../../wire/explore.ts'
import { bucketStarts } from '../periods/intervals.ts'
import type { Period } from '../periods/period.ts'
import type { SeriesRow } from '../query.ts'
import type { ThinnedDay } from '../thinned-days.ts'
import { withThinned } from '../thinned-days.ts'
import type { Engines, ExploreQuestion } from './explore-report.ts'

/** The thinned days that belong to a question: none where it asks for something that their totals cannot tell. */
export async function thinnedFor(
  { query }: Engines,
  { project, filter, goal }: ExploreQuestion,
  period: Period | undefined,
): Promise<readonly ThinnedDay[]> {
  if (period === undefined || filter !== undefined || goal !== undefined || !period.isDays) return []
  return query.thinned({ project: project.id, range: period })
}

/** A series with thinned days in it. Buckets that are shorter than a day get nothing of them. */
export function seriesWithThinned(
  rows: readonly SeriesRow[],
  days: readonly ThinnedDay[],
  { period, interval, weekStart }: { period: Period; interval: IntervalWord; weekStart: ExploreQuestion['weekStart'] },
  empty: SeriesRow['sums'],
): readonly SeriesRow[] {
  if (days.length === 0 || interval === 'minute' || interval === 'hour') return rows
  const starts = bucketStarts(period, interval, weekStart)
  const known = new Map(rows.map((row) => [row.at, row.sums]))
  for (const day of days) {
    const begin = startOfDay(period.zone, day.day)
    const at = starts.findLast((start) => start <= begin)
    if (at !== undefined) known.set(at, withThinned(known.get(at) ?? empty, [day]))
  }
  return [...known].map(([at, sums]) => ({ at, sums })).sort((a, b) => a.at - b.at)
}
