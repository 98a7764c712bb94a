import type { FirstSteps } from '../../lib/wire/first-steps.ts'
import { askOverview } from '../api/explore.ts'
import { useAnswer } from '../api/use-answer.ts'
import { texts } from '../language.ts'
import { Notice } from '../parts/notice.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import type { CurrentProject } from '../session/session.ts'
import { Totals } from './totals.tsx'
import type { View } from './view.ts'
import { comparedWords, topicOf } from './view.ts'

interface ReportProps {
  readonly project: CurrentProject
  readonly view: View
  /** How the project tells visitors apart, once known. */
  readonly identity: FirstSteps['project']['identity'] | undefined
}

/** What happened in the chosen range. */
export function Report({ view, identity }: ReportProps) {
  const words = { ...comparedWords(view), fill: '1' }
  const { value, fault, isStale, again } = useAnswer(topicOf('overview', words), () => askOverview(words))
  return (
    <div class={isStale ? 'report stale' : 'report'} aria-busy={isStale}>
      <h1 class="for-ears">{texts.analytics.title}</h1>
      {fault && <Notice fault={fault} onAgain={again} />}
      {value === undefined && !fault && <Skeleton lines={8} />}
      {value && <Totals overview={value} identity={identity} chosen="visitors" onChoose={() => undefined} />}
    </div>
  )
}
