import { useEffect, useRef, useState } from 'preact/hooks'
import { askFirstSteps } from './api/first-steps.ts'
import { usePolled } from './api/use-polled.ts'
import { Closed } from './closed.tsx'
import { texts } from './language.ts'
import { Notice } from './notice.tsx'
import { PageHeader } from './page-header.tsx'
import { Overview } from './report/overview.tsx'
import { secretKey, setupToken, takeSecretsFromAddress } from './secrets.ts'
import { Steps } from './steps/steps.tsx'

const WAITING_MS = 2000
const RECEIVED_MS = 5000

/** The page: the first steps until a page view is there, then the report of whoever has the secret key. */
export function App() {
  const { key, token, keyFault, useKey, forgetKey } = useSecrets()
  const [pause, setPause] = useState(WAITING_MS)
  const { value: steps, fault } = usePolled(token ?? 'no token', askFirstSteps, pause)
  // Who has watched the wait stays on the steps, where the view appears, instead of being thrown to another screen.
  const [hasWaited, setHasWaited] = useState(false)
  useEffect(() => {
    if (steps?.state === 'waiting') setHasWaited(true)
    setPause(steps?.state === 'received' ? RECEIVED_MS : WAITING_MS)
  }, [steps?.state])

  const main = useRef<HTMLElement>(null)
  const hadKey = useRef(key !== undefined)
  useEffect(() => {
    // What had the focus is gone: readers of the screen by ear go on with what took its place.
    if (hadKey.current !== (key !== undefined) && keyFault === undefined) main.current?.focus()
    hadKey.current = key !== undefined
  }, [key])

  const keyForm = { onKey: useKey, ...(keyFault !== undefined && { fault: keyFault }) }
  const onRefused = () => forgetKey(texts.key.refused)
  const report = key === undefined ? undefined : { secretKey: key, onRefused, toldFault: fault?.kind }
  const isAnswered = steps !== undefined || fault !== undefined
  // Refused, also after it was allowed: then what was seen goes too.
  const known = fault?.isPassing === false ? undefined : steps
  return (
    <>
      <PageHeader {...(key !== undefined && { onForget: () => forgetKey() })} />
      <main ref={main} tabIndex={-1}>
        {fault?.isPassing === true && <Notice fault={fault} />}
        {!isAnswered ? null : report && !hasWaited ? (
          <Overview report={report} {...(known && { steps: known })} />
        ) : known ? (
          <Steps steps={known} keyForm={keyForm} report={report} />
        ) : (
          <Closed keyForm={keyForm} />
        )}
      </main>
    </>
  )
}

function useSecrets() {
  const [key, setKey] = useState(secretKey.read)
  const [token, setToken] = useState(setupToken.read)
  const [keyFault, setKeyFault] = useState<string>()
  useEffect(() => {
    const take = () => {
      takeSecretsFromAddress()
      setKey(secretKey.read())
      setToken(setupToken.read())
    }
    addEventListener('hashchange', take)
    return () => removeEventListener('hashchange', take)
  }, [])
  return {
    key,
    token,
    keyFault,
    useKey: (given: string) => {
      secretKey.keep(given)
      setKeyFault(undefined)
      setKey(given)
    },
    /** `why` is told where the key is asked for again. */
    forgetKey: (why?: string) => {
      secretKey.forget()
      setKeyFault(why)
      setKey(undefined)
    },
  }
}
