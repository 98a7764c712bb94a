import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { useSending } from '../api/use-sending.ts'
import { texts } from '../language.ts'
import { Dialog } from './dialog.tsx'
import { Field } from './field.tsx'
import { sentenceOf } from './form.tsx'

interface ConfirmProps {
  readonly title: string
  /** What will happen, and whether it can be undone. */
  readonly about: ComponentChildren
  /** What the button says: the deed, not `OK`. */
  readonly deed: string
  /** Must be typed first: for what cannot be undone. */
  readonly typed?: string
  readonly onConfirm: () => Promise<unknown>
  readonly onClose: () => void
  readonly onDone: () => void
}

/** Asks before something is done that is hard to undo. */
export function Confirm({ title, about, deed, typed, onConfirm, onClose, onDone }: ConfirmProps) {
  const [given, setGiven] = useState('')
  const { isSending, fault, attempt } = useSending()
  const isReady = typed === undefined || given === typed
  const act = async () => {
    if (!isReady) return
    const done = await attempt(async () => {
      await onConfirm()
      return true
    })
    if (done === true) onDone()
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{about}</p>
      {typed !== undefined && (
        <Field label={texts.lists.typeToConfirm(typed)} value={given} onValue={setGiven} autocomplete="off" />
      )}
      {fault && (
        <p class="fault" role="alert">
          {sentenceOf(fault)}
        </p>
      )}
      <div class="row dialog-deeds">
        <button type="button" class="plain" onClick={onClose}>
          {texts.words.cancel}
        </button>
        <button type="button" class="danger" disabled={!isReady} aria-disabled={isSending} onClick={() => void act()}>
          {deed}
        </button>
      </div>
    </Dialog>
  )
}
