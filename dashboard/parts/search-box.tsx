import type { Ref } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Icon } from './icon.tsx'

const PAUSE_MS = 250

interface SearchBoxProps {
  readonly label: string
  readonly value: string
  /** Told when somebody has stopped to write, or at Enter. */
  readonly onSearch: (text: string) => void
  readonly inputRef?: Ref<HTMLInputElement>
}

/** A field that searches while one writes. Escape leaves it. */
export function SearchBox({ label, value, onSearch, inputRef }: SearchBoxProps) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onSearch(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <div class="search">
      <Icon name="search" />
      <input
        {...(inputRef && { ref: inputRef })}
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur()
          if (event.key === 'Enter') onSearch(text)
        }}
      />
    </div>
  )
}
