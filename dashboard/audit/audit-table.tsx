import { useState } from 'preact/hooks'
import type { AuditEntry } from '../../lib/wire/record-reports.ts'
import { texts } from '../language.ts'
import { When } from '../parts/when.tsx'
import { changeQuery } from '../routing/use-place.ts'
import { AuditDetails } from './audit-details.tsx'

interface AuditTableProps {
  readonly entries: readonly AuditEntry[]
  readonly zone: string | undefined
}

export function AuditTable({ entries, zone }: AuditTableProps) {
  const [opened, setOpened] = useState<AuditEntry>()
  const words = texts.audit
  return (
    <>
      <table class="rows audit-rows">
        <thead>
          <tr>
            <th scope="col">{words.action}</th>
            <th scope="col">{words.actor}</th>
            <th scope="col">{words.target}</th>
            <th scope="col">{words.outcome}</th>
            <th scope="col" class="end">
              {words.when}
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <th scope="row">
                <button type="button" class="text-button strong" onClick={() => setOpened(entry)}>
                  {entry.action}
                </button>
              </th>
              <FilterCell name="actor" value={entry.actor} />
              <FilterCell name="target" value={entry.target} />
              <td>
                {entry.outcome !== '' && (
                  <span class={entry.outcome === 'failure' ? 'badge bad' : 'badge good'}>
                    {words.outcomes[entry.outcome] ?? entry.outcome}
                  </span>
                )}
              </td>
              <td class="end soft">
                <When at={entry.created_at} zone={zone} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {opened && <AuditDetails entry={opened} zone={zone} onClose={() => setOpened(undefined)} />}
    </>
  )
}

function FilterCell({ name, value }: { name: 'actor' | 'target'; value: string }) {
  const words = texts.audit
  return (
    <td>
      {value !== '' && (
        <button
          type="button"
          class="text-button"
          title={words.onlyWith(value)}
          onClick={() => changeQuery({ [name]: value })}
        >
          <span class="for-ears">{words[name]}: </span>
          {value}
        </button>
      )}
    </td>
  )
}
