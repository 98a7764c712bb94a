import type { DroppedPanel as Dropped } from '../../../lib/wire/explore.ts'
import { number, percent } from '../../format.ts'
import { texts } from '../../language.ts'

/** Page views that came and were not counted, and why. */
export function DroppedPanel({ dropped }: { dropped: Dropped | undefined }) {
  const words = texts.analytics.dropped
  const { total, by_reason } = dropped ?? { total: 0, by_reason: [] }
  if (total === 0) return <p class="panel-empty soft">{words.none}</p>
  const most = Math.max(1, ...by_reason.map(({ count }) => count))
  return (
    <>
      <ol class="bars">
        {by_reason.map(({ reason, count }) => (
          <li key={reason} class="bar-row">
            <span class="bar-fill" aria-hidden="true" style={{ width: `${(count / most) * 100}%` }} />
            <span class="bar-name" title={words.reasons[reason]}>
              <span class="bar-text">{words.reasons[reason] ?? reason}</span>
            </span>
            <span class="bar-number">{number(count)}</span>
            <span class="bar-share">{percent(Math.round((count / total) * 100))}</span>
          </li>
        ))}
      </ol>
      <p class="hint">{words.about}</p>
    </>
  )
}
