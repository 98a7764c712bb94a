import { useEffect, useState } from 'preact/hooks'
import { Notice } from './parts/notice.tsx'
import { Toasts } from './parts/toasts.tsx'
import { usePlace } from './routing/use-place.ts'
import { SessionContext } from './session/session.ts'
import { takeTokens } from './session/address-tokens.ts'
import { useSessionState } from './session/use-session-state.ts'
import { shareToken } from './share/share-token.ts'
import { SharedDashboard } from './share/shared-dashboard.tsx'
import { Shell } from './shell/shell.tsx'
import { AcceptInvitation } from './sign-in/accept-invitation.tsx'
import { ChooseDatabase } from './sign-in/choose-database.tsx'
import { DoorFrame } from './sign-in/door-frame.tsx'
import { LinkSignIn } from './sign-in/link-sign-in.tsx'
import { SecondFactor } from './sign-in/second-factor.tsx'
import { SetUp } from './sign-in/set-up.tsx'
import { SignIn } from './sign-in/sign-in.tsx'

/** The page: the door until somebody is signed in, then the shell with its screens. */
export function App() {
  // The address may change to another kind of place while the page is open.
  usePlace()
  const shared = shareToken()
  return (
    <>
      {shared === undefined ? <Rooms /> : <SharedDashboard key={shared} token={shared} />}
      <Toasts />
    </>
  )
}

function Rooms() {
  const session = useSessionState()
  const { tokens, forgetTokens } = useAddressTokens()
  const { state, fault, update, reload } = session

  if (state === undefined) return <DoorFrame>{fault && <Notice fault={fault} />}</DoorFrame>
  if (tokens.signIn !== undefined)
    return <LinkSignIn token={tokens.signIn} onState={update} onDone={() => forgetTokens('signIn')} />
  if (tokens.invitation !== undefined && state.state !== 'second-factor') {
    const onDone = () => forgetTokens('invitation')
    return <AcceptInvitation token={tokens.invitation} state={state} onState={update} onDone={onDone} />
  }
  if (state.state === 'second-factor') return <SecondFactor onState={update} />
  if (state.state === 'signed-in' && state.user !== null) {
    return (
      <SessionContext.Provider value={{ user: state.user, update, reload }}>
        <Shell />
      </SessionContext.Provider>
    )
  }
  if (state.database_needed) return <ChooseDatabase onReady={() => void reload()} />
  if (state.setup_needed) return <SetUp onState={update} />
  return <SignIn provider={state.provider} onState={update} {...(tokens.failed && { failed: tokens.failed })} />
}

/** Those of the first address and of every link that is opened in this tab later. */
function useAddressTokens() {
  const [tokens, setTokens] = useState(takeTokens)
  useEffect(() => {
    const take = () => setTokens((before) => ({ ...before, ...takeTokens() }))
    addEventListener('hashchange', take)
    return () => removeEventListener('hashchange', take)
  }, [])
  return {
    tokens,
    forgetTokens: (name: keyof typeof tokens) => setTokens(({ [name]: _gone, ...rest }) => rest),
  }
}
