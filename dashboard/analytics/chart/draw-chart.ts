import uPlot from 'uplot'
import { shortNumber } from '../../format.ts'
import type { ChartPoint } from './chart-points.ts'
import type { ChartColors } from './chart-colors.ts'

export interface ChartOptions {
  readonly points: readonly ChartPoint[]
  readonly width: number
  readonly height: number
  readonly colors: ChartColors
  /** Places of buckets in which something happened. */
  readonly marked: readonly number[]
  /** Of the place of a bucket. */
  readonly labelOf: (at: number) => string
  readonly formatOf: (value: number) => string
  /** Undefined when the pointer leaves. */
  readonly onPoint: (at: number | undefined, left: number) => void
}

const FONT = '11px system-ui, sans-serif'
/** Room for one label of the axis below, px. */
const LABEL_ROOM = 76

/** Draws the buckets as a line over a soft area, and what was before as a dashed line. */
export function drawChart(into: HTMLElement, options: ChartOptions): uPlot {
  const { points, width, height, colors, marked, labelOf, formatOf, onPoint } = options
  const data: uPlot.AlignedData = [
    points.map((_, at) => at),
    points.map(({ before }) => before ?? null),
    points.map(({ value }) => value),
  ]
  const isFew = points.length <= 2
  const fill = (plot: uPlot) => {
    // From the highest point of the line: what was before may reach far above it.
    const most = Math.max(0, ...points.map(({ value }) => value ?? 0))
    const top = plot.valToPos(most, 'y', true)
    const gradient = plot.ctx.createLinearGradient(0, top, 0, plot.bbox.top + plot.bbox.height)
    gradient.addColorStop(0, colors.fill)
    gradient.addColorStop(1, colors.fill.replace(/^rgb\((.*)\)$/, 'rgba($1, 0)'))
    return gradient
  }
  return new uPlot(
    {
      width,
      height,
      padding: [12, 24, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        drag: { x: false, y: false },
        points: { size: 8, fill: colors.accent, stroke: colors.accent },
      },
      scales: {
        x: { time: false, range: [0, Math.max(1, points.length - 1)] },
        y: { range: (_plot, _least, most) => [0, Math.max(1, most * 1.12)] },
      },
      axes: [
        {
          stroke: colors.soft,
          font: FONT,
          grid: { show: false },
          ticks: { show: false },
          size: 26,
          space: LABEL_ROOM,
          incrs: [1, 2, 3, 4, 6, 7, 12, 14, 24, 28, 30, 60, 90, 180, 365],
          values: (_plot, splits) => splits.map((at) => (Number.isInteger(at) ? labelOf(at) : '')),
        },
        {
          stroke: colors.soft,
          font: FONT,
          size: 46,
          gap: 8,
          grid: { stroke: colors.line, width: 1 },
          ticks: { show: false },
          space: 44,
          values: (_plot, splits) => splits.map((value) => (value >= 1000 ? shortNumber(value) : formatOf(value))),
        },
      ],
      series: [
        {},
        { stroke: colors.faint, width: 1.5, dash: [4, 4], points: { show: isFew } },
        { stroke: colors.accent, width: 2, fill, points: { show: isFew } },
      ],
      hooks: {
        draw: [(plot) => drawMarks(plot, marked, colors)],
        setCursor: [(plot) => onPoint(plot.cursor.idx ?? undefined, plot.cursor.left ?? 0)],
      },
    },
    data,
    into,
  )
}

/** A dotted line down to a small disc, as tall as the plot. */
function drawMarks(plot: uPlot, marked: readonly number[], colors: ChartColors): void {
  const { ctx, bbox } = plot
  const bottom = bbox.top + bbox.height
  const unit = devicePixelRatio
  ctx.save()
  ctx.strokeStyle = colors.accent
  ctx.fillStyle = colors.accent
  ctx.lineWidth = unit
  ctx.setLineDash([unit, 3 * unit])
  for (const at of marked) {
    const left = plot.valToPos(at, 'x', true)
    ctx.beginPath()
    ctx.moveTo(left, bbox.top)
    ctx.lineTo(left, bottom)
    ctx.stroke()
    ctx.beginPath()
    ctx.arc(left, bbox.top, 3.5 * unit, 0, 2 * Math.PI)
    ctx.fill()
  }
  ctx.restore()
}
