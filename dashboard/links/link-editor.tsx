import { useState } from 'preact/hooks'
import type { LinkShape } from '../../lib/wire/links.ts'
import { deleteLink, editLink, makeLink } from '../api/links.ts'
import { useSending } from '../api/use-sending.ts'
import { texts } from '../language.ts'
import { Confirm } from '../parts/confirm.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { missingFault } from '../parts/field-faults.ts'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Switch } from '../parts/switch.tsx'
import { toast } from '../parts/toasts.tsx'

interface LinkEditorProps {
  readonly project: number
  /** Undefined: a new one. */
  readonly link: Pick<LinkShape, 'code' | 'destination_url' | 'label' | 'is_active'> | undefined
  readonly onClose: () => void
  readonly onSaved: (code: string | undefined) => void
}

export function LinkEditor({ project, link, onClose, onSaved }: LinkEditorProps) {
  const [given, setGiven] = useState({
    destination_url: link?.destination_url ?? '',
    label: link?.label ?? '',
    code: link?.code ?? '',
  })
  const [isActive, setActive] = useState(link?.is_active ?? true)
  const [wasTried, setTried] = useState(false)
  const [isDeleting, setDeleting] = useState(false)
  const { isSending, fault, attempt } = useSending()
  const words = texts.links
  const field = (name: keyof typeof given) => ({
    value: given[name],
    onValue: (value: string) => setGiven({ ...given, [name]: value }),
    autocomplete: 'off',
  })

  const save = async () => {
    setTried(true)
    if (missingFault(given.destination_url) !== undefined) return
    const { destination_url, label } = given
    const saved = await attempt(() =>
      link === undefined
        ? makeLink(project, given)
        : editLink(project, { code: link.code, destination_url, label, is_active: isActive }),
    )
    if (saved === undefined) return
    toast(link === undefined ? words.wasMade : words.wasSaved)
    onSaved(saved.code)
  }

  if (isDeleting && link !== undefined)
    return (
      <Confirm
        title={words.delete}
        about={words.aboutDelete(link.code)}
        deed={words.delete}
        onConfirm={() => deleteLink(project, link.code)}
        onClose={() => setDeleting(false)}
        onDone={() => {
          toast(words.wasDeleted)
          onSaved(undefined)
        }}
      />
    )
  return (
    <Dialog title={link === undefined ? words.add : words.edit} onClose={onClose}>
      <Form submit={texts.words.save} isSending={isSending} onSubmit={() => void save()} fault={fault}>
        <Field
          {...field('destination_url')}
          label={words.destination}
          type="url"
          placeholder="https://"
          autofocus
          fault={wasTried ? missingFault(given.destination_url) : undefined}
        />
        <Field {...field('label')} label={words.label} hint={words.labelHint} maxLength={255} />
        {link === undefined ? (
          <Field {...field('code')} label={words.code} hint={words.codeHint} maxLength={64} spellcheck={false} />
        ) : (
          <Switch label={words.active} hint={words.activeHint} isOn={isActive} onSwitch={setActive} />
        )}
      </Form>
      {link !== undefined && (
        <button type="button" class="danger" onClick={() => setDeleting(true)}>
          {words.delete}
        </button>
      )}
    </Dialog>
  )
}
