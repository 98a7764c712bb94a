import { number, percent } from '../format.ts'

interface ShareBarsProps {
  readonly title: string
  /** Most first. */
  readonly rows: readonly { readonly name: string; readonly count: number }[]
  /** What is said where there are none. */
  readonly none: string
}

/** How something is spread over a few values. */
export function ShareBars({ title, rows, none }: ShareBarsProps) {
  const total = rows.reduce((sum, { count }) => sum + count, 0)
  return (
    <div class="shares">
      <h3>{title}</h3>
      {rows.length === 0 ? (
        <p class="soft">{none}</p>
      ) : (
        <ol class="bars">
          {rows.map(({ name, count }) => (
            <li key={name} class="bar-row">
              <span class="bar-fill" aria-hidden="true" style={{ width: `${(count / total) * 100}%` }} />
              <span class="bar-name plain-name" title={name}>
                {name}
              </span>
              <span class="bar-number">{number(count)}</span>
              <span class="bar-share">{percent(Math.round((count / total) * 100))}</span>
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}
