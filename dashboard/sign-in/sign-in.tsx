import { useState } from 'preact/hooks'
import type { SessionState } from '../../lib/wire/accounts.ts'
import { signIn } from '../api/session.ts'
import { useSending } from '../api/use-sending.ts'
import { texts } from '../language.ts'
import { Field } from '../parts/field.tsx'
import { DoorFrame } from './door-frame.tsx'
import { Form } from '../parts/form.tsx'
import { missingFault } from '../parts/field-faults.ts'
import { ProviderButton } from './provider-button.tsx'

interface SignInProps {
  readonly provider: string | null
  /** The code with which the provider's way in ended. */
  readonly failed?: string
  readonly onState: (state: SessionState) => void
}

/** Address and password, or the provider. */
export function SignIn({ provider, failed, onState }: SignInProps) {
  const words = texts.signIn
  return (
    <DoorFrame title={words.title} about={words.about}>
      {failed !== undefined && (
        <div class="notice" role="alert">
          <strong>{words.failed.title}</strong>
          <p>{failed === 'forbidden' ? words.failed.forbidden : words.failed.other}</p>
        </div>
      )}
      <PasswordForm onState={onState} />
      <ProviderButton provider={provider} />
      <p class="hint">{words.lost}</p>
    </DoorFrame>
  )
}

export function PasswordForm({ onState }: Pick<SignInProps, 'onState'>) {
  const words = texts.signIn
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [wasTried, setTried] = useState(false)
  const { isSending, fault, attempt } = useSending()
  const faults = { email: missingFault(email), password: missingFault(password) }

  const submit = async () => {
    setTried(true)
    if (faults.email !== undefined || faults.password !== undefined) return
    const state = await attempt(() => signIn(email, password))
    if (state !== undefined) onState(state)
  }
  return (
    <Form
      submit={words.submit}
      isSending={isSending}
      onSubmit={() => void submit()}
      fault={fault}
      refused={words.wrong}
    >
      <Field
        label={words.email}
        type="email"
        autocomplete="username"
        autofocus
        value={email}
        onValue={setEmail}
        fault={wasTried ? faults.email : undefined}
      />
      <Field
        label={words.password}
        type="password"
        autocomplete="current-password"
        value={password}
        onValue={setPassword}
        fault={wasTried ? faults.password : undefined}
      />
    </Form>
  )
}
