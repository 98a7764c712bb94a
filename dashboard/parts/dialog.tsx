import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { texts } from '../language.ts'
import { Icon } from './icon.tsx'

interface DialogProps {
  readonly title: string
  /** Called for Escape, the cross, and a click beside it. */
  readonly onClose: () => void
  /** `wide`: for tables; `side`: slides in from the right. */
  readonly kind?: 'normal' | 'wide' | 'side'
  readonly children: ComponentChildren
}

/** A native modal dialog, open for as long as it is rendered: `{isOpen && <Dialog …>}`. The focus comes back afterwards. */
export function Dialog({ title, onClose, kind = 'normal', children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const had = document.activeElement
    const shown = dialog.current
    shown?.showModal()
    return () => {
      // While it is open, nothing outside of it takes the focus.
      shown?.close()
      if (had instanceof HTMLElement && had.isConnected) had.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      class={`dialog ${kind}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onPointerDown={(event) => {
        if (event.target === dialog.current) onClose()
      }}
    >
      <div class="dialog-inside">
        <header>
          <h2 id={titleId}>{title}</h2>
          <button type="button" class="icon-button" aria-label={texts.words.close} onClick={onClose}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  )
}
