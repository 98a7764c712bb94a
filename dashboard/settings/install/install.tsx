import { texts } from '../../language.ts'
import { Empty } from '../../parts/empty.tsx'
import { hrefOf } from '../../routing/place.ts'
import { useSession } from '../../session/session.ts'
import { SettingsFrame } from '../settings-frame.tsx'
import { Diagnostics } from './diagnostics.tsx'
import { Backup } from './upkeep/backup.tsx'
import { Log } from './upkeep/log.tsx'
import { Updates } from './updates/updates.tsx'
import { ProjectList } from './project-list.tsx'
import { UserList } from './user-list.tsx'

const SECTIONS = ['diagnostics', 'log', 'updates', 'backup', 'projects', 'people'] as const

/** The install as a whole, for its owners (`#/install/people`). */
export function Install({ rest }: { readonly rest: readonly string[] }) {
  const { user } = useSession()
  const words = texts.install
  if (!user.is_owner) return <Empty icon="settings" {...words.notYours} />
  const section = SECTIONS.find((name) => name === rest[0]) ?? 'diagnostics'
  return (
    <SettingsFrame
      title={words.title}
      sections={SECTIONS.map((name) => [name, words.sections[name]] as const)}
      current={section}
      hrefOf={(name) => hrefOf(['install', name])}
    >
      {section === 'diagnostics' && <Diagnostics />}
      {section === 'log' && <Log />}
      {section === 'updates' && <Updates />}
      {section === 'backup' && <Backup />}
      {section === 'projects' && <ProjectList />}
      {section === 'people' && <UserList />}
    </SettingsFrame>
  )
}
