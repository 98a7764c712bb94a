import type { IntervalWord } from '../../../lib/wire/explore.ts'
import { texts } from '../../language.ts'
import type { TopMetric } from '../metrics.ts'
import { figure } from '../metrics.ts'
import { bucketName } from './bucket-name.ts'
import type { ChartPoint } from './chart-points.ts'
import { TableScroll } from '../../parts/table-scroll.tsx'

interface SeriesTableProps {
  readonly points: readonly ChartPoint[]
  readonly metric: TopMetric
  readonly interval: IntervalWord
}

/** The buckets in words and numbers, newest first. */
export function SeriesTable({ points, metric, interval }: SeriesTableProps) {
  const words = texts.analytics.chart
  const name = texts.analytics.metrics[metric] ?? metric
  const isCompared = points.some(({ beforeAt }) => beforeAt !== undefined)
  return (
    <TableScroll label={words.title(name)}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{words.time}</th>
            <th scope="col">{name}</th>
            {isCompared && <th scope="col">{words.before}</th>}
          </tr>
        </thead>
        <tbody>
          {[...points].reverse().map(({ at, value, before }) => (
            <tr key={at}>
              <th scope="row">{bucketName(interval, at)}</th>
              <td>{figure(metric, value)}</td>
              {isCompared && <td>{figure(metric, before)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  )
}
