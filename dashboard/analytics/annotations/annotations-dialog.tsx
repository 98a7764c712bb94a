import { useState } from 'preact/hooks'
import type { AnnotationMark } from '../../../lib/wire/annotations.ts'
import { addAnnotation, deleteAnnotation } from '../../api/annotations.ts'
import { useSending } from '../../api/use-sending.ts'
import { weekday } from '../../format.ts'
import { texts } from '../../language.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { missingFault } from '../../parts/field-faults.ts'
import { Field } from '../../parts/field.tsx'
import { Form } from '../../parts/form.tsx'
import { Icon } from '../../parts/icon.tsx'
import type { CurrentProject } from '../../session/session.ts'
import { markText } from './mark-text.ts'

interface AnnotationsDialogProps {
  readonly project: CurrentProject
  readonly marks: readonly AnnotationMark[]
  /** The day that a new note is of unless another is chosen. */
  readonly day: string
  readonly onChange: () => void
  readonly onClose: () => void
}

/** What happened in the range: notes, releases, new links; notes can be added and taken away. */
export function AnnotationsDialog({ project, marks, day, onChange, onClose }: AnnotationsDialogProps) {
  const words = texts.annotations
  const { attempt } = useSending()
  const remove = async (id: number) => {
    if ((await attempt(() => deleteAnnotation(project.id, id))) !== undefined) onChange()
  }
  return (
    <Dialog title={words.title} onClose={onClose}>
      {marks.length === 0 && <p class="soft">{words.none}</p>}
      <ol class="marks">
        {marks.map((mark, at) => (
          <li key={at} class={`mark-line ${mark.kind}`}>
            <time class="soft">{weekday(mark.at.slice(0, 10))}</time>
            <span>{markText(mark)}</span>
            {mark.kind === 'note' && project.mayEdit && (
              <button
                type="button"
                class="icon-button"
                aria-label={`${texts.words.delete}: ${mark.text}`}
                onClick={() => void remove(mark.id)}
              >
                <Icon name="trash" />
              </button>
            )}
          </li>
        ))}
      </ol>
      {project.mayEdit && <NewNote project={project.id} day={day} onAdded={onChange} />}
    </Dialog>
  )
}

function NewNote({ project, day, onAdded }: { project: number; day: string; onAdded: () => void }) {
  const [at, setAt] = useState(day)
  const [text, setText] = useState('')
  const [wasTried, setTried] = useState(false)
  const { isSending, fault, attempt } = useSending()
  const words = texts.annotations
  const add = async () => {
    setTried(true)
    if (missingFault(text) !== undefined || at === '') return
    if ((await attempt(() => addAnnotation(project, { at, text }))) === undefined) return
    setText('')
    setTried(false)
    onAdded()
  }
  return (
    <Form submit={words.add} isSending={isSending} onSubmit={() => void add()} fault={fault}>
      <div class="pair">
        <Field label={words.day} type="date" value={at} onValue={setAt} required />
        <Field
          label={words.text}
          value={text}
          onValue={setText}
          autocomplete="off"
          fault={wasTried ? missingFault(text) : undefined}
        />
      </div>
    </Form>
  )
}
