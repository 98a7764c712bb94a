import { useState } from 'preact/hooks'
import type { SessionState } from '../../lib/wire/accounts.ts'
import { setUp } from '../api/session.ts'
import { useSending } from '../api/use-sending.ts'
import { FirstRunChecks } from '../host-checks/first-run-checks.tsx'
import { texts } from '../language.ts'
import { Field } from '../parts/field.tsx'
import { DoorFrame } from './door-frame.tsx'
import { Form } from '../parts/form.tsx'
import { missingFault, newPasswordFault } from '../parts/field-faults.ts'

/** Makes the first owner of an install that nobody owns yet. */
export function SetUp({ onState }: { onState: (state: SessionState) => void }) {
  const words = texts.signIn
  const [given, setGiven] = useState({ code: '', email: '', password: '' })
  const [wasTried, setTried] = useState(false)
  const { isSending, fault, attempt } = useSending()
  const faults = {
    code: missingFault(given.code),
    email: missingFault(given.email),
    password: newPasswordFault(given.password),
  }
  const field = (name: keyof typeof given) => ({
    value: given[name],
    onValue: (value: string) => setGiven({ ...given, [name]: value }),
    fault: wasTried ? faults[name] : undefined,
  })
  const submit = async () => {
    setTried(true)
    if (Object.values(faults).some((one) => one !== undefined)) return
    const state = await attempt(() => setUp({ ...given, code: given.code.trim() }))
    if (state !== undefined) onState(state)
  }
  return (
    <DoorFrame title={words.setUp.title} about={words.setUp.about}>
      <Form submit={words.setUp.submit} isSending={isSending} onSubmit={() => void submit()} fault={fault}>
        <Field {...field('code')} label={words.setUp.code} autocomplete="off" spellcheck={false} autofocus />
        <Field {...field('email')} label={words.email} type="email" autocomplete="username" />
        <Field
          {...field('password')}
          label={words.password}
          type="password"
          autocomplete="new-password"
          hint={words.newPasswordHint}
        />
      </Form>
      <FirstRunChecks code={given.code} hasDatabase />
    </DoorFrame>
  )
}
