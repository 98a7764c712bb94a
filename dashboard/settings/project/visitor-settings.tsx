import type { IdentityName } from '../../api/projects.ts'
import { texts } from '../../language.ts'
import { cleanLines, LinesField } from '../../parts/lines-field.tsx'
import { Switch } from '../../parts/switch.tsx'
import { SaveForm } from '../save-form.tsx'
import { SettingsCard } from '../settings-frame.tsx'
import type { SectionProps } from './general-settings.tsx'
import { useDraft } from './use-draft.ts'

const IGNORED = ['ignored_addresses', 'ignored_paths', 'ignored_hosts', 'ignored_countries'] as const
const IDENTITIES: readonly IdentityName[] = ['daily', 'cache', 'cookie']

/** How visitors are told apart, and who is left out. */
export function VisitorSettings({ facts, onChange }: SectionProps) {
  const identity = useDraft(facts, ['identity', 'honours_opt_out', 'browser_audits'])
  const ignored = useDraft(facts, IGNORED)
  const words = texts.settings.visitors
  const done = (draft: { readonly forget: () => void }) => () => {
    draft.forget()
    onChange()
  }
  return (
    <>
      <SettingsCard title={words.identity} about={words.aboutIdentity}>
        <SaveForm isChanged={identity.isChanged} onSave={() => identity.save()} onSaved={done(identity)}>
          <fieldset class="options">
            <legend class="for-ears">{words.identity}</legend>
            {IDENTITIES.map((name) => (
              <label key={name} class="option">
                <input
                  type="radio"
                  name="identity"
                  checked={identity.valueOf('identity') === name}
                  onChange={() => identity.set('identity', name)}
                />
                <span>
                  <b>{words.identities[name].title}</b>
                  <span class="soft">{words.identities[name].about}</span>
                </span>
              </label>
            ))}
          </fieldset>
          <Switch
            label={words.optOut}
            hint={words.optOutHint}
            isOn={identity.valueOf('honours_opt_out')}
            onSwitch={(isOn) => identity.set('honours_opt_out', isOn)}
          />
          <Switch
            label={words.browserAudits}
            hint={words.browserAuditsHint}
            isOn={identity.valueOf('browser_audits')}
            onSwitch={(isOn) => identity.set('browser_audits', isOn)}
          />
        </SaveForm>
      </SettingsCard>
      <SettingsCard title={words.ignored} about={words.aboutIgnored}>
        <SaveForm
          isChanged={ignored.isChanged}
          onSave={() =>
            ignored.save(Object.fromEntries(IGNORED.map((name) => [name, cleanLines(ignored.valueOf(name))])))
          }
          onSaved={done(ignored)}
        >
          <LinesField
            label={words.addresses}
            lines={ignored.valueOf('ignored_addresses')}
            onLines={(lines) => ignored.set('ignored_addresses', lines)}
            hint={words.addressesHint}
            placeholder="203.0.113.7"
          />
          <LinesField
            label={words.paths}
            lines={ignored.valueOf('ignored_paths')}
            onLines={(lines) => ignored.set('ignored_paths', lines)}
            hint={words.pathsHint}
            placeholder="/admin/*"
          />
          <LinesField
            label={words.hosts}
            lines={ignored.valueOf('ignored_hosts')}
            onLines={(lines) => ignored.set('ignored_hosts', lines)}
            hint={words.hostsHint}
            placeholder="staging.shop.example"
          />
          <LinesField
            label={words.countries}
            lines={ignored.valueOf('ignored_countries')}
            onLines={(lines) => ignored.set('ignored_countries', lines)}
            hint={words.countriesHint}
            placeholder="DE"
          />
        </SaveForm>
      </SettingsCard>
    </>
  )
}
