import { texts } from '../language.ts'
import { Empty } from '../parts/empty.tsx'
import { changeQuery } from '../routing/use-place.ts'
import type { IssueView } from './issue-view.ts'
import { isFiltered } from './issue-view.ts'

interface NoIssuesProps {
  readonly view: IssueView
  /** Some of another status fit. */
  readonly hasOthers: boolean
}

/** Why the list is empty, and what to do. */
export function NoIssues({ view, hasOthers }: NoIssuesProps) {
  const words = texts.issues.none
  if (hasOthers)
    return view.status === 'open' ? (
      <Empty icon="check" {...words.done} />
    ) : (
      <Empty icon="issues" {...words.otherStatus} />
    )
  if (isFiltered(view)) {
    const clear = () => changeQuery({ search: '', severity: '', environment: '', release: '' })
    return (
      <Empty icon="filter" {...words.filtered}>
        <button type="button" class="plain" onClick={clear}>
          {texts.analytics.empty.clear}
        </button>
      </Empty>
    )
  }
  return <Empty icon="check" {...words.never} />
}
