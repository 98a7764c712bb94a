import { useState } from 'preact/hooks'
import type { ApiFault } from '../api/fault.ts'
import { texts } from '../language.ts'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { missingFault, newPasswordFault } from '../parts/field-faults.ts'

interface NewcomerFormProps {
  /** The one that the invitation is for; null for whoever has it. */
  readonly email: string | null
  readonly isSending: boolean
  readonly fault: ApiFault | undefined
  readonly onGiven: (given: { email: string; password: string; name: string }) => void
}

/** An account for somebody new. */
export function NewcomerForm({ email: fixed, isSending, fault, onGiven }: NewcomerFormProps) {
  const words = texts.signIn
  const [given, setGiven] = useState({ name: '', email: fixed ?? '', password: '' })
  const [wasTried, setTried] = useState(false)
  const faults = { name: undefined, email: missingFault(given.email), password: newPasswordFault(given.password) }
  const field = (name: keyof typeof given) => ({
    value: given[name],
    onValue: (value: string) => setGiven({ ...given, [name]: value }),
    fault: wasTried ? faults[name] : undefined,
  })
  const submit = () => {
    setTried(true)
    if (faults.email === undefined && faults.password === undefined) onGiven(given)
  }
  return (
    <Form submit={words.invitation.make} isSending={isSending} onSubmit={submit} fault={fault}>
      <Field {...field('name')} label={`${words.name} (${words.optional})`} autocomplete="name" autofocus />
      <Field {...field('email')} label={words.email} type="email" autocomplete="username" readOnly={fixed !== null} />
      <Field
        {...field('password')}
        label={words.password}
        type="password"
        autocomplete="new-password"
        hint={words.newPasswordHint}
      />
    </Form>
  )
}
