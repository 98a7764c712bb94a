import { useState } from 'preact/hooks'
import type { FunnelShape } from '../../../lib/wire/goals.ts'
import { deleteSaved, saveFunnel } from '../../api/saved.ts'
import { useSending } from '../../api/use-sending.ts'
import { number } from '../../format.ts'
import { texts } from '../../language.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { missingFault } from '../../parts/field-faults.ts'
import { Field } from '../../parts/field.tsx'
import { Form } from '../../parts/form.tsx'
import { Icon } from '../../parts/icon.tsx'
import { toast } from '../../parts/toasts.tsx'
import type { TriggerDraft } from './trigger-fields.tsx'
import { draftOf, TriggerFields, triggerOf } from './trigger-fields.tsx'

interface FunnelEditorProps {
  readonly project: number
  /** Undefined: a new one. */
  readonly funnel: FunnelShape | undefined
  readonly onClose: () => void
  /** With the number of the one to show; undefined where it was deleted. */
  readonly onSaved: (id: number | undefined) => void
}

const FEWEST = 2
const MOST = 10

export function FunnelEditor({ project, funnel, onClose, onSaved }: FunnelEditorProps) {
  const [name, setName] = useState(funnel?.name ?? '')
  const [drafts, setDrafts] = useState<readonly TriggerDraft[]>(
    () => funnel?.steps.map(draftOf) ?? [{ ...draftOf(), type: 'page' }, draftOf()],
  )
  const [wasTried, setTried] = useState(false)
  const { isSending, fault, attempt } = useSending()
  const words = texts.goals
  const steps = drafts.map(triggerOf).filter((step) => step !== undefined)
  const isWhole = steps.length === drafts.length

  const save = async () => {
    setTried(true)
    if (!isWhole || missingFault(name) !== undefined) return
    const saved = await attempt(() => saveFunnel(project, { id: funnel?.id, name, steps }))
    if (saved === undefined) return
    toast(words.funnelSaved)
    onSaved(saved.id)
  }
  const remove = async (id: number) => {
    const gone = await attempt(() => deleteSaved('funnels', project, id))
    if (gone === undefined) return
    toast(words.funnelDeleted)
    onSaved(undefined)
  }
  return (
    <Dialog title={funnel === undefined ? words.addFunnel : words.editFunnel} onClose={onClose}>
      <Form submit={texts.words.save} isSending={isSending} onSubmit={() => void save()} fault={fault}>
        <Field
          label={texts.words.name}
          value={name}
          onValue={setName}
          autofocus
          autocomplete="off"
          fault={wasTried ? missingFault(name) : undefined}
        />
        {drafts.map((draft, at) => (
          <fieldset key={at} class="funnel-step">
            <legend>{words.step(number(at + 1))}</legend>
            <TriggerFields
              draft={draft}
              onDraft={(next) => setDrafts(drafts.map((one, index) => (index === at ? next : one)))}
            />
            {drafts.length > FEWEST && (
              <button
                type="button"
                class="icon-button"
                aria-label={words.removeStep(number(at + 1))}
                onClick={() => setDrafts(drafts.filter((_, index) => index !== at))}
              >
                <Icon name="close" />
              </button>
            )}
          </fieldset>
        ))}
        {drafts.length < MOST && (
          <button type="button" class="plain" onClick={() => setDrafts([...drafts, draftOf()])}>
            <Icon name="plus" />
            {words.addStep}
          </button>
        )}
        {wasTried && !isWhole && (
          <p class="fault" role="alert">
            {texts.signIn.missing}
          </p>
        )}
      </Form>
      {funnel !== undefined && (
        <button type="button" class="danger" onClick={() => void remove(funnel.id)}>
          {texts.words.delete}
        </button>
      )}
    </Dialog>
  )
}
