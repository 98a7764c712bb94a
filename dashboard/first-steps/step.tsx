import type { ComponentChildren } from 'preact'
import { texts } from '../language.ts'

interface StepProps {
  readonly number: number
  readonly isDone: boolean
  readonly title: string
  readonly children: ComponentChildren
}

/** One numbered step; its number becomes a tick when it is done. */
export function Step({ number, isDone, title, children }: StepProps) {
  return (
    <li class={isDone ? 'step card done' : 'step card'}>
      <span class="step-number" aria-hidden="true">
        {isDone ? (
          <svg viewBox="0 0 16 16">
            <path d="M3.5 8.5l3 3 6-7" />
          </svg>
        ) : (
          number
        )}
      </span>
      <h2>
        {isDone && <span class="for-ears">{texts.firstSteps.done} </span>}
        {title}
      </h2>
      <div class="step-body">{children}</div>
    </li>
  )
}
