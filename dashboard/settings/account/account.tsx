import { texts } from '../../language.ts'
import { hrefOf } from '../../routing/place.ts'
import { SettingsFrame } from '../settings-frame.tsx'
import { ProfileSettings } from './profile-settings.tsx'
import { SecuritySettings } from './security-settings.tsx'
import { TokenSettings } from './token-settings.tsx'

const SECTIONS = ['profile', 'security', 'tokens'] as const

/** What people set about themselves (`#/account/tokens`). */
export function Account({ rest }: { readonly rest: readonly string[] }) {
  const words = texts.account
  const section = SECTIONS.find((name) => name === rest[0]) ?? 'profile'
  return (
    <SettingsFrame
      title={words.title}
      sections={SECTIONS.map((name) => [name, words.sections[name]] as const)}
      current={section}
      hrefOf={(name) => hrefOf(['account', name])}
    >
      {section === 'profile' && <ProfileSettings />}
      {section === 'security' && <SecuritySettings />}
      {section === 'tokens' && <TokenSettings />}
    </SettingsFrame>
  )
}
