import { useCallback, useEffect, useState } from 'preact/hooks'
import type { SessionState } from '../../lib/wire/accounts.ts'
import { whenSignedOut } from '../api/ask.ts'
import type { ApiFault } from '../api/fault.ts'
import { faultOf } from '../api/fault.ts'
import { poll } from '../api/poll.ts'
import { takeSession } from '../api/session.ts'
import { forgetAnswers } from '../api/use-answer.ts'

interface SessionStateHold {
  /** Undefined until the server has said. */
  readonly state: SessionState | undefined
  readonly fault: ApiFault | undefined
  readonly update: (state: SessionState) => void
  readonly reload: () => Promise<void>
}

/** Who is signed in, as far as the server has said; asked at the start and when an answer says that it is nobody. */
export function useSessionState(): SessionStateHold {
  const [state, setState] = useState<SessionState>()
  const [fault, setFault] = useState<ApiFault>()

  const update = useCallback((next: SessionState) => {
    setFault(undefined)
    setState((last) => {
      // What one person has seen is nothing for the next.
      if (last?.user?.id !== next.user?.id) forgetAnswers()
      return next
    })
  }, [])
  const reload = useCallback(async () => update(await takeSession()), [])

  useEffect(() => {
    whenSignedOut(() => void reload().catch(() => undefined))
    return poll(async () => {
      try {
        await reload()
        return 'fine'
      } catch (thrown) {
        setFault(faultOf(thrown))
        return 'failed'
      }
    }, Infinity)
  }, [])
  return { state, fault, update, reload }
}
