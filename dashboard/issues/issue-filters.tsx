import type { Ref } from 'preact'
import type { IssueRow } from '../../lib/wire/issues.ts'
import { texts } from '../language.ts'
import { Choice } from '../parts/field.tsx'
import { SearchBox } from '../parts/search-box.tsx'
import { changeQuery } from '../routing/use-place.ts'
import type { IssueView } from './issue-view.ts'
import { ENVIRONMENTS, ISSUE_RANGES, SEVERITIES, SORTS } from './issue-view.ts'

interface IssueFiltersProps {
  readonly view: IssueView
  /** What is listed; their releases can be chosen. */
  readonly issues: readonly IssueRow[]
  readonly searchRef: Ref<HTMLInputElement>
}

export function IssueFilters({ view, issues, searchRef }: IssueFiltersProps) {
  const words = texts.issues
  const releases = [...new Set([view.release, ...issues.map(({ last_release }) => last_release ?? '')])]
  const any = (text: string) => ['', text] as const
  return (
    <div class="filter-line">
      <SearchBox
        label={words.search}
        value={view.search}
        onSearch={(search) => changeQuery({ search }, { replace: true })}
        inputRef={searchRef}
      />
      <Choice
        label={words.severity}
        isLabelHidden
        value={view.severity}
        options={[any(words.anySeverity), ...SEVERITIES.map((name) => [name, words.severities[name] ?? name] as const)]}
        onValue={(severity) => changeQuery({ severity })}
      />
      <Choice
        label={words.environment}
        isLabelHidden
        value={view.environment}
        options={[
          any(words.anyEnvironment),
          ...ENVIRONMENTS.map((name) => [name, words.environments[name] ?? name] as const),
        ]}
        onValue={(environment) => changeQuery({ environment })}
      />
      <Choice
        label={words.release}
        isLabelHidden
        value={view.release}
        options={[any(words.anyRelease), ...releases.filter(Boolean).map((name) => [name, name] as const)]}
        onValue={(release) => changeQuery({ release })}
      />
      <Choice
        label={texts.lists.range}
        isLabelHidden
        value={view.range}
        options={ISSUE_RANGES.map((name) => [name, texts.lists.ranges[name]] as const)}
        onValue={(range) => changeQuery({ range })}
      />
      <Choice
        label={texts.lists.sort}
        isLabelHidden
        value={view.sort}
        options={SORTS.map((name) => [name, words.sorts[name]] as const)}
        onValue={(sort) => changeQuery({ sort })}
      />
    </div>
  )
}
