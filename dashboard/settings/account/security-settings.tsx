import { SecondFactorCard } from './second-factor-card.tsx'
import { SessionsCard } from './sessions-card.tsx'

/** The second factor, and where one is signed in. */
export function SecuritySettings() {
  return (
    <>
      <SecondFactorCard />
      <SessionsCard />
    </>
  )
}
