import { useId, useState } from 'preact/hooks'
import { texts } from '../../language.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Choice, Field } from '../../parts/field.tsx'
import type { View } from '../view.ts'
import type { Condition, Test } from './condition.ts'
import { takesValues, TESTS } from './condition.ts'
import { FILTER_DIMENSIONS } from './filter-dimensions.ts'
import { ValuePicker } from './value-picker.tsx'

interface ConditionEditorProps {
  readonly view: View
  /** The one to change, or what a new one begins as. */
  readonly condition: Condition
  readonly onApply: (condition: Condition) => void
  readonly onClose: () => void
}

const PROPERTY = 'property:'

/** Makes or changes one condition: what, test, values. */
export function ConditionEditor({ view, condition: given, onApply, onClose }: ConditionEditorProps) {
  const [condition, setCondition] = useState(given)
  const { dimension, test, values } = condition
  const words = texts.filters
  const needsValues = takesValues(test)
  const isReady = dimension !== PROPERTY && (!needsValues || values.length > 0)
  const change = (next: Partial<Condition>) => setCondition({ ...condition, ...next })
  return (
    <Dialog title={words.title} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) onApply(needsValues ? condition : { ...condition, values: [] })
        }}
      >
        <div class="pair">
          <DimensionChoice dimension={dimension} onChoose={(next) => change({ dimension: next, values: [] })} />
          <Choice<Test>
            label={words.test}
            value={test}
            options={TESTS.map((name) => [name, words.tests[name] ?? name] as const)}
            onValue={(next) => change({ test: next })}
          />
        </div>
        {dimension.startsWith(PROPERTY) && (
          <Field
            label={words.propertyName}
            value={dimension.slice(PROPERTY.length)}
            onValue={(name) => change({ dimension: PROPERTY + name, values: [] })}
          />
        )}
        {needsValues && dimension !== PROPERTY && (
          <ValuePicker
            key={dimension}
            view={view}
            dimension={dimension}
            isExact={test === 'is' || test === 'is not'}
            values={values}
            onValues={(next) => change({ values: next })}
          />
        )}
        <button type="submit" class="primary" aria-disabled={!isReady}>
          {words.apply}
        </button>
      </form>
    </Dialog>
  )
}

function DimensionChoice({ dimension, onChoose }: { dimension: string; onChoose: (dimension: string) => void }) {
  const id = useId()
  const words = texts.filters
  return (
    <div class="field">
      <label for={id}>{words.dimension}</label>
      <select
        id={id}
        value={dimension.startsWith(PROPERTY) ? PROPERTY : dimension}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {Object.entries(FILTER_DIMENSIONS).map(([group, names]) => (
          <optgroup key={group} label={words.groups[group]}>
            {names.map((name) => (
              <option key={name} value={name}>
                {texts.dimensions[name]}
              </option>
            ))}
          </optgroup>
        ))}
        <option value={PROPERTY}>{words.property}</option>
        {dimension === 'segment' && <option value="segment">{texts.dimensions.segment}</option>}
      </select>
    </div>
  )
}
