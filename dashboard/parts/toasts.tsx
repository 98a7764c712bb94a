import { useEffect, useState } from 'preact/hooks'

interface ToastAction {
  readonly label: string
  readonly act: () => void
}

interface Toast {
  readonly id: number
  readonly text: string
  readonly isBad: boolean
  readonly action: ToastAction | undefined
}

interface ToastOptions {
  readonly isBad?: boolean
  /** Something to do about it, such as to undo it. */
  readonly action?: ToastAction
}

const SHOWN_MS = 5000
/** Long enough to see what was done, and to reach the button. */
const SHOWN_WITH_ACTION_MS = 10_000

let toasts: readonly Toast[] = []
let lastId = 0
let follow = (): void => undefined

function change(next: readonly Toast[]): void {
  toasts = next
  follow()
}

/** Says in passing that something was done (or, `isBad`, was not). Forms say their faults themselves, where they are. */
export function toast(text: string, { isBad = false, action }: ToastOptions = {}): void {
  const id = ++lastId
  // What may be undone is what was done last.
  const others = action === undefined ? toasts : toasts.filter((one) => one.action === undefined)
  change([...others, { id, text, isBad, action }])
  setTimeout(() => leave(id), action === undefined ? SHOWN_MS : SHOWN_WITH_ACTION_MS)
}

const leave = (id: number): void => change(toasts.filter((one) => one.id !== id))

/** Where they appear; once in the page. */
export function Toasts() {
  const [shown, setShown] = useState(toasts)
  useEffect(() => {
    follow = () => setShown(toasts)
    return () => {
      follow = () => undefined
    }
  }, [])
  return (
    <div class="toasts" role="status">
      {shown.map(({ id, text, isBad, action }) => (
        <p key={id} class={isBad ? 'toast bad' : 'toast'}>
          {text}
          {action && (
            <button
              type="button"
              onClick={() => {
                leave(id)
                action.act()
              }}
            >
              {action.label}
            </button>
          )}
        </p>
      ))}
    </div>
  )
}
