import type { TargetedKeyboardEvent } from 'preact'
import { useRef } from 'preact/hooks'

interface TabsProps<T extends string> {
  /** Said of all together. */
  readonly label: string
  readonly tabs: readonly (readonly [value: T, text: string])[]
  readonly chosen: T
  readonly onChoose: (value: T) => void
  /** Of the element that they change. */
  readonly panelId: string
}

/** One of several views of the same place; arrow keys move between them. */
export function Tabs<T extends string>({ label, tabs, chosen, onChoose, panelId }: TabsProps<T>) {
  const list = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    const at = (tabs.findIndex(([value]) => value === chosen) + step + tabs.length) % tabs.length
    const next = tabs[at]
    if (next === undefined) return
    onChoose(next[0])
    list.current?.querySelectorAll('button')[at]?.focus()
  }
  return (
    <div class="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={onKeyDown}>
      {tabs.map(([value, text]) => (
        <button
          key={value}
          type="button"
          role="tab"
          aria-selected={value === chosen}
          aria-controls={panelId}
          tabIndex={value === chosen ? 0 : -1}
          onClick={() => onChoose(value)}
        >
          {text}
        </button>
      ))}
    </div>
  )
}
