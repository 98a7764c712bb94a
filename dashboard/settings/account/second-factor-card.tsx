import { useState } from 'preact/hooks'
import { removeSecondFactor, renewRecoveryCodes } from '../../api/account.ts'
import { number } from '../../format.ts'
import { texts } from '../../language.ts'
import { useSession } from '../../session/session.ts'
import { SettingsCard } from '../settings-frame.tsx'
import { CodeDialog } from './code-dialog.tsx'
import { RecoveryCodesShown } from './recovery-codes-shown.tsx'
import { SecondFactorDialog } from './second-factor-dialog.tsx'

/** A code of the telephone besides the password. */
export function SecondFactorCard() {
  const { user, update, reload } = useSession()
  const [opened, setOpened] = useState<'on' | 'off' | 'codes'>()
  const [codes, setCodes] = useState<readonly string[]>()
  const words = texts.account.secondFactor
  const close = () => setOpened(undefined)
  const taken = (given: readonly string[]) => {
    setCodes(given)
    close()
    void reload()
  }
  return (
    <SettingsCard
      title={words.title}
      about={words.about}
      deed={
        <span class={user.has_second_factor ? 'badge good' : 'badge'}>
          {user.has_second_factor ? words.isOn : words.isOff}
        </span>
      }
    >
      {codes && <RecoveryCodesShown codes={codes} onDone={() => setCodes(undefined)} />}
      {user.has_second_factor ? (
        <>
          <p class="hint">{words.left(user.recovery_codes_left, number(user.recovery_codes_left))}</p>
          <div class="row settings-deeds">
            <button type="button" class="plain" onClick={() => setOpened('codes')}>
              {words.newCodes}
            </button>
            <button type="button" class="danger" onClick={() => setOpened('off')}>
              {words.switchOff}
            </button>
          </div>
        </>
      ) : (
        <button type="button" class="primary" onClick={() => setOpened('on')}>
          {words.switchOn}
        </button>
      )}
      {opened === 'on' && <SecondFactorDialog hasPassword={user.has_password} onClose={close} onOn={taken} />}
      {opened === 'off' && (
        <CodeDialog
          title={words.switchOff}
          about={words.aboutOff}
          onClose={close}
          onCode={async (code) => {
            update(await removeSecondFactor(code))
            setCodes(undefined)
            close()
          }}
        />
      )}
      {opened === 'codes' && (
        <CodeDialog
          title={words.newCodes}
          about={words.aboutNewCodes}
          onClose={close}
          onCode={async (code) => taken((await renewRecoveryCodes(code)).recovery_codes)}
        />
      )}
    </SettingsCard>
  )
}
