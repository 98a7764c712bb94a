import type { DiagnosticsAnswer, Diagnosis } from '../../../lib/wire/diagnostics.ts'
import { askDiagnostics } from '../../api/diagnostics.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { texts } from '../../language.ts'
import { CheckItem } from '../../host-checks/check-item.tsx'
import { ReachChecks } from '../../host-checks/reach-checks.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Skeleton } from '../../parts/skeleton.tsx'
import { SettingsCard } from '../settings-frame.tsx'
import { JobTable } from './job-table.tsx'
import { Sizes } from './sizes.tsx'
import { TableScroll } from '../../parts/table-scroll.tsx'

/** What works, what does not, what it means, and what to do. */
export function Diagnostics() {
  const { value, fault, isStale, again } = useAnswer('diagnostics', askDiagnostics)
  const words = texts.install.diagnostics
  return (
    <>
      {fault && <Notice fault={fault} onAgain={again} />}
      {value === undefined && !fault && <Skeleton lines={12} />}
      {value && (
        <>
          <SettingsCard
            title={words.checks}
            deed={
              <button type="button" class="plain" aria-disabled={isStale} onClick={again}>
                <Icon name="refresh" />
                {words.again}
              </button>
            }
          >
            <p class={`verdict ${value.state === 'ok' ? 'verified' : value.state === 'fail' ? 'tampered' : ''}`}>
              <strong>{words.states[value.state]}</strong>
            </p>
            <ul class="items">
              {[...value.checks].sort(worstFirst).map((check) => (
                <CheckItem key={check.id} check={check} />
              ))}
            </ul>
          </SettingsCard>
          <SettingsCard title={words.host} about={words.aboutHost}>
            <ReachChecks version={value.versions.micrologs} />
          </SettingsCard>
          <SettingsCard title={words.jobs} about={words.aboutJobs}>
            {value.jobs === null ? <p class="soft">{words.noJobs}</p> : <JobTable jobs={value.jobs} onRun={again} />}
          </SettingsCard>
          <CronCard command={value.cron_command} />
          <Sizes report={value} />
          <SettingsCard title={words.settings} about={words.aboutSettings}>
            <SettingsList report={value} />
          </SettingsCard>
        </>
      )}
    </>
  )
}

const ORDER = { fail: 0, warn: 1, ok: 2 } as const
const worstFirst = (one: Diagnosis, other: Diagnosis): number => ORDER[one.state] - ORDER[other.state]

function CronCard({ command }: { command: string }) {
  const words = texts.install.diagnostics
  const line = `*/5 * * * * ${command}`
  return (
    <SettingsCard title={words.cron} about={words.aboutCron}>
      <p class="code-line">{line}</p>
      <CopyButton text={line} label={texts.words.copy} />
    </SettingsCard>
  )
}

function SettingsList({ report }: { report: DiagnosticsAnswer }) {
  return (
    <TableScroll label={texts.install.diagnostics.settings}>
      <table class="rows">
        <tbody>
          {report.settings.map(({ name, value, about, is_default }) => (
            <tr key={name}>
              <th scope="row" title={about}>
                <code>{name}</code>
              </th>
              <td class={is_default ? 'soft' : undefined}>{value === '' ? '–' : value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  )
}
