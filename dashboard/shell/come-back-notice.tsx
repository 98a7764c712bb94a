import { useState } from 'preact/hooks'
import { keepAccount } from '../api/session.ts'
import { useSending } from '../api/use-sending.ts'
import { texts } from '../language.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { toast } from '../parts/toasts.tsx'
import { useSession } from '../session/session.ts'
import { Form } from '../parts/form.tsx'
import { missingFault, newPasswordFault } from '../parts/field-faults.ts'

/** For who came in by a link and has nothing else to come back with. */
export function ComeBackNotice() {
  const { user } = useSession()
  const [isOpen, setOpen] = useState(false)
  if (user.has_password) return null
  return (
    <div class="banner" role="status">
      <span>{texts.shell.comeBack.text}</span>
      <button type="button" class="plain" onClick={() => setOpen(true)}>
        {texts.shell.comeBack.open}
      </button>
      {isOpen && <ComeBackDialog onClose={() => setOpen(false)} />}
    </div>
  )
}

function ComeBackDialog({ onClose }: { onClose: () => void }) {
  const { user, update } = useSession()
  // The first owner of an install that was just tried out has a made-up address.
  const [email, setEmail] = useState(user.email.endsWith('@localhost') ? '' : user.email)
  const [password, setPassword] = useState('')
  const [wasTried, setTried] = useState(false)
  const { isSending, fault, attempt } = useSending()
  const faults = { email: missingFault(email), password: newPasswordFault(password) }
  const words = texts.shell.comeBack

  const submit = async () => {
    setTried(true)
    if (faults.email !== undefined || faults.password !== undefined) return
    const state = await attempt(() => keepAccount({ email, password }))
    if (state === undefined) return
    toast(words.done)
    update(state)
  }
  return (
    <Dialog title={words.title} onClose={onClose}>
      <p class="soft">{words.about}</p>
      <Form submit={texts.words.save} isSending={isSending} onSubmit={() => void submit()} fault={fault}>
        <Field
          label={texts.signIn.email}
          type="email"
          autocomplete="username"
          autofocus
          value={email}
          onValue={setEmail}
          fault={wasTried ? faults.email : undefined}
        />
        <Field
          label={texts.signIn.password}
          type="password"
          autocomplete="new-password"
          hint={texts.signIn.newPasswordHint}
          value={password}
          onValue={setPassword}
          fault={wasTried ? faults.password : undefined}
        />
      </Form>
    </Dialog>
  )
}
