import { useState } from 'preact/hooks'
import type { VisitorForgotten } from '../../lib/wire/visits.ts'
import { forgetAnswers } from '../api/use-answer.ts'
import { forgetVisitor } from '../api/visits.ts'
import { number } from '../format.ts'
import { texts } from '../language.ts'
import { Confirm } from '../parts/confirm.tsx'
import { toast } from '../parts/toasts.tsx'
import { hrefOf } from '../routing/place.ts'
import { go } from '../routing/use-place.ts'

interface ForgetVisitorProps {
  readonly project: number
  /** One of the visitor's visits. */
  readonly visit: number
}

/** For who asks to be forgotten: a button, and what it does step by step, since all sealed days are looked through. */
export function ForgetVisitor({ project, visit }: ForgetVisitorProps) {
  const [isAsking, setAsking] = useState(false)
  const [step, setStep] = useState<VisitorForgotten>()
  const words = texts.visits.forget
  const forgetAll = async () => {
    let rest = ''
    for (;;) {
      const next = await forgetVisitor(project, visit, rest)
      setStep(next)
      if (next.finished) return
      rest = next.rest
    }
  }
  return (
    <>
      <p>
        <button type="button" class="plain" onClick={() => setAsking(true)}>
          {words.title}
        </button>
      </p>
      {isAsking && (
        <Confirm
          title={words.title}
          about={
            <>
              {words.about}
              {step && <progress aria-label={words.title} max={Math.max(1, step.total)} value={step.done} />}
              {step && <span class="hint">{words.progress(number(step.done), number(step.total))}</span>}
            </>
          }
          deed={words.title}
          onClose={() => setAsking(false)}
          onConfirm={forgetAll}
          onDone={() => {
            forgetAnswers()
            toast(words.done)
            go(hrefOf(['p', project, 'visits']))
          }}
        />
      )}
    </>
  )
}
