import { useEffect, useState } from 'preact/hooks'
import { askSession, chooseDatabase } from '../api/session.ts'
import { useSending } from '../api/use-sending.ts'
import { FirstRunChecks } from '../host-checks/first-run-checks.tsx'
import { texts } from '../language.ts'
import { Field } from '../parts/field.tsx'
import { missingFault } from '../parts/field-faults.ts'
import { Form } from '../parts/form.tsx'
import { DoorFrame } from './door-frame.tsx'

/** How often to look whether the new process is there. */
const LOOK_EVERY_MS = 1500

/** For an install without a database: which one to use, before anything else. */
export function ChooseDatabase({ onReady }: { onReady: () => void }) {
  const words = texts.signIn.database
  const [given, setGiven] = useState({ code: '', host: 'localhost', database: '', user: '', password: '' })
  const [wasTried, setTried] = useState(false)
  const [chosen, setChosen] = useState<{ restarts: boolean }>()
  const { isSending, fault, attempt } = useSending()
  if (chosen !== undefined) return <Restarting byItself={chosen.restarts} onReady={onReady} />

  const faultOf = (name: keyof typeof given) => (name === 'password' ? undefined : missingFault(given[name]))
  const field = (name: keyof typeof given) => ({
    value: given[name],
    onValue: (value: string) => setGiven({ ...given, [name]: value }),
    fault: wasTried ? faultOf(name) : undefined,
  })
  const submit = async () => {
    setTried(true)
    if ((Object.keys(given) as (keyof typeof given)[]).some((name) => faultOf(name) !== undefined)) return
    const { code, host, database, user, password } = given
    const trimmed = { code: code.trim(), host: host.trim(), database: database.trim(), user: user.trim(), password }
    const answer = await attempt(() => chooseDatabase(trimmed, addressOfPage()))
    if (answer !== undefined) setChosen(answer)
  }
  return (
    <DoorFrame title={words.title} about={words.about}>
      <Form submit={words.submit} isSending={isSending} onSubmit={() => void submit()} fault={fault}>
        <Field {...field('code')} label={texts.signIn.setUp.code} autocomplete="off" spellcheck={false} autofocus />
        <Field {...field('database')} label={words.database} autocomplete="off" spellcheck={false} hint={words.hint} />
        <Field {...field('user')} label={words.user} autocomplete="off" spellcheck={false} />
        <Field {...field('password')} label={words.password} type="password" autocomplete="off" />
        <Field {...field('host')} label={words.host} autocomplete="off" spellcheck={false} />
      </Form>
      <FirstRunChecks code={given.code} hasDatabase={false} />
    </DoorFrame>
  )
}

const addressOfPage = () => `${location.origin}${location.pathname}`.replace(/\/+$/, '')

function Restarting({ byItself, onReady }: { byItself: boolean; onReady: () => void }) {
  const words = texts.signIn.database
  useEffect(() => {
    const timer = setInterval(() => {
      askSession().then(
        (state) => {
          if (!state.database_needed) onReady()
        },
        // It is between two processes.
        () => undefined,
      )
    }, LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [onReady])
  return <DoorFrame title={words.chosen} about={byItself ? words.restarting : words.restartIt} />
}
