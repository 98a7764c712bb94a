import { useState } from 'preact/hooks'
import type { ShareMade } from '../../../lib/wire/shares.ts'
import { makeShare } from '../../api/shares.ts'
import { useSending } from '../../api/use-sending.ts'
import { texts } from '../../language.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { missingFault } from '../../parts/field-faults.ts'
import { Choice, Field } from '../../parts/field.tsx'
import { Form } from '../../parts/form.tsx'
import { Switch } from '../../parts/switch.tsx'
import type { LIFETIMES } from '../lifetimes.ts'
import { lifetimeOptions } from '../lifetimes.ts'

interface NewShareDialogProps {
  readonly project: number
  readonly onClose: () => void
  readonly onMade: (share: ShareMade) => void
}

export function NewShareDialog({ project, onClose, onMade }: NewShareDialogProps) {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [isEmbedded, setEmbedded] = useState(false)
  const [days, setDays] = useState<(typeof LIFETIMES)[number]>('')
  const [wasTried, setTried] = useState(false)
  const { isSending, fault, attempt } = useSending()
  const words = texts.settings.shares
  const make = async () => {
    setTried(true)
    if (missingFault(name) !== undefined) return
    const made = await attempt(() =>
      makeShare(project, {
        name,
        password: password === '' ? null : password,
        embed: isEmbedded,
        days: days === '' ? null : Number(days),
      }),
    )
    if (made !== undefined) onMade(made)
  }
  return (
    <Dialog title={words.add} onClose={onClose}>
      <Form submit={words.make} isSending={isSending} onSubmit={() => void make()} fault={fault}>
        <Field
          label={texts.words.name}
          value={name}
          onValue={setName}
          hint={words.nameHint}
          autocomplete="off"
          autofocus
          fault={wasTried ? missingFault(name) : undefined}
        />
        <Field
          label={words.password}
          value={password}
          onValue={setPassword}
          hint={words.passwordHint}
          autocomplete="off"
        />
        <Choice label={words.lasts} value={days} options={lifetimeOptions()} onValue={setDays} />
        <Switch label={words.embed} hint={words.embedHint} isOn={isEmbedded} onSwitch={setEmbedded} />
      </Form>
    </Dialog>
  )
}
