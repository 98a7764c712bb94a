import { useProjectFacts } from '../api/use-project-facts.ts'
import type { ScreenProps } from '../shell/screens.tsx'
import { IssueDetail } from './detail/issue-detail.tsx'
import { IssueList } from './issue-list.tsx'
import { issueViewOf } from './issue-view.ts'

/** What broke: all of it, or one issue (`#/p/1/issues/42`). */
export function Issues({ project, rest, query }: ScreenProps) {
  const { value: facts } = useProjectFacts(project.id)
  const view = issueViewOf(query)
  const id = Number(rest[0])
  const common = { project, view, zone: facts?.time_zone }
  return id > 0 ? <IssueDetail key={id} id={id} {...common} /> : <IssueList {...common} />
}
