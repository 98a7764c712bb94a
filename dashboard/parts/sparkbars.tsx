interface SparkbarsProps {
  /** Oldest first, none below zero. */
  readonly values: readonly number[]
  /** What it shows, for who does not see it. */
  readonly label: string
}

const WIDTH = 120
const HEIGHT = 28
const LEAST = 2

/** How often something happened, bucket by bucket; where a line would lie about what lies between. */
export function Sparkbars({ values, label }: SparkbarsProps) {
  const most = Math.max(1, ...values)
  const step = WIDTH / Math.max(1, values.length)
  return (
    <svg class="sparkbars" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
      {values.map((value, at) => {
        const height = value === 0 ? 1 : Math.max(LEAST, (value / most) * HEIGHT)
        return (
          <rect
            key={at}
            class={value === 0 ? 'none' : undefined}
            x={at * step}
            y={HEIGHT - height}
            width={step * 0.78}
            height={height}
          />
        )
      })}
    </svg>
  )
}
