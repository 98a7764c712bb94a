import type { ComponentChildren, TargetedKeyboardEvent } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'

interface MenuProps {
  /** What stands in the button. */
  readonly button: ComponentChildren
  /** Said for the button where its content is not text. */
  readonly label?: string
  /** Classes of the button. */
  readonly kind?: string
  /** Which edge of the button the panel keeps to. */
  readonly align?: 'start' | 'end'
  /** Opens above the button. */
  readonly isUp?: boolean
  /** Buttons and links, in `<MenuGroup>` if there are several kinds; `close` is for those that do not close by being clicked. */
  readonly children: (close: () => void) => ComponentChildren
}

/** A button that opens a panel with things to choose. Arrow keys move in it, Escape and clicks elsewhere close it. */
export function Menu({ button, label, kind = 'plain', align = 'start', isUp = false, children }: MenuProps) {
  const [isOpen, setOpen] = useState(false)
  const whole = useRef<HTMLDivElement>(null)
  const trigger = useRef<HTMLButtonElement>(null)
  const panelId = useId()

  useEffect(() => {
    if (!isOpen) return
    itemsOf(whole.current)[0]?.focus()
    const leave = (event: Event) => {
      if (event.target instanceof Node && !whole.current?.contains(event.target)) setOpen(false)
    }
    document.addEventListener('pointerdown', leave)
    document.addEventListener('focusin', leave)
    return () => {
      document.removeEventListener('pointerdown', leave)
      document.removeEventListener('focusin', leave)
    }
  }, [isOpen])

  const close = () => {
    setOpen(false)
    trigger.current?.focus()
  }
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>) => {
    if (!isOpen) return
    if (event.key === 'Escape') {
      event.stopPropagation()
      close()
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    if (event.target instanceof HTMLInputElement && event.key === 'ArrowUp') return
    event.preventDefault()
    const items = itemsOf(whole.current)
    const at = items.indexOf(document.activeElement as HTMLElement)
    const step = event.key === 'ArrowDown' ? 1 : -1
    items.at((at + step) % items.length)?.focus()
  }

  return (
    <div class="menu" ref={whole} onKeyDown={onKeyDown}>
      <button
        ref={trigger}
        type="button"
        class={kind}
        aria-label={label}
        aria-expanded={isOpen}
        aria-controls={isOpen ? panelId : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {button}
      </button>
      {isOpen && (
        <div id={panelId} class={`menu-panel ${align}${isUp ? ' up' : ''}`}>
          {children(close)}
        </div>
      )}
    </div>
  )
}

const itemsOf = (whole: HTMLElement | null): HTMLElement[] =>
  whole === null ? [] : [...whole.querySelectorAll<HTMLElement>('.menu-panel :is(a, button, input, select)')]

/** Items that belong together, with a small heading. */
export function MenuGroup({ title, children }: { title?: string | undefined; children: ComponentChildren }) {
  return (
    <div class="menu-group" role="group" aria-label={title}>
      {title !== undefined && <p aria-hidden="true">{title}</p>}
      {children}
    </div>
  )
}

interface MenuItemProps {
  readonly onChoose: () => void
  /** A tick stands before it; undefined for what is not chosen but done. */
  readonly isChosen?: boolean
  readonly children: ComponentChildren
}

export function MenuItem({ onChoose, isChosen, children }: MenuItemProps) {
  return (
    <button type="button" class="menu-item" aria-pressed={isChosen} onClick={onChoose}>
      {children}
    </button>
  )
}
