import { number } from '../format.ts'
import { texts } from '../language.ts'
import { STATUSES } from './issue-view.ts'
import type { Triage } from './use-triage.ts'

interface BulkBarProps {
  readonly triage: Triage
  /** How many there are to select. */
  readonly count: number
}

/** What can be done to several issues at once; shown as soon as one is selected. */
export function BulkBar({ triage, count }: BulkBarProps) {
  const { selected, selectAll, set } = triage
  const words = texts.issues
  if (selected.size === 0) return null
  const isAll = selected.size === count
  return (
    <div class="bulk-bar" role="toolbar" aria-label={words.bulk}>
      <label class="check">
        <input type="checkbox" checked={isAll} onChange={() => selectAll(!isAll)} />
        {words.selected(number(selected.size))}
      </label>
      <span class="row">
        {STATUSES.map((status) => (
          <button key={status} type="button" class="plain" onClick={() => set(status)}>
            {words.acts[status]}
          </button>
        ))}
      </span>
    </div>
  )
}
