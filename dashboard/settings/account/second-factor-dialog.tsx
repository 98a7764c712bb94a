import { useEffect, useState } from 'preact/hooks'
import type { SecondFactorOffer } from '../../api/account.ts'
import { confirmSecondFactor, startSecondFactor } from '../../api/account.ts'
import { useSending } from '../../api/use-sending.ts'
import { texts } from '../../language.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { Form, sentenceOf } from '../../parts/form.tsx'

interface SecondFactorDialogProps {
  readonly hasPassword: boolean
  readonly onClose: () => void
  /** With the recovery codes. */
  readonly onOn: (codes: readonly string[]) => void
}

/** From the password to the picture to the first code. */
export function SecondFactorDialog({ hasPassword, onClose, onOn }: SecondFactorDialogProps) {
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [offer, setOffer] = useState<SecondFactorOffer>()
  const { isSending, fault, attempt } = useSending()
  const words = texts.account.secondFactor
  const start = async () => {
    const made = await attempt(() => startSecondFactor(hasPassword ? password : undefined))
    if (made !== undefined) setOffer(made)
  }
  useEffect(() => {
    if (!hasPassword) void start()
  }, [])
  const confirm = async () => {
    const made = await attempt(() => confirmSecondFactor(code.trim()))
    if (made !== undefined) onOn(made.recovery_codes)
  }
  return (
    <Dialog title={words.switchOn} onClose={onClose}>
      {offer === undefined && hasPassword && (
        <Form submit={texts.signIn.code.submit} isSending={isSending} onSubmit={() => void start()} fault={fault}>
          <Field
            label={texts.account.profile.currentPassword}
            value={password}
            onValue={setPassword}
            type="password"
            autocomplete="current-password"
            autofocus
          />
        </Form>
      )}
      {offer === undefined && !hasPassword && fault && (
        <p class="fault" role="alert">
          {sentenceOf(fault)}
        </p>
      )}
      {offer && (
        <Form submit={words.switchOn} isSending={isSending} onSubmit={() => void confirm()} fault={fault}>
          <p>{words.scan}</p>
          <div class="qr">
            <img src={`data:image/svg+xml,${encodeURIComponent(offer.svg)}`} width="200" height="200" alt={words.alt} />
            <p class="hint">{words.orType}</p>
            <p class="code-line">{offer.secret}</p>
            <CopyButton text={offer.secret} label={texts.words.copy} />
          </div>
          <Field
            label={words.firstCode}
            value={code}
            onValue={setCode}
            inputMode="numeric"
            autocomplete="one-time-code"
          />
        </Form>
      )}
    </Dialog>
  )
}
