import { askIssue } from '../../api/issues.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { bucketLabel } from '../../analytics/chart/bucket-name.ts'
import { topicOf } from '../../analytics/view.ts'
import { number } from '../../format.ts'
import { texts } from '../../language.ts'
import { BackLink } from '../../parts/back-link.tsx'
import { BarChart } from '../../parts/bar-chart.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Skeleton } from '../../parts/skeleton.tsx'
import { hrefOf } from '../../routing/place.ts'
import type { CurrentProject } from '../../session/session.ts'
import type { IssueView } from '../issue-view.ts'
import { Distributions } from './distributions.tsx'
import { IssueEvents } from './issue-events.tsx'
import { IssueHead } from './issue-head.tsx'
import { RangeChoice } from './range-choice.tsx'

interface IssueDetailProps {
  readonly id: number
  readonly project: CurrentProject
  readonly view: IssueView
  readonly zone: string | undefined
}

/** All about one issue. */
export function IssueDetail({ id, project, view, zone }: IssueDetailProps) {
  const words = { project: project.id, id, range: view.range }
  const { value, fault, isStale, again } = useAnswer(topicOf('issue', words), () => askIssue(words))
  const said = texts.issue
  return (
    <div class="list-screen">
      <BackLink href={hrefOf(['p', project.id, 'issues'])} text={said.back} />
      {fault && <Notice fault={fault} onAgain={again} />}
      {value === undefined && !fault && <Skeleton lines={12} />}
      {value && (
        <div class={isStale ? 'detail stale' : 'detail'} aria-busy={isStale}>
          <IssueHead project={project} report={value} zone={zone} onChange={again} />
          <section class="card">
            <header class="card-head">
              <h2>{said.events(value.issue.events, number(value.issue.events))}</h2>
              <RangeChoice range={view.range} />
            </header>
            <BarChart
              label={said.trend}
              bars={value.buckets.map((at, index) => ({
                at,
                name: bucketLabel(value.interval, at),
                value: value.issue.trend[index] ?? 0,
              }))}
              say={said.events}
            />
          </section>
          <IssueEvents id={id} project={project} newest={value.newest_event} zone={zone} />
          <Distributions report={value} zone={zone} />
        </div>
      )}
    </div>
  )
}
