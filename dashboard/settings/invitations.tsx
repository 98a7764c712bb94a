import { useState } from 'preact/hooks'
import type { RoleName } from '../../lib/wire/accounts.ts'
import { askInvitations, invite, revokeInvitation } from '../api/people.ts'
import { useAnswer } from '../api/use-answer.ts'
import { useSending } from '../api/use-sending.ts'
import { ago, moment } from '../format.ts'
import { texts } from '../language.ts'
import { Choice, Field } from '../parts/field.tsx'
import { sentenceOf } from '../parts/form.tsx'
import { SecretShown } from '../parts/secret-shown.tsx'
import { SettingsCard } from './settings-frame.tsx'

interface InvitationsProps {
  /** Undefined: to own the install. */
  readonly project: number | undefined
}

const ROLES: readonly RoleName[] = ['viewer', 'member', 'admin']

/** Links that let somebody in. */
export function Invitations({ project }: InvitationsProps) {
  const [role, setRole] = useState<RoleName>(project === undefined ? 'owner' : 'viewer')
  const [email, setEmail] = useState('')
  const [url, setUrl] = useState<string>()
  const { value, again } = useAnswer(`invitations ${project ?? 'install'}`, () => askInvitations(project))
  const { isSending, fault, attempt } = useSending()
  const words = texts.settings.people
  const make = async () => {
    const to = email.trim()
    const made = await attempt(() => invite({ role, project, email: to === '' ? undefined : to }))
    if (made === undefined) return
    setUrl(made.url)
    setEmail('')
    again()
  }
  const revoke = async (id: number) => {
    await attempt(() => revokeInvitation(id))
    again()
  }
  return (
    <SettingsCard
      title={project === undefined ? words.inviteOwner : words.invite}
      about={project === undefined ? words.aboutInviteOwner : words.aboutInvite}
    >
      <form
        class="form inline-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void make()
        }}
      >
        {project !== undefined && (
          <Choice
            label={words.role}
            value={role}
            options={ROLES.map((one) => [one, texts.shell.roles[one]] as const)}
            onValue={setRole}
          />
        )}
        <Field label={words.onlyFor} value={email} onValue={setEmail} type="email" autocomplete="off" />
        <button type="submit" class="primary" aria-disabled={isSending}>
          {words.makeLink}
        </button>
      </form>
      {fault && (
        <p class="fault" role="alert">
          {sentenceOf(fault)}
        </p>
      )}
      {url !== undefined && (
        <SecretShown label={words.link} secret={url} about={words.aboutLink} copy={texts.words.copy} />
      )}
      {value !== undefined && value.invitations.length > 0 && (
        <ul class="items">
          {value.invitations.map((one) => (
            <li key={one.id} class="item">
              <div class="item-text">
                <b>{one.email ?? words.anybody}</b>
                <span class="hint" title={moment(one.created_at)}>
                  {texts.shell.roles[one.role]} · {ago(one.created_at)} · {words.until(moment(one.ends_at))}
                </span>
              </div>
              <button type="button" class="plain" onClick={() => void revoke(one.id)}>
                {words.revoke}
              </button>
            </li>
          ))}
        </ul>
      )}
    </SettingsCard>
  )
}
