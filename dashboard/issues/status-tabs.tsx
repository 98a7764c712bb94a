import type { IssueListReport } from '../../lib/wire/issues.ts'
import { number } from '../format.ts'
import { texts } from '../language.ts'
import { Tabs } from '../parts/tabs.tsx'
import { changeQuery } from '../routing/use-place.ts'
import type { StatusTab } from './issue-view.ts'
import { STATUS_TABS } from './issue-view.ts'

interface StatusTabsProps {
  readonly chosen: StatusTab
  readonly counts: IssueListReport['statuses'] | undefined
}

export function StatusTabs({ chosen, counts }: StatusTabsProps) {
  const words = texts.issues
  const countOf = (status: StatusTab): number | undefined =>
    counts && (status === 'all' ? Object.values(counts).reduce((sum, count) => sum + count, 0) : counts[status])
  const tabs = STATUS_TABS.map((status) => {
    const count = countOf(status)
    return [
      status,
      count === undefined ? words.statuses[status] : `${words.statuses[status]} ${number(count)}`,
    ] as const
  })
  return (
    <Tabs
      label={words.status}
      tabs={tabs}
      chosen={chosen}
      onChoose={(status) => changeQuery({ status: status === 'open' ? '' : status })}
      panelId="issue-panel"
    />
  )
}
