import { useState } from 'preact/hooks'
import { texts } from '../../language.ts'
import { Icon } from '../../parts/icon.tsx'
import type { View } from '../view.ts'
import { ConditionEditor } from './condition-editor.tsx'
import { conditionName } from './condition-name.ts'
import { filtersOf } from './filters-of.ts'
import { WrittenFilterEditor } from './written-filter-editor.tsx'

/** The filters that hold, each to be changed or taken away. */
export function FilterChips({ view }: { view: View }) {
  const [edited, setEdited] = useState<number>()
  const filters = filtersOf(view.filter)
  const words = texts.filters
  if (view.filter === '') return null
  const { conditions } = filters
  const close = () => setEdited(undefined)
  const chip = (text: string, at: number, onRemove: () => void) => (
    <li class="chip" key={text}>
      <button type="button" aria-label={words.editChip(text)} onClick={() => setEdited(at)}>
        {text}
      </button>
      <button type="button" class="chip-remove" aria-label={words.removeChip(text)} onClick={onRemove}>
        <Icon name="close" />
      </button>
    </li>
  )
  const condition = edited === undefined ? undefined : conditions?.[edited]
  return (
    <>
      <ul class="chips" aria-label={words.chips}>
        {conditions === undefined
          ? chip(view.filter, 0, () => filters.setText(''))
          : conditions.map((one, at) =>
              chip(conditionName(one), at, () => filters.set(conditions.filter((_, index) => index !== at))),
            )}
        {conditions !== undefined && conditions.length > 1 && (
          <li>
            <button type="button" class="quiet" onClick={() => filters.set([])}>
              {words.clear}
            </button>
          </li>
        )}
      </ul>
      {conditions !== undefined && condition !== undefined && (
        <ConditionEditor
          view={view}
          condition={condition}
          onClose={close}
          onApply={(next) => {
            close()
            filters.set(conditions.map((one, index) => (index === edited ? next : one)))
          }}
        />
      )}
      {conditions === undefined && edited !== undefined && (
        <WrittenFilterEditor
          text={view.filter}
          onClose={close}
          onApply={(text) => {
            close()
            filters.setText(text)
          }}
        />
      )}
    </>
  )
}
