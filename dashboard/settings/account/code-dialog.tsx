import { useState } from 'preact/hooks'
import { useSending } from '../../api/use-sending.ts'
import { texts } from '../../language.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { Form } from '../../parts/form.tsx'

interface CodeDialogProps {
  readonly title: string
  readonly about: string
  readonly onCode: (code: string) => Promise<void>
  readonly onClose: () => void
}

/** Asks for a code of the second factor before something is done. */
export function CodeDialog({ title, about, onCode, onClose }: CodeDialogProps) {
  const [code, setCode] = useState('')
  const { isSending, fault, attempt } = useSending()
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{about}</p>
      <Form
        submit={title}
        isSending={isSending}
        onSubmit={() => void attempt(() => onCode(code.trim()))}
        fault={fault}
        refused={texts.signIn.code.wrong}
      >
        <Field
          label={texts.account.secondFactor.code}
          value={code}
          onValue={setCode}
          autocomplete="one-time-code"
          autofocus
        />
      </Form>
    </Dialog>
  )
}
