import type { AuditEntry } from '../../lib/wire/record-reports.ts'
import { moment, number } from '../format.ts'
import { texts } from '../language.ts'
import { CopyButton } from '../parts/copy-button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { JsonTree } from '../parts/json-tree.tsx'
import { instantOf } from '../zone.ts'

interface AuditDetailsProps {
  readonly entry: AuditEntry
  readonly zone: string | undefined
  readonly onClose: () => void
}

/** One line of the log, whole. */
export function AuditDetails({ entry, zone, onClose }: AuditDetailsProps) {
  const words = texts.audit
  const { context } = entry
  const at = zone === undefined ? entry.created_at : moment(instantOf(entry.created_at, zone))
  const facts: readonly (readonly [string, string])[] = [
    [words.when, at],
    [words.actor, entry.actor],
    [words.target, entry.target],
    [words.outcome, words.outcomes[entry.outcome] ?? entry.outcome],
    [words.tenant, entry.tenant],
    [words.externalId, entry.external_id],
    [words.sequence, number(entry.id)],
  ]
  return (
    <Dialog title={entry.action} kind="side" onClose={onClose}>
      <dl class="facts">
        {facts
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      <div>
        <h3>{words.context}</h3>
        {typeof context === 'object' && context !== null ? (
          <JsonTree value={context} />
        ) : (
          <p class="soft">{context === null ? words.noContext : JSON.stringify(context)}</p>
        )}
      </div>
      <div>
        <h3>{words.hash}</h3>
        <p class="hint">{words.aboutHash}</p>
        <p class="code-line">{entry.hash}</p>
        <CopyButton text={entry.hash} label={texts.words.copy} />
      </div>
    </Dialog>
  )
}
