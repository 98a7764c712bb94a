import type { DiagnosticsAnswer } from '../../../lib/wire/diagnostics.ts'
import { bytes, number } from '../../format.ts'
import { texts } from '../../language.ts'
import { SettingsCard } from '../settings-frame.tsx'

const MOST_TABLES = 10

/** Versions, and how much room things take. */
export function Sizes({ report: { versions, sizes, request } }: { report: DiagnosticsAnswer }) {
  const words = texts.install.diagnostics
  const tables = sizes.tables ?? []
  const total = tables.reduce((sum, table) => sum + table.bytes, 0)
  const most = Math.max(1, ...tables.map((table) => table.bytes))
  const facts: readonly (readonly [string, string])[] = [
    ['Micrologs', versions.micrologs],
    ['Node', versions.node],
    [words.database, versions.database],
    [words.platform, versions.platform],
    [words.databaseSize, sizes.tables === null ? '–' : bytes(total)],
    [words.waiting, `${bytes(sizes.spool_waiting_bytes)} / ${bytes(sizes.spool_max_bytes)}`],
    [words.rejected, number(sizes.rejected)],
    [words.yourAddress, request.client_address],
    [words.https, request.is_https ? words.yes : words.no],
  ]
  return (
    <SettingsCard title={words.sizes}>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <ol class="bars settings-bars">
        {tables.slice(0, MOST_TABLES).map(({ table, bytes: size }) => (
          <li key={table} class="bar-row">
            <span class="bar-fill" aria-hidden="true" style={{ width: `${(size / most) * 100}%` }} />
            <span class="bar-name plain-name">{table}</span>
            <span class="bar-number">{bytes(size)}</span>
          </li>
        ))}
      </ol>
    </SettingsCard>
  )
}
