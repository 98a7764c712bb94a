import { useEffect, useState } from 'preact/hooks'
import type { SessionState } from '../../lib/wire/accounts.ts'
import type { InvitationLook } from '../api/session.ts'
import { acceptInvitation, lookAtInvitation } from '../api/session.ts'
import { useSending } from '../api/use-sending.ts'
import { texts } from '../language.ts'
import { Empty } from '../parts/empty.tsx'
import { Notice } from '../parts/notice.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { toast } from '../parts/toasts.tsx'
import { DoorFrame } from './door-frame.tsx'
import { NewcomerForm } from './newcomer-form.tsx'
import { ProviderButton } from './provider-button.tsx'
import { PasswordForm } from './sign-in.tsx'

interface AcceptInvitationProps {
  readonly token: string
  readonly state: SessionState
  readonly onState: (state: SessionState) => void
  readonly onDone: () => void
}

/** What an invitation is to; accepted by who is signed in, by who signs in now, or with a new account. */
export function AcceptInvitation({ token, state, onState, onDone }: AcceptInvitationProps) {
  const words = texts.signIn.invitation
  const [look, setLook] = useState<InvitationLook>()
  const [hasAccount, setHasAccount] = useState(false)
  const { fault, attempt, isSending } = useSending()

  const find = async () => setLook(await attempt(() => lookAtInvitation(token)))
  useEffect(() => void find(), [token])

  const accept = async (newcomer: { email?: string; password?: string } = {}) => {
    const next = await attempt(() => acceptInvitation({ token, ...newcomer }))
    if (next === undefined) return
    onDone()
    onState(next)
    toast(words.accepted)
  }

  if (look === undefined) {
    return (
      <DoorFrame>
        {fault === undefined && <Skeleton lines={3} />}
        {fault?.isPassing === true && <Notice fault={fault} onAgain={() => void find()} />}
        {fault?.isPassing === false && (
          <Empty icon="person" title={words.bad.title} about={words.bad.about}>
            <button type="button" class="primary" onClick={onDone}>
              {texts.signIn.submit}
            </button>
          </Empty>
        )}
      </DoorFrame>
    )
  }
  const role = texts.shell.roles[look.role]
  const about = look.project === null ? words.toOwn : words.toProject(look.project.name, role)
  return (
    <DoorFrame title={words.title} about={about}>
      {state.user !== null ? (
        <>
          {fault && <Notice fault={fault} />}
          <p class="soft">{state.user.email}</p>
          <button type="button" class="primary wide" aria-disabled={isSending} onClick={() => void accept()}>
            {words.accept}
          </button>
        </>
      ) : hasAccount ? (
        <PasswordForm onState={onState} />
      ) : (
        <NewcomerForm email={look.email} isSending={isSending} fault={fault} onGiven={(given) => void accept(given)} />
      )}
      {state.user === null && (
        <>
          <ProviderButton provider={state.provider} invitation={token} />
          <button type="button" class="quiet" onClick={() => setHasAccount(!hasAccount)}>
            {hasAccount ? words.haveNone : words.haveAccount}
          </button>
        </>
      )}
    </DoorFrame>
  )
}
