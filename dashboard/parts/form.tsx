import type { ComponentChildren } from 'preact'
import type { ApiFault } from '../api/fault.ts'
import { number } from '../format.ts'
import { texts } from '../language.ts'

interface FormProps {
  readonly submit: string
  readonly isSending: boolean
  readonly onSubmit: () => void
  /** Of the last attempt. `refused`: what a refusal means here. */
  readonly fault: ApiFault | undefined
  readonly refused?: string
  readonly children: ComponentChildren
}

/** Fields, a wide button, and what was wrong with the last attempt. */
export function Form({ submit, isSending, onSubmit, fault, refused, children }: FormProps) {
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      {children}
      {fault && (
        <p class="fault" role="alert">
          {sentenceOf(fault, refused)}
        </p>
      )}
      <button type="submit" class="primary wide" aria-disabled={isSending}>
        {submit}
        {isSending && <span class="spinner" aria-hidden="true" />}
      </button>
    </form>
  )
}

/** In one sentence; the server's own where only it knows. */
export function sentenceOf(fault: ApiFault, refused?: string): string {
  if (fault.kind === 'refused' && refused !== undefined) return refused
  if (fault.kind === 'busy' && fault.retryAfter !== undefined) return texts.signIn.busy(number(fault.retryAfter))
  if (['invalid', 'forbidden', 'refused', 'missing'].includes(fault.kind) && fault.message !== '') return fault.message
  return `${texts.faults[fault.kind].title}. ${texts.faults[fault.kind].about}`
}
