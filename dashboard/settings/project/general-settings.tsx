import type { ProjectFacts } from '../../api/projects.ts'
import { texts } from '../../language.ts'
import { Field } from '../../parts/field.tsx'
import { cleanLines, LinesField } from '../../parts/lines-field.tsx'
import { useSession } from '../../session/session.ts'
import { SaveForm } from '../save-form.tsx'
import { SettingsCard } from '../settings-frame.tsx'
import { TimeZoneField } from './time-zone-field.tsx'
import { useDraft } from './use-draft.ts'

export interface SectionProps {
  readonly facts: ProjectFacts
  readonly onChange: () => void
}

/** What it is called, where it is, and what time it is there. */
export function GeneralSettings({ facts, onChange }: SectionProps) {
  const { reload } = useSession()
  const draft = useDraft(facts, ['name', 'allowed_domains', 'time_zone'])
  const words = texts.settings.general
  const domains = draft.valueOf('allowed_domains')
  const save = () => {
    const given = cleanLines(domains)
    const isSame = given.join() === facts.allowed_domains.join()
    return draft.save(isSame ? {} : { allowed_domains: given.length === 0 ? ['*'] : given })
  }
  const saved = () => {
    draft.forget()
    onChange()
    void reload()
  }
  return (
    <SettingsCard title={texts.settings.sections.general}>
      <SaveForm isChanged={draft.isChanged} onSave={save} onSaved={saved}>
        <Field
          label={words.name}
          value={draft.valueOf('name')}
          onValue={(value) => draft.set('name', value)}
          maxLength={100}
          autocomplete="off"
        />
        <LinesField
          label={words.domains}
          lines={domains}
          onLines={(lines) => draft.set('allowed_domains', lines)}
          hint={words.domainsHint}
          placeholder="shop.example"
        />
        <TimeZoneField value={draft.valueOf('time_zone')} onValue={(value) => draft.set('time_zone', value)} />
      </SaveForm>
    </SettingsCard>
  )
}
