import type { ComponentChildren, InputHTMLAttributes } from 'preact'
import { useId } from 'preact/hooks'

interface FieldProps extends Omit<InputHTMLAttributes, 'onInput' | 'value' | 'label'> {
  readonly label: string
  readonly value: string
  readonly onValue: (value: string) => void
  /** Said below it. */
  readonly hint?: ComponentChildren
  /** What is wrong with what was given. */
  readonly fault?: string | undefined
}

/** A labelled line of text in a form. */
export function Field({ label, value, onValue, hint, fault, ...input }: FieldProps) {
  const id = useId()
  const isFaulty = fault !== undefined && fault !== ''
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...input}
        id={id}
        value={value}
        aria-invalid={isFaulty}
        aria-describedby={`${id}-fault ${id}-hint`}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      {isFaulty && (
        <p class="fault" id={`${id}-fault`} role="alert">
          {fault}
        </p>
      )}
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

interface ChoiceProps<T extends string> {
  readonly label: string
  /** Said, but not shown. */
  readonly isLabelHidden?: boolean
  readonly value: T
  readonly options: readonly (readonly [value: T, text: string])[]
  readonly onValue: (value: T) => void
}

/** A labelled list to choose one from. */
export function Choice<T extends string>({ label, isLabelHidden = false, value, options, onValue }: ChoiceProps<T>) {
  const id = useId()
  return (
    <div class="field">
      <label for={id} class={isLabelHidden ? 'for-ears' : undefined}>
        {label}
      </label>
      <select id={id} value={value} onChange={(event) => onValue(event.currentTarget.value as T)}>
        {options.map(([of, text]) => (
          <option key={of} value={of}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}
