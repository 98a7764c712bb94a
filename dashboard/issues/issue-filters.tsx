import type { Ref } from 'preact'
import { texts } from '../language.ts'
import { Choice } from '../parts/field.tsx'
import { SearchBox } from '../parts/search-box.tsx'
import { changeQuery } from '../routing/use-place.ts'
import type { IssueView } from './issue-view.ts'
import { ReleasePicker } from './release-picker.tsx'
import { ENVIRONMENTS, ISSUE_RANGES, SEVERITIES, SORTS } from './issue-view.ts'

interface IssueFiltersProps {
  readonly view: IssueView
  readonly project: number
  readonly searchRef: Ref<HTMLInputElement>
}

export function IssueFilters({ view, project, searchRef }: IssueFiltersProps) {
  const words = texts.issues
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
      <ReleasePicker project={project} release={view.release} />
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
