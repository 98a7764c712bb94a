import { useEffect, useState } from 'preact/hooks'
import { ago } from '../format.ts'

/** How long ago an instant was, kept up to date. */
export function Ago({ at }: { at: string }) {
  const [, setTick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return <time dateTime={at}>{ago(at)}</time>
}
