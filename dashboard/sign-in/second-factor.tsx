import { useState } from 'preact/hooks'
import type { SessionState } from '../../lib/wire/accounts.ts'
import { giveCode, signOut } from '../api/session.ts'
import { useSending } from '../api/use-sending.ts'
import { texts } from '../language.ts'
import { Field } from '../parts/field.tsx'
import { DoorFrame } from './door-frame.tsx'
import { Form } from '../parts/form.tsx'
import { missingFault } from '../parts/field-faults.ts'

/** The code of the authenticator app, or one of the recovery codes. */
export function SecondFactor({ onState }: { onState: (state: SessionState) => void }) {
  const words = texts.signIn.code
  const [isRecovery, setRecovery] = useState(false)
  const [code, setCode] = useState('')
  const [wasTried, setTried] = useState(false)
  const { isSending, fault, attempt, forget } = useSending()

  const give = async (given: string) => {
    setTried(true)
    if (missingFault(given) !== undefined) return
    const state = await attempt(() => giveCode(given.trim()))
    if (state !== undefined) onState(state)
    else setCode('')
  }
  const change = (given: string) => {
    forget()
    setCode(given)
    // Six digits are all there is to say: no need to look for the button.
    if (!isRecovery && /^\d{6}$/.test(given.replace(/\s/g, ''))) void give(given.replace(/\s/g, ''))
  }
  const startOver = async () => {
    const state = await attempt(signOut)
    if (state !== undefined) onState(state)
  }
  return (
    <DoorFrame title={words.title} about={isRecovery ? words.recoveryAbout : words.about}>
      <Form
        submit={words.submit}
        isSending={isSending}
        onSubmit={() => void give(code)}
        fault={fault}
        refused={words.wrong}
      >
        <Field
          key={isRecovery ? 'recovery' : 'app'}
          label={isRecovery ? words.recoveryLabel : words.label}
          autocomplete="one-time-code"
          inputMode={isRecovery ? 'text' : 'numeric'}
          autofocus
          class="code"
          value={code}
          onValue={change}
          fault={wasTried && !isSending && fault === undefined ? missingFault(code) : undefined}
        />
      </Form>
      <div class="row spread">
        <button type="button" class="quiet" onClick={() => setRecovery(!isRecovery)}>
          {isRecovery ? words.useApp : words.useRecovery}
        </button>
        <button type="button" class="quiet" onClick={() => void startOver()}>
          {words.back}
        </button>
      </div>
    </DoorFrame>
  )
}
