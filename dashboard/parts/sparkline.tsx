interface SparklineProps {
  /** Oldest first, none below zero. */
  readonly values: readonly number[]
  /** What it shows, for who does not see it. */
  readonly label: string
}

const WIDTH = 120
const HEIGHT = 32

/** A course of numbers without scales. As wide as its place. */
export function Sparkline({ values, label }: SparklineProps) {
  const most = Math.max(1, ...values)
  const step = WIDTH / Math.max(1, values.length - 1)
  const points = values.map((value, at) => {
    const y = HEIGHT - 2 - (value / most) * (HEIGHT - 4)
    return `${(at * step).toFixed(1)},${y.toFixed(1)}`
  })
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
      <path class="area" d={`M0,${HEIGHT}L${points.join('L')}L${WIDTH},${HEIGHT}Z`} />
      <path class="line" d={`M${points.join('L')}`} />
    </svg>
  )
}
