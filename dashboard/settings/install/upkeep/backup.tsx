import { askBackup, backupUrl } from '../../../api/upkeep.ts'
import { useAnswer } from '../../../api/use-answer.ts'
import { bytes, number } from '../../../format.ts'
import { texts } from '../../../language.ts'
import { CopyButton } from '../../../parts/copy-button.tsx'
import { Icon } from '../../../parts/icon.tsx'
import { Notice } from '../../../parts/notice.tsx'
import { Skeleton } from '../../../parts/skeleton.tsx'
import { When } from '../../../parts/when.tsx'
import { SettingsCard } from '../../settings-frame.tsx'

/** Everything as one file, and how it comes back. */
export function Backup() {
  const { value, fault, again } = useAnswer('backup', askBackup)
  const words = texts.upkeep.backup
  if (value === undefined) return fault ? <Notice fault={fault} onAgain={again} /> : <Skeleton lines={6} />
  const { last, backup_command, restore_command } = value
  return (
    <>
      <SettingsCard title={words.title} about={words.about}>
        <p class="last-backup">
          {last === null ? (
            words.never
          ) : (
            <>
              {words.last} <When at={last.at} zone={undefined} />: {words.facts(number(last.rows), bytes(last.bytes))}{' '}
              <span class="soft">({words.how[last.how]})</span>
            </>
          )}
        </p>
        <div class="row settings-deeds">
          <a class="button primary" href={backupUrl()} download="">
            <Icon name="download" />
            {words.download}
          </a>
        </div>
        <p class="hint">{words.keepPrivate}</p>
      </SettingsCard>
      <SettingsCard title={words.restore} about={words.aboutRestore}>
        <p class="code-line">{restore_command}</p>
        <CopyButton text={restore_command} label={texts.words.copy} />
        <p class="hint">{words.replaceHint}</p>
      </SettingsCard>
      <SettingsCard title={words.regularly} about={words.aboutRegularly}>
        <p class="code-line">{backup_command}</p>
        <CopyButton text={backup_command} label={texts.words.copy} />
      </SettingsCard>
    </>
  )
}
