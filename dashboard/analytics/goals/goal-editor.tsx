import { useState } from 'preact/hooks'
import type { GoalShape } from '../../../lib/wire/goals.ts'
import { deleteSaved, saveGoal } from '../../api/saved.ts'
import { useSending } from '../../api/use-sending.ts'
import { texts } from '../../language.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { missingFault } from '../../parts/field-faults.ts'
import { Field } from '../../parts/field.tsx'
import { Form } from '../../parts/form.tsx'
import { toast } from '../../parts/toasts.tsx'
import { draftOf, TriggerFields, triggerOf } from './trigger-fields.tsx'

interface GoalEditorProps {
  readonly project: number
  /** Undefined: a new one. */
  readonly goal: GoalShape | undefined
  readonly onClose: () => void
  readonly onSaved: () => void
}

export function GoalEditor({ project, goal, onClose, onSaved }: GoalEditorProps) {
  const [name, setName] = useState(goal?.name ?? '')
  const [draft, setDraft] = useState(() => draftOf(goal?.trigger))
  const [wasTried, setTried] = useState(false)
  const { isSending, fault, attempt } = useSending()
  const words = texts.goals
  const trigger = triggerOf(draft)

  const save = async () => {
    setTried(true)
    if (trigger === undefined || missingFault(name) !== undefined) return
    const saved = await attempt(() => saveGoal(project, { id: goal?.id, name, trigger }))
    if (saved === undefined) return
    toast(words.made)
    onSaved()
  }
  const remove = async (id: number) => {
    const gone = await attempt(() => deleteSaved('goals', project, id))
    if (gone === undefined) return
    toast(words.deleted)
    onSaved()
  }
  return (
    <Dialog title={goal === undefined ? words.add : words.edit} onClose={onClose}>
      <Form submit={texts.words.save} isSending={isSending} onSubmit={() => void save()} fault={fault}>
        <Field
          label={texts.words.name}
          value={name}
          onValue={setName}
          autofocus
          autocomplete="off"
          fault={wasTried ? missingFault(name) : undefined}
        />
        <TriggerFields draft={draft} onDraft={setDraft} />
        {wasTried && trigger === undefined && (
          <p class="fault" role="alert">
            {texts.signIn.missing}
          </p>
        )}
      </Form>
      {goal !== undefined && (
        <button type="button" class="danger" onClick={() => void remove(goal.id)}>
          {texts.words.delete}
        </button>
      )}
    </Dialog>
  )
}
