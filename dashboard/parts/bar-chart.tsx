import { number } from '../format.ts'

interface BarChartProps {
  readonly bars: readonly { readonly at: string; readonly name: string; readonly value: number }[]
  /** What it shows, for who does not see it. */
  readonly label: string
  /** Of a bar: `3 events`. */
  readonly say: (value: number, shown: string) => string
}

/** How often something happened, bucket by bucket; each bar says itself when it is pointed at. */
export function BarChart({ bars, label, say }: BarChartProps) {
  const most = Math.max(1, ...bars.map(({ value }) => value))
  const first = bars[0]
  const last = bars.at(-1)
  return (
    <figure class="bar-chart">
      <figcaption class="for-ears">{label}</figcaption>
      <span class="soft bar-most" aria-hidden="true">
        {number(most)}
      </span>
      <div class="bar-columns" role="img" aria-label={label}>
        {bars.map(({ at, name, value }) => (
          <span key={at} class="bar-column" title={`${name}: ${say(value, number(value))}`}>
            <span style={{ height: `${(value / most) * 100}%` }} class={value === 0 ? undefined : 'some'} />
          </span>
        ))}
      </div>
      <div class="bar-scale soft" aria-hidden="true">
        <span>{first?.name}</span>
        <span>{last?.name}</span>
      </div>
    </figure>
  )
}
