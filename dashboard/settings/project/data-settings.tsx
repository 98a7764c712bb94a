import { number } from '../../format.ts'
import { texts } from '../../language.ts'
import { Choice } from '../../parts/field.tsx'
import { SaveForm } from '../save-form.tsx'
import { SettingsCard } from '../settings-frame.tsx'
import type { SectionProps } from './general-settings.tsx'
import { useDraft } from './use-draft.ts'

const DETAIL_DAYS = [0, 30, 90, 180, 400, 730, 1100]
const KEEP_DAYS = [0, 90, 180, 400, 730, 1100, 1830, 3650]

/** How long what was counted is kept. */
export function DataSettings({ facts, onChange }: SectionProps) {
  const draft = useDraft(facts, ['keep_days', 'detail_days'])
  const words = texts.settings.data
  const options = (known: readonly number[], saved: number) =>
    [...new Set([...known, saved])]
      .sort((one, other) => one - other)
      .map((days) => [String(days), days === 0 ? words.forEver : words.days(number(days))] as const)
  return (
    <SettingsCard title={words.title} about={words.about}>
      <SaveForm
        isChanged={draft.isChanged}
        onSave={() => draft.save()}
        onSaved={() => {
          draft.forget()
          onChange()
        }}
      >
        <div>
          <Choice
            label={words.detail}
            value={String(draft.valueOf('detail_days'))}
            options={options(DETAIL_DAYS, facts.detail_days)}
            onValue={(days) => draft.set('detail_days', Number(days))}
          />
          <p class="hint">{words.detailHint}</p>
        </div>
        <div>
          <Choice
            label={words.keep}
            value={String(draft.valueOf('keep_days'))}
            options={options(KEEP_DAYS, facts.keep_days)}
            onValue={(days) => draft.set('keep_days', Number(days))}
          />
          <p class="hint">{words.keepHint}</p>
        </div>
      </SaveForm>
    </SettingsCard>
  )
}
