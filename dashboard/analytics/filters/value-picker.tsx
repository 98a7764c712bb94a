import { useEffect, useId, useState } from 'preact/hooks'
import { askBreakdown } from '../../api/explore.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { number } from '../../format.ts'
import { texts } from '../../language.ts'
import { Icon } from '../../parts/icon.tsx'
import { numberOf } from '../metrics.ts'
import { valueName } from '../value-name.ts'
import type { View } from '../view.ts'
import { periodWords, topicOf } from '../view.ts'

interface ValuePickerProps {
  readonly view: View
  readonly dimension: string
  /** Values as they are; else parts of them, or patterns, which nobody can suggest. */
  readonly isExact: boolean
  readonly values: readonly string[]
  readonly onValues: (values: readonly string[]) => void
}

const SUGGESTED = 8
const TYPING_MS = 200
/** Whose values are codes: the names that people type are none the server could search for. */
const CODED: readonly string[] = ['country', 'language', 'channel', 'device', 'screen']
const ALL_CODES = 300

/** Chosen values, and those that there are in the range, most frequent first. */
export function ValuePicker({ view, dimension, isExact, values, onValues }: ValuePickerProps) {
  const id = useId()
  const [typed, setTyped] = useState('')
  const [searched, setSearched] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSearched(typed.trim()), TYPING_MS)
    return () => clearTimeout(timer)
  }, [typed])
  const words = texts.filters
  const isCoded = CODED.includes(dimension)
  const search = isCoded || searched === '' ? undefined : searched
  // Of the whole range, whatever else is filtered: who adds a value wants to see all.
  const asked = {
    ...periodWords({ ...view, filter: '' }),
    dimension,
    search,
    limit: isCoded ? ALL_CODES : SUGGESTED * 3,
  }
  const topic = isExact && dimension !== 'segment' ? topicOf('suggest', asked) : undefined
  const { value: report } = useAnswer(topic, () => askBreakdown(asked))
  const nameOf = (value: string) => valueName(dimension, value)
  const rows = report?.dimension === dimension ? report.rows : []
  // Sources of the same name may come in by several channels.
  const known = new Map(rows.filter(({ value }) => value !== '').map((row) => [row.value, row]))
  const wanted = typed.trim().toLowerCase()
  const suggested = [...known.values()]
    .filter(({ value }) => !values.includes(value) && nameOf(value).toLowerCase().includes(wanted))
    .slice(0, SUGGESTED)

  const add = (value: string) => {
    if (value !== '' && !values.includes(value)) onValues([...values, value])
    setTyped('')
  }
  return (
    <div class="field">
      <label for={id}>{words.values}</label>
      {values.length > 0 && (
        <ul class="chips">
          {values.map((value) => (
            <li class="chip" key={value}>
              <span>{nameOf(value)}</span>
              <button
                type="button"
                class="chip-remove"
                aria-label={words.removeValue(nameOf(value))}
                onClick={() => onValues(values.filter((one) => one !== value))}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        id={id}
        autocomplete="off"
        spellcheck={false}
        placeholder={words.addValue}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || typed.trim() === '') return
          event.preventDefault()
          const [only] = suggested
          add(isCoded ? (only?.value ?? typed.trim()) : typed.trim())
        }}
      />
      <p class="hint">{words.valuesHint}</p>
      {suggested.length > 0 && (
        <ul class="suggestions">
          {suggested.map((row) => (
            <li key={row.value}>
              <button type="button" onClick={() => add(row.value)}>
                <span>{nameOf(row.value)}</span>
                <span class="soft number">{number(numberOf(row, 'visitors') ?? 0)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
