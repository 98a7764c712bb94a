import type { IssueListReport, IssueRow } from '../../lib/wire/issues.ts'
import { number, readable, shortNumber } from '../format.ts'
import { texts } from '../language.ts'
import { Sparkbars } from '../parts/sparkbars.tsx'
import { When } from '../parts/when.tsx'
import { hrefOf } from '../routing/place.ts'
import type { CurrentProject } from '../session/session.ts'
import { SeverityMark } from './severity-mark.tsx'
import type { Triage } from './use-triage.ts'

interface IssueTableProps {
  readonly report: IssueListReport
  readonly zone: string | undefined
  readonly triage: Triage
  readonly project: CurrentProject
  readonly range: string
}

export function IssueTable({ report, zone, triage, project, range }: IssueTableProps) {
  const words = texts.issues
  return (
    <table class="rows issue-rows" ref={triage.list}>
      <thead>
        <tr>
          {project.mayEdit && (
            <th scope="col">
              <span class="for-ears">{words.select}</span>
            </th>
          )}
          <th scope="col">{words.issue}</th>
          <th scope="col">{words.trend}</th>
          <th scope="col" class="end">
            {words.events}
          </th>
          <th scope="col" class="end">
            {words.users}
          </th>
          <th scope="col" class="end">
            {words.lastSeen}
          </th>
        </tr>
      </thead>
      <tbody>
        {report.issues.map((issue) => (
          <tr key={issue.id} class={triage.selected.has(issue.id) ? 'selected' : undefined}>
            {project.mayEdit && (
              <td class="pick">
                <input
                  type="checkbox"
                  aria-label={words.selectOne(issue.error_type)}
                  checked={triage.selected.has(issue.id)}
                  onChange={() => triage.toggle(issue.id)}
                />
              </td>
            )}
            <th scope="row">
              <IssueName issue={issue} href={hrefOf(['p', project.id, 'issues', issue.id], { range })} />
            </th>
            <td class="trend">
              <Sparkbars values={issue.trend} label={words.trendOf(number(issue.events))} />
            </td>
            <td class="end figure" data-label={words.events} title={number(issue.events)}>
              {shortNumber(issue.events)}
            </td>
            <td class="end figure" data-label={words.users} title={number(issue.visitors)}>
              {issue.visitors === 0 ? '–' : shortNumber(issue.visitors)}
            </td>
            <td class="end seen">
              <span>
                <When at={issue.last_seen} zone={zone} />
              </span>
              <span class="soft">
                {words.firstSeen} <When at={issue.first_seen} zone={zone} />
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function IssueName({ issue, href }: { issue: IssueRow; href: string }) {
  const words = texts.issues
  const place = issue.file === '' ? '' : issue.line === null ? issue.file : `${issue.file}:${issue.line}`
  return (
    <div class="issue-name">
      <span class="issue-headline">
        <SeverityMark severity={issue.severity} />
        <a class="issue-link" href={href}>
          {issue.error_type}
        </a>
        {issue.regression && <span class="badge bad">{words.regression}</span>}
        {issue.environment !== 'production' && (
          <span class="badge">{words.environments[issue.environment] ?? issue.environment}</span>
        )}
        {issue.last_release !== null && <span class="badge plain-badge">{issue.last_release}</span>}
      </span>
      <span class="issue-message">{issue.message}</span>
      {place !== '' && <span class="soft place">{readable(place)}</span>}
    </div>
  )
}
