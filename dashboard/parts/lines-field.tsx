import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

interface LinesFieldProps {
  readonly label: string
  readonly lines: readonly string[]
  readonly onLines: (lines: readonly string[]) => void
  readonly hint?: ComponentChildren
  readonly placeholder?: string
}

const ROWS = 3

/** A list of texts, one a line. */
export function LinesField({ label, lines, onLines, hint, placeholder }: LinesFieldProps) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        rows={Math.max(ROWS, lines.length + 1)}
        value={lines.join('\n')}
        placeholder={placeholder}
        spellcheck={false}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onInput={(event) => onLines(event.currentTarget.value.split('\n'))}
      />
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

/** What was given, without empty lines. */
export const cleanLines = (lines: readonly string[]): string[] => lines.map((line) => line.trim()).filter(Boolean)
