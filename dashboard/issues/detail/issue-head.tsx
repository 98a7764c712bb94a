import type { IssueDetailReport } from '../../../lib/wire/issues.ts'
import type { IssueStatus } from '../../../lib/wire/record-reports.ts'
import { number } from '../../format.ts'
import { texts } from '../../language.ts'
import { useShortcut } from '../../parts/shortcuts.tsx'
import { When } from '../../parts/when.tsx'
import type { CurrentProject } from '../../session/session.ts'
import { changeStatus } from '../change-status.ts'
import { STATUSES } from '../issue-view.ts'
import { SeverityMark } from '../severity-mark.tsx'

interface IssueHeadProps {
  readonly project: CurrentProject
  readonly report: IssueDetailReport
  readonly zone: string | undefined
  readonly onChange: () => void
}

/** What it is, how bad, and what is done about it. */
export function IssueHead({ project, report: { issue, releases }, zone, onChange }: IssueHeadProps) {
  const words = texts.issues
  const set = (status: IssueStatus) => {
    if (project.mayEdit) void changeStatus(project.id, [issue], status, onChange)
  }
  useShortcut('r', words.keys.resolve, () => set('resolved'))
  useShortcut('i', words.keys.ignore, () => set('ignored'))
  useShortcut('o', words.keys.open, () => set('open'))
  const place = issue.file === '' ? '' : issue.line === null ? issue.file : `${issue.file}:${issue.line}`
  return (
    <header class="issue-head">
      <div class="issue-title">
        <p class="row">
          <SeverityMark severity={issue.severity} />
          <span class="badge">{words.severities[issue.severity] ?? issue.severity}</span>
          <span class="badge">{words.environments[issue.environment] ?? issue.environment}</span>
          {issue.regression && <span class="badge bad">{words.regression}</span>}
        </p>
        <h1>{issue.error_type}</h1>
        <p class="issue-headline-message">{issue.message}</p>
        {place !== '' && <p class="soft place">{place}</p>}
      </div>
      {project.mayEdit && (
        <div class="segmented" role="group" aria-label={words.status}>
          {STATUSES.map((status) => (
            <button key={status} type="button" aria-pressed={issue.status === status} onClick={() => set(status)}>
              {words.statuses[status]}
            </button>
          ))}
        </div>
      )}
      <dl class="facts card">
        <div>
          <dt>{words.events}</dt>
          <dd>{number(issue.events)}</dd>
        </div>
        <div>
          <dt>{words.users}</dt>
          <dd>{number(issue.visitors)}</dd>
        </div>
        <div>
          <dt>{texts.issue.ever}</dt>
          <dd>{number(issue.occurrence_count)}</dd>
        </div>
        <div>
          <dt>{words.firstSeen}</dt>
          <dd>
            <When at={issue.first_seen} zone={zone} />
          </dd>
        </div>
        <div>
          <dt>{words.lastSeen}</dt>
          <dd>
            <When at={issue.last_seen} zone={zone} />
          </dd>
        </div>
        <div>
          <dt>{words.release}</dt>
          <dd>{releases.at(0)?.release ?? '–'}</dd>
        </div>
      </dl>
    </header>
  )
}
