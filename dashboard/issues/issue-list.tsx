import { useRef } from 'preact/hooks'
import { askIssues } from '../api/issues.ts'
import { useAnswer } from '../api/use-answer.ts'
import { texts } from '../language.ts'
import { Notice } from '../parts/notice.tsx'
import { PagerButtons, usePager } from '../parts/pager.tsx'
import { useShortcut } from '../parts/shortcuts.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import type { CurrentProject } from '../session/session.ts'
import { topicOf } from '../analytics/view.ts'
import { BulkBar } from './bulk-bar.tsx'
import { IssueFilters } from './issue-filters.tsx'
import { IssueTable } from './issue-table.tsx'
import type { IssueView } from './issue-view.ts'
import { issueWords } from './issue-view.ts'
import { NoIssues } from './no-issues.tsx'
import { StatusTabs } from './status-tabs.tsx'
import { useTriage } from './use-triage.ts'

interface IssueListProps {
  readonly project: CurrentProject
  readonly view: IssueView
  readonly zone: string | undefined
}

const EVERY_MS = 60_000

/** Issues to look through and to sort out. */
export function IssueList({ project, view, zone }: IssueListProps) {
  const asked = issueWords(project.id, view)
  const pager = usePager(topicOf('issues', asked))
  const words = { ...asked, cursor: pager.cursor }
  const { value, fault, isStale, again } = useAnswer(topicOf('issues', words), () => askIssues(words), {
    every: EVERY_MS,
  })
  const issues = value?.issues ?? []
  const triage = useTriage({ project: project.id, issues, mayEdit: project.mayEdit, onDone: again })
  const search = useRef<HTMLInputElement>(null)
  useShortcut('/', texts.words.search, () => search.current?.focus())
  return (
    <div class="list-screen">
      <header class="screen-head">
        <h1>{texts.issues.title}</h1>
      </header>
      <section class="card list-card" aria-busy={isStale}>
        <StatusTabs chosen={view.status} counts={value?.statuses} />
        <IssueFilters view={view} project={project.id} searchRef={search} />
        {project.mayEdit && <BulkBar triage={triage} count={issues.length} />}
        <div id="issue-panel" role="tabpanel" aria-label={texts.issues.title} class={isStale ? 'stale' : undefined}>
          {fault && <Notice fault={fault} onAgain={again} />}
          {value === undefined && !fault && <Skeleton lines={10} />}
          {value && issues.length === 0 && <NoIssues view={view} hasOthers={hasOthers(value.statuses)} />}
          {value && issues.length > 0 && (
            <IssueTable report={value} zone={zone} triage={triage} project={project} range={view.range} />
          )}
        </div>
        <PagerButtons pager={pager} nextCursor={value?.next_cursor} />
      </section>
      {issues.length > 0 && <p class="hint key-hint">{texts.issues.keys.hint}</p>}
    </div>
  )
}

const hasOthers = (statuses: Readonly<Record<string, number>>): boolean =>
  Object.values(statuses).some((count) => count > 0)
