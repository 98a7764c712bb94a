import type { ComponentChildren } from 'preact'
import { useSending } from '../api/use-sending.ts'
import { texts } from '../language.ts'
import { sentenceOf } from '../parts/form.tsx'
import { toast } from '../parts/toasts.tsx'

interface SaveFormProps {
  /** Nothing has to be saved before something was changed. */
  readonly isChanged: boolean
  readonly onSave: () => Promise<unknown>
  readonly onSaved: () => void
  /** Said in passing afterwards. */
  readonly said?: string
  readonly submit?: string
  readonly children: ComponentChildren
}

/** Fields with a button that saves them, and what was wrong with it. */
export function SaveForm({ isChanged, onSave, onSaved, said, submit, children }: SaveFormProps) {
  const { isSending, fault, attempt } = useSending()
  const save = async () => {
    if (!isChanged) return
    const done = await attempt(async () => {
      await onSave()
      return true
    })
    if (done !== true) return
    toast(said ?? texts.settings.saved)
    onSaved()
  }
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {children}
      {fault && (
        <p class="fault" role="alert">
          {sentenceOf(fault)}
        </p>
      )}
      <div class="row">
        <button type="submit" class="primary" disabled={!isChanged} aria-disabled={isSending}>
          {submit ?? texts.words.save}
        </button>
      </div>
    </form>
  )
}
