import { useState } from 'preact/hooks'
import { askFirstSteps } from '../../api/first-steps.ts'
import { renewKey } from '../../api/projects.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { texts } from '../../language.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { SecretShown } from '../../parts/secret-shown.tsx'
import { SettingsCard } from '../settings-frame.tsx'
import type { SectionProps } from './general-settings.tsx'

type KeyKind = 'public' | 'secret'

/** With what pages and backends send. */
export function KeySettings({ facts, onChange }: SectionProps) {
  const [renewing, setRenewing] = useState<KeyKind>()
  const [secret, setSecret] = useState<string>()
  const { value: steps, again } = useAnswer(`first-steps ${facts.id}`, () => askFirstSteps(facts.id))
  const words = texts.settings.keys
  return (
    <>
      <SettingsCard title={words.tag} about={words.aboutTag}>
        {steps && (
          <>
            <p class="code-line">{steps.tag}</p>
            <CopyButton text={steps.tag} label={texts.firstSteps.tag.copy} />
          </>
        )}
      </SettingsCard>
      <SettingsCard
        title={words.public}
        about={words.aboutPublic}
        deed={
          <button type="button" class="danger" onClick={() => setRenewing('public')}>
            {words.renew}
          </button>
        }
      >
        <p class="code-line">{facts.public_key}</p>
        <CopyButton text={facts.public_key} label={texts.words.copy} />
      </SettingsCard>
      <SettingsCard
        title={words.secret}
        about={words.aboutSecret}
        deed={
          <button type="button" class="danger" onClick={() => setRenewing('secret')}>
            {words.renew}
          </button>
        }
      >
        {secret === undefined ? (
          <p class="hint">{words.secretHidden}</p>
        ) : (
          <SecretShown
            label={words.newSecret}
            secret={secret}
            about={texts.settings.shownOnce}
            copy={texts.words.copy}
          />
        )}
      </SettingsCard>
      {renewing && (
        <Confirm
          title={words.renewTitle[renewing]}
          about={words.aboutRenew[renewing]}
          deed={words.renew}
          onClose={() => setRenewing(undefined)}
          onConfirm={async () => {
            const keys = await renewKey(facts.id, renewing)
            setSecret(keys.secret_key)
          }}
          onDone={() => {
            setRenewing(undefined)
            again()
            onChange()
          }}
        />
      )}
    </>
  )
}
