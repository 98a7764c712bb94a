import type { ValueRow } from '../../../lib/wire/explore.ts'
import { number, percent } from '../../format.ts'
import { texts } from '../../language.ts'
import { Icon } from '../../parts/icon.tsx'
import { numberOf } from '../metrics.ts'
import { valueMore, valueName } from '../value-name.ts'

interface BarListProps {
  readonly dimension: string
  readonly rows: readonly ValueRow[]
  /** What the numbers are. */
  readonly metric: 'visitors' | 'events'
  /** What they are shares of. */
  readonly total: number
  /** Keeps the report to a row, or to all but it. */
  readonly onFilter: (row: ValueRow, isNot: boolean) => void
}

/** Values with bars behind them. A click keeps the report to one; with Alt, or the sign at its end, to all others. */
export function BarList({ dimension, rows, metric, total, onFilter }: BarListProps) {
  const most = Math.max(1, ...rows.map((row) => numberOf(row, metric) ?? 0))
  const words = texts.analytics.panels
  return (
    <ol class="bars">
      {rows.map((row) => {
        const count = numberOf(row, metric) ?? 0
        const name = valueName(dimension, row.value, row.fields)
        const more = valueMore(dimension, row.fields)
        return (
          <li key={JSON.stringify([row.value, row.fields])} class="bar-row">
            <span class="bar-fill" aria-hidden="true" style={{ width: `${(count / most) * 100}%` }} />
            <button
              type="button"
              class="bar-name"
              aria-label={`${name}${words.filterBy}`}
              title={more === '' ? name : `${name}\n${more}`}
              onClick={(event) => onFilter(row, event.altKey)}
            >
              <span class="bar-text">{name}</span>
            </button>
            <span class="bar-number">{number(count)}</span>
            <span class="bar-share">{total > 0 ? percent(Math.round((count / total) * 100)) : ''}</span>
            <button
              type="button"
              class="bar-not"
              title={words.leaveOut}
              aria-label={`${words.leaveOut}: ${name}`}
              onClick={() => onFilter(row, true)}
            >
              <Icon name="not" />
            </button>
          </li>
        )
      })}
    </ol>
  )
}
