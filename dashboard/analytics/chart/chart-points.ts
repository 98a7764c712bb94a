import type { OverviewReport } from '../../../lib/wire/explore.ts'
import type { TopMetric } from '../metrics.ts'
import { numberOf } from '../metrics.ts'

/** One bucket of the chart: what it is now, and what it was in the period that it is compared with. */
export interface ChartPoint {
  readonly at: string
  readonly value: number | null
  readonly beforeAt?: string | undefined
  readonly before?: number | null
}

/**
 * The two series bucket by bucket. Hours of today that have not come yet have no value: the answer fills them with
 * zeros, which a line would fall to.
 */
export function chartPoints(
  { series, compare }: Pick<OverviewReport, 'series' | 'compare'>,
  metric: TopMetric,
  isToday: boolean,
): readonly ChartPoint[] {
  const lastSeen = series.findLastIndex((point) => (numberOf(point, 'pageviews') ?? 0) > 0)
  const end = isToday ? lastSeen : series.length - 1
  return series.map((point, at) => {
    const other = compare?.series[at]
    return {
      at: point.at,
      value: at > end ? null : numberOf(point, metric),
      ...(compare && { beforeAt: other?.at, before: other === undefined ? null : numberOf(other, metric) }),
    }
  })
}
