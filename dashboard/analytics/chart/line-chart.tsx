import { useEffect, useRef, useState } from 'preact/hooks'
import type { IntervalWord } from '../../../lib/wire/explore.ts'
import { texts } from '../../language.ts'
import type { TopMetric } from '../metrics.ts'
import { figure } from '../metrics.ts'
import { markText } from '../annotations/mark-text.ts'
import type { BucketMarks } from '../annotations/marks.ts'
import { bucketLabel, bucketName } from './bucket-name.ts'
import { readColors, whenThemeChanges } from './chart-colors.ts'
import type { ChartPoint } from './chart-points.ts'
import { drawChart } from './draw-chart.ts'

interface LineChartProps {
  readonly points: readonly ChartPoint[]
  readonly marks: readonly BucketMarks[]
  readonly metric: TopMetric
  readonly interval: IntervalWord
}

interface Pointed {
  readonly at: number
  readonly left: number
}

/** From the plot's edge to where its first bucket stands. */
const AXIS_PX = 46
/** In what is pointed at; all of them are in the list. */
const MOST_MARKS = 4

/** The chart itself. What it shows, a table below says in words. */
export function LineChart({ points, marks, metric, interval }: LineChartProps) {
  const place = useRef<HTMLDivElement>(null)
  const [pointed, setPointed] = useState<Pointed>()
  useEffect(() => {
    const into = place.current
    if (into === null) return
    let plot: ReturnType<typeof drawChart> | undefined
    const size = () => ({ width: into.clientWidth, height: into.clientHeight })
    const draw = () => {
      plot?.destroy()
      plot = drawChart(into, {
        ...size(),
        points,
        colors: readColors(into),
        marked: marks.map(({ at }) => at),
        labelOf: (at) => bucketLabel(interval, points[at]?.at ?? ''),
        formatOf: (value) => figure(metric, value),
        onPoint: (at, left) => setPointed(at === undefined ? undefined : { at, left }),
      })
    }
    draw()
    const sizes = new ResizeObserver(() => plot?.setSize(size()))
    sizes.observe(into)
    const stop = whenThemeChanges(draw)
    return () => {
      stop()
      sizes.disconnect()
      plot?.destroy()
    }
  }, [points, marks, metric, interval])
  const shown = pointed && points[pointed.at]
  return (
    <div class="plot" role="img" aria-label={aboutChart(points, metric)}>
      <div class="plot-place" ref={place} />
      {shown && (
        <PlotTip
          point={shown}
          left={pointed.left}
          metric={metric}
          interval={interval}
          marks={marks.find(({ at }) => at === pointed.at)?.marks ?? []}
        />
      )}
    </div>
  )
}

interface PlotTipProps extends Pick<LineChartProps, 'metric' | 'interval'> {
  readonly point: ChartPoint
  readonly left: number
  readonly marks: BucketMarks['marks']
}

function PlotTip({ point, left, metric, interval, marks }: PlotTipProps) {
  return (
    <div class="plot-tip" aria-hidden="true" style={{ '--left': `${left + AXIS_PX}px` }}>
      <p class="soft">{texts.analytics.metrics[metric]}</p>
      <p class="now">
        <span>{bucketName(interval, point.at)}</span>
        <b>{figure(metric, point.value)}</b>
      </p>
      {point.beforeAt !== undefined && (
        <p class="before">
          <span>{bucketName(interval, point.beforeAt)}</span>
          <b>{figure(metric, point.before)}</b>
        </p>
      )}
      {marks.slice(0, MOST_MARKS).map((mark, at) => (
        <p key={at} class="mark">
          {markText(mark)}
        </p>
      ))}
    </div>
  )
}

function aboutChart(points: readonly ChartPoint[], metric: TopMetric): string {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]))
  const name = texts.analytics.metrics[metric] ?? metric
  return texts.analytics.chart.about(
    name,
    figure(metric, Math.max(0, ...values)),
    figure(metric, Math.min(...values, 0)),
  )
}
