import { useState } from 'preact/hooks'
import type { ApiFault } from './fault.ts'
import { faultOf } from './fault.ts'

interface Sending {
  readonly isSending: boolean
  /** Why the last attempt failed. */
  readonly fault: ApiFault | undefined
  /** Runs one attempt; gives what it gave, or undefined where it failed. A second one during the first does nothing. */
  readonly attempt: <T>(act: () => Promise<T>) => Promise<T | undefined>
  readonly forget: () => void
}

/** For forms and buttons that change something on the server. */
export function useSending(): Sending {
  const [isSending, setSending] = useState(false)
  const [fault, setFault] = useState<ApiFault>()
  return {
    isSending,
    fault,
    async attempt(act) {
      if (isSending) return undefined
      setSending(true)
      setFault(undefined)
      try {
        return await act()
      } catch (thrown) {
        setFault(faultOf(thrown))
        return undefined
      } finally {
        setSending(false)
      }
    },
    forget: () => setFault(undefined),
  }
}
