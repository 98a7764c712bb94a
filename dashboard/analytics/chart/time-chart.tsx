import { useMemo } from 'preact/hooks'
import type { OverviewReport } from '../../../lib/wire/explore.ts'
import { askAnnotations } from '../../api/annotations.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { texts } from '../../language.ts'
import { Choice } from '../../parts/field.tsx'
import { lazyScreen } from '../../parts/lazy-screen.tsx'
import { changeQuery } from '../../routing/use-place.ts'
import type { CurrentProject } from '../../session/session.ts'
import { Annotations } from '../annotations/annotations.tsx'
import { marksByBucket } from '../annotations/marks.ts'
import type { TopMetric } from '../metrics.ts'
import type { View } from '../view.ts'
import { periodWords, topicOf } from '../view.ts'
import { chartPoints } from './chart-points.ts'
import { SeriesTable } from './series-table.tsx'

const LineChart = lazyScreen(async () => (await import('./line-chart.tsx')).LineChart)

interface TimeChartProps {
  readonly project: CurrentProject
  readonly overview: OverviewReport
  readonly view: View
  readonly metric: TopMetric
  /** Shows the visits behind the numbers. */
  readonly onVisits: () => void
}

const INTERVALS = ['hour', 'day', 'week', 'month'] as const
const DAY_MS = 86_400_000
/** How many days a range must have for a bucket to make sense, and at most, so that there are not too many. */
const FITS = { hour: [1, 14], day: [2, 1000], week: [14, 5000], month: [60, 20_000] } as const

/** One metric over time; with the same as a table. */
export function TimeChart({ project, overview, view, metric, onVisits }: TimeChartProps) {
  const words = texts.analytics.chart
  const name = texts.analytics.metrics[metric] ?? metric
  const points = useMemo(() => chartPoints(overview, metric, view.range === 'today'), [overview, metric, view.range])
  const asked = periodWords({ ...view, filter: '' })
  const { value: noted, again } = useAnswer(project.shared ? undefined : topicOf('annotations', asked), () =>
    askAnnotations(asked),
  )
  const marks = useMemo(() => marksByBucket(points, noted?.annotations ?? []), [points, noted])
  const days = (Date.parse(overview.range.to.slice(0, 10)) - Date.parse(overview.range.from.slice(0, 10))) / DAY_MS + 1
  const fitting = INTERVALS.filter((one) => days >= FITS[one][0] && days <= FITS[one][1])
  return (
    <section class="chart" aria-label={words.title(name)}>
      <LineChart points={points} marks={marks} metric={metric} interval={overview.interval} />
      <div class="chart-foot">
        {!project.shared && (
          <>
            <button type="button" class="quiet" onClick={onVisits}>
              {texts.visits.open}
            </button>
            <Annotations
              project={project}
              marks={noted?.annotations ?? []}
              day={overview.range.to.slice(0, 10)}
              onChange={again}
            />
          </>
        )}
        <details class="as-table">
          <summary>{words.asTable}</summary>
          <SeriesTable points={points} metric={metric} interval={overview.interval} />
        </details>
        {fitting.length > 1 && (
          <div class="chart-interval">
            <Choice
              label={words.interval}
              isLabelHidden
              value={overview.interval as (typeof INTERVALS)[number]}
              options={fitting.map((one) => [one, words.intervals[one] ?? one] as const)}
              onValue={(interval) => changeQuery({ interval })}
            />
          </div>
        )}
      </div>
    </section>
  )
}
