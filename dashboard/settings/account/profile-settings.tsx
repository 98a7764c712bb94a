import { useState } from 'preact/hooks'
import { changePassword, editAccount } from '../../api/account.ts'
import { texts } from '../../language.ts'
import { newPasswordFault } from '../../parts/field-faults.ts'
import { Field } from '../../parts/field.tsx'
import { useSession } from '../../session/session.ts'
import { SaveForm } from '../save-form.tsx'
import { SettingsCard } from '../settings-frame.tsx'

/** Name, address, password. */
export function ProfileSettings() {
  const { user, update } = useSession()
  const [name, setName] = useState(user.name)
  const [email, setEmail] = useState(user.email)
  const [current, setCurrent] = useState('')
  const words = texts.account.profile
  const hasNewEmail = email.trim() !== user.email
  const given = {
    ...(name !== user.name && { name }),
    ...(hasNewEmail && { email: email.trim() }),
    ...(hasNewEmail && current !== '' && { current_password: current }),
  }
  return (
    <>
      <SettingsCard title={texts.account.sections.profile}>
        <SaveForm
          isChanged={Object.keys(given).length > 0}
          onSave={async () => update(await editAccount(given))}
          onSaved={() => setCurrent('')}
        >
          <Field label={texts.words.name} value={name} onValue={setName} autocomplete="name" maxLength={100} />
          <Field label={texts.signIn.email} value={email} onValue={setEmail} type="email" autocomplete="email" />
          {hasNewEmail && user.has_password && (
            <Field
              label={words.currentPassword}
              value={current}
              onValue={setCurrent}
              type="password"
              autocomplete="current-password"
              hint={words.passwordForEmail}
            />
          )}
        </SaveForm>
      </SettingsCard>
      <PasswordCard />
    </>
  )
}

function PasswordCard() {
  const { user, update } = useSession()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const words = texts.account.profile
  const given = { new_password: next, ...(current !== '' && { current_password: current }) }
  const isTooShort = next !== '' && newPasswordFault(next) !== undefined
  return (
    <SettingsCard title={user.has_password ? words.changePassword : words.setPassword} about={words.aboutPassword}>
      <SaveForm
        isChanged={next !== '' && !isTooShort}
        onSave={async () => update(await changePassword(given))}
        onSaved={() => {
          setCurrent('')
          setNext('')
        }}
        said={words.passwordChanged}
        submit={user.has_password ? words.changePassword : words.setPassword}
      >
        {user.has_password && (
          <Field
            label={words.currentPassword}
            value={current}
            onValue={setCurrent}
            type="password"
            autocomplete="current-password"
          />
        )}
        <Field
          label={words.newPassword}
          value={next}
          onValue={setNext}
          type="password"
          autocomplete="new-password"
          hint={texts.signIn.newPasswordHint}
        />
      </SaveForm>
    </SettingsCard>
  )
}
