import { useEffect } from 'preact/hooks'
import type { SessionState } from '../../lib/wire/accounts.ts'
import { signInByLink } from '../api/session.ts'
import { useSending } from '../api/use-sending.ts'
import { texts } from '../language.ts'
import { Empty } from '../parts/empty.tsx'
import { Notice } from '../parts/notice.tsx'
import { DoorFrame } from './door-frame.tsx'

interface LinkSignInProps {
  readonly token: string
  readonly onState: (state: SessionState) => void
  /** The link is used up, or of no use. */
  readonly onDone: () => void
}

/** Signs in with a link that was printed or made for somebody, without a question. */
export function LinkSignIn({ token, onState, onDone }: LinkSignInProps) {
  const words = texts.signIn.link
  const { fault, attempt } = useSending()
  const enter = async () => {
    const state = await attempt(() => signInByLink(token))
    if (state === undefined) return
    onState(state)
    onDone()
  }
  useEffect(() => void enter(), [token])
  if (fault === undefined) {
    return (
      <DoorFrame>
        <p class="working" role="status">
          {words.working}
        </p>
      </DoorFrame>
    )
  }
  return (
    <DoorFrame>
      {fault.isPassing ? (
        <Notice fault={fault} onAgain={() => void enter()} />
      ) : (
        <Empty icon="links" title={words.bad.title} about={words.bad.about}>
          <button type="button" class="primary" onClick={onDone}>
            {texts.signIn.submit}
          </button>
        </Empty>
      )}
    </DoorFrame>
  )
}
