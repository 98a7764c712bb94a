import { useEffect, useState } from 'preact/hooks'
import { ApiFault } from './fault.ts'
import { poll } from './poll.ts'

export interface Polled<T> {
  /** The newest answer; stays while later attempts fail. */
  readonly value?: T
  /** Of the last attempt. */
  readonly fault?: ApiFault
}

/**
 * What `question` answers, asked again every `every` ms while the page is seen. `topic` says what it is about: when
 * that changes, the old answer stays, with `isStale`, until the new one is there.
 */
export function usePolled<T>(
  topic: string,
  question: () => Promise<T>,
  every: number,
): Polled<T> & { readonly isStale: boolean } {
  const [polled, setPolled] = useState<Polled<T> & { readonly of?: string }>({})
  useEffect(() => {
    let isCurrent = true
    const stop = poll(async () => {
      try {
        const value = await question()
        if (isCurrent) setPolled({ value, of: topic })
        return 'fine'
      } catch (thrown) {
        const fault = thrown instanceof ApiFault ? thrown : new ApiFault('failed', '')
        if (isCurrent) setPolled((last) => ({ ...last, fault }))
        return fault.isPassing ? 'failed' : 'final'
      }
    }, every)
    return () => {
      isCurrent = false
      stop()
    }
    // `question` is made anew at every render; what it asks changes only with the topic.
  }, [topic, every])
  return { ...polled, isStale: polled.value !== undefined && polled.of !== topic }
}
