import { useEffect, useState } from 'preact/hooks'
import { texts } from '../language.ts'
import { Dialog } from './dialog.tsx'

interface Shortcut {
  /** What `KeyboardEvent.key` says, two with a space between them for one after the other: `g o`. */
  readonly keys: string
  /** What it does, for the list of them. */
  readonly about: string
  readonly act: () => void
}

const shortcuts = new Set<{ current: Shortcut }>()
/** Between the first key and the second. */
const PATIENCE_MS = 1200

/** A key of the keyboard for as long as the component is there; it rests while something is written or a dialog is open. */
export function useShortcut(keys: string, about: string, act: () => void): void {
  const [entry] = useState(() => ({ current: { keys, about, act } }))
  entry.current = { keys, about, act }
  useEffect(() => {
    shortcuts.add(entry)
    return () => void shortcuts.delete(entry)
  }, [])
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
}

/** Listens for all of them, and shows them for `?`. Once in the page. */
export function Shortcuts() {
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    let before = ''
    let at = 0
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return
      if (document.querySelector('dialog[open]') !== null) return
      if (event.key === '?') {
        setOpen(true)
        return
      }
      const pair = event.timeStamp - at < PATIENCE_MS ? `${before} ${event.key}` : ''
      before = event.key
      at = event.timeStamp
      const known = [...shortcuts].map(({ current }) => current)
      const found = known.find(({ keys }) => keys === pair) ?? known.find(({ keys }) => keys === event.key)
      if (found === undefined) return
      event.preventDefault()
      before = ''
      found.act()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
  if (!isOpen) return null
  return (
    <Dialog title={texts.shell.shortcuts} onClose={() => setOpen(false)}>
      <dl class="shortcut-list">
        {[...shortcuts].map(({ current: { keys, about } }) => (
          <div key={keys}>
            <dt>{about}</dt>
            <dd>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
