import type { AuditsReport } from '../../lib/wire/record-reports.ts'
import { number } from '../format.ts'
import { texts } from '../language.ts'
import { Choice } from '../parts/field.tsx'
import { Icon } from '../parts/icon.tsx'
import { SearchBox } from '../parts/search-box.tsx'
import { changeQuery } from '../routing/use-place.ts'
import type { AuditView } from './audit-view.ts'
import { AUDIT_OUTCOMES, AUDIT_RANGES } from './audit-view.ts'

/** What a click in the table keeps to. */
const EXACT = ['actor', 'target'] as const

interface AuditFiltersProps {
  readonly view: AuditView
  /** The most frequent of the range. */
  readonly actions: AuditsReport['top_actions']
}

export function AuditFilters({ view, actions }: AuditFiltersProps) {
  const words = texts.audit
  const listed = actions.map(({ action, count }) => [action, `${action} (${number(count)})`] as const)
  const isListed = view.action === '' || listed.some(([action]) => action === view.action)
  const options = [
    ['', words.anyAction] as const,
    ...(isListed ? [] : [[view.action, view.action] as const]),
    ...listed,
  ]
  return (
    <div class="filter-line">
      <SearchBox
        label={words.search}
        value={view.search}
        onSearch={(search) => changeQuery({ search }, { replace: true })}
      />
      {EXACT.map(
        (name) =>
          view[name] !== '' && (
            <button key={name} type="button" class="plain filter-chip" onClick={() => changeQuery({ [name]: '' })}>
              {words[name]}: {view[name]}
              <Icon name="close" />
              <span class="for-ears">{words.anyAgain}</span>
            </button>
          ),
      )}
      <Choice
        label={words.action}
        isLabelHidden
        value={view.action}
        options={options}
        onValue={(action) => changeQuery({ action })}
      />
      <Choice
        label={words.outcome}
        isLabelHidden
        value={view.outcome}
        options={[
          ['', words.anyOutcome],
          ...AUDIT_OUTCOMES.map((name) => [name, words.outcomes[name] ?? name] as const),
        ]}
        onValue={(outcome) => changeQuery({ outcome })}
      />
      <Choice
        label={texts.lists.range}
        isLabelHidden
        value={view.range}
        options={AUDIT_RANGES.map((name) => [name, texts.lists.ranges[name]] as const)}
        onValue={(range) => changeQuery({ range })}
      />
    </div>
  )
}
