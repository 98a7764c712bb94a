import type { FirstSteps as Steps } from '../../lib/wire/first-steps.ts'
import { texts } from '../language.ts'
import { Step } from './step.tsx'
import { Tag } from './tag.tsx'
import { ViewStep } from './view-step.tsx'

interface FirstStepsProps {
  readonly steps: Steps
  /** Leads on to the report, once there is something in it. */
  readonly onReport: () => void
}

/** In place of the report of a project without data: from the tag to the first page view. */
export function FirstSteps({ steps, onReport }: FirstStepsProps) {
  const isReceived = steps.state === 'received'
  const words = texts.firstSteps
  return (
    <div class="first-steps">
      <div class="screen-title">
        <h1>{words.title}</h1>
        <p class="soft">{words.about(steps.project.name)}</p>
      </div>
      <ol class="steps">
        <Step number={1} isDone={isReceived} title={words.tag.title}>
          <p>{words.tag.about}</p>
          <Tag tag={steps.tag} identity={steps.project.identity} />
        </Step>
        <Step number={2} isDone={isReceived} title={words.view.title}>
          <ViewStep steps={steps} />
          {isReceived && (
            <button type="button" class="primary" onClick={onReport}>
              {words.toReport}
            </button>
          )}
        </Step>
      </ol>
    </div>
  )
}
