import { useEffect, useState } from 'preact/hooks'

interface Toast {
  readonly id: number
  readonly text: string
  readonly isBad: boolean
}

const SHOWN_MS = 5000

let toasts: readonly Toast[] = []
let lastId = 0
let follow = (): void => undefined

function change(next: readonly Toast[]): void {
  toasts = next
  follow()
}

/** Says in passing that something was done (or, `isBad`, was not). Forms say their faults themselves, where they are. */
export function toast(text: string, { isBad = false } = {}): void {
  const id = ++lastId
  change([...toasts, { id, text, isBad }])
  setTimeout(() => change(toasts.filter((one) => one.id !== id)), SHOWN_MS)
}

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
      {shown.map(({ id, text, isBad }) => (
        <p key={id} class={isBad ? 'toast bad' : 'toast'}>
          {text}
        </p>
      ))}
    </div>
  )
}
