import { useState } from 'preact/hooks'
import type { OverviewReport } from '../../lib/wire/explore.ts'
import { askLive } from '../api/explore.ts'
import { useAnswer } from '../api/use-answer.ts'
import { number } from '../format.ts'
import { texts } from '../language.ts'
import { Icon } from '../parts/icon.tsx'
import { useShortcut } from '../parts/shortcuts.tsx'
import { hrefOf } from '../routing/place.ts'
import type { CurrentProject } from '../session/session.ts'
import { ComparePicker } from './compare-picker.tsx'
import { ConditionEditor } from './filters/condition-editor.tsx'
import { FilterChips } from './filters/filter-chips.tsx'
import { filtersOf } from './filters/filters-of.ts'
import { SegmentsMenu } from './filters/segments-menu.tsx'
import { RangePicker } from './range-picker.tsx'
import type { View } from './view.ts'

interface ToolbarProps {
  readonly project: CurrentProject
  readonly view: View
  readonly overview: OverviewReport | undefined
}

const NOW_EVERY_MS = 30_000

/** What is looked at: filters, range, comparison. */
export function Toolbar({ project, view, overview }: ToolbarProps) {
  const [isAdding, setAdding] = useState(false)
  useShortcut('f', texts.filters.add, () => setAdding(true))
  return (
    <div class="toolbar">
      <div class="row">
        <RightNow project={project} />
        <span class="grow" />
        <button type="button" class="plain" onClick={() => setAdding(true)}>
          <Icon name="filter" />
          {texts.filters.add}
        </button>
        {!project.shared && <SegmentsMenu project={project} filter={view.filter} />}
        <ComparePicker view={view} overview={overview} />
        <RangePicker view={view} overview={overview} />
      </div>
      <FilterChips view={view} />
      {isAdding && (
        <ConditionEditor
          view={view}
          condition={{ dimension: 'page', test: 'is', values: [] }}
          onClose={() => setAdding(false)}
          onApply={(condition) => {
            setAdding(false)
            filtersOf(view.filter).add([condition])
          }}
        />
      )}
    </div>
  )
}

function RightNow({ project: { id, shared } }: { project: CurrentProject }) {
  const words = { project: shared ? undefined : id, limit: 1 }
  const { value } = useAnswer(`right-now ${id}`, () => askLive(words), { every: NOW_EVERY_MS })
  if (value === undefined) return null
  const { visitors } = value.last_5_minutes
  const told = (
    <>
      <span class={visitors > 0 ? 'dot' : 'dot still'} aria-hidden="true" />
      {texts.analytics.rightNow(visitors, number(visitors))}
    </>
  )
  if (shared) return <span class="right-now">{told}</span>
  return (
    <a class="right-now" href={hrefOf(['p', id, 'live'])}>
      {told}
    </a>
  )
}
