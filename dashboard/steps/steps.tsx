import type { FirstSteps } from '../../lib/wire/first-steps.ts'
import type { KeyFormProps } from '../key-form.tsx'
import { KeyForm } from '../key-form.tsx'
import { texts } from '../language.ts'
import type { ReportProps } from '../report/report.tsx'
import { Report } from '../report/report.tsx'
import { Step } from './step.tsx'
import { Tag } from './tag.tsx'
import { ViewStep } from './view-step.tsx'

interface StepsProps {
  readonly steps: FirstSteps
  readonly keyForm: KeyFormProps
  /** Undefined while there is no key. */
  readonly report: ReportProps | undefined
}

/** From the tag to the first page view to the reports. */
export function Steps({ steps, keyForm, report }: StepsProps) {
  const isReceived = steps.state === 'received'
  const words = texts.steps
  return (
    <>
      <div class="page-title">
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
        </Step>
        <Step number={3} isDone={report !== undefined} title={words.report.title}>
          {report === undefined ? (
            <>
              <p>{words.report.about}</p>
              <KeyForm {...keyForm} />
            </>
          ) : (
            <Report {...report} identity={steps.project.identity} />
          )}
        </Step>
      </ol>
    </>
  )
}
