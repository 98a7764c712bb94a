import { useProjectFacts } from '../../api/use-project-facts.ts'
import { texts } from '../../language.ts'
import { Empty } from '../../parts/empty.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Skeleton } from '../../parts/skeleton.tsx'
import { hrefOf } from '../../routing/place.ts'
import type { ScreenProps } from '../../shell/screens.tsx'
import { SettingsFrame } from '../settings-frame.tsx'
import { DataSettings } from './data-settings.tsx'
import { DangerSettings } from './danger-settings.tsx'
import { GeneralSettings } from './general-settings.tsx'
import { KeySettings } from './key-settings.tsx'
import { PeopleSettings } from './people-settings.tsx'
import { SavedSettings } from './saved-settings.tsx'
import { ShareSettings } from './share-settings.tsx'
import { VisitorSettings } from './visitor-settings.tsx'

const SECTIONS = ['general', 'visitors', 'data', 'goals', 'keys', 'people', 'shares', 'danger'] as const
type Section = (typeof SECTIONS)[number]

/** What can be set of a project, section by section (`#/p/1/settings/keys`). */
export function Settings({ project, rest }: ScreenProps) {
  const { value: facts, fault, again } = useProjectFacts(project.id)
  const words = texts.settings
  // Goals belong to all who edit; the rest to who administers.
  const open = SECTIONS.filter((name) => project.mayAdminister || (name === 'goals' && project.mayEdit))
  const section: Section | undefined = open.find((name) => name === rest[0]) ?? open[0]
  if (section === undefined) return <Empty icon="settings" {...words.notYours} />
  return (
    <SettingsFrame
      title={words.title}
      sections={open.map((name) => [name, words.sections[name]] as const)}
      current={section}
      hrefOf={(name) => hrefOf(['p', project.id, 'settings', name])}
    >
      {fault && <Notice fault={fault} onAgain={again} />}
      {facts === undefined && !fault && <Skeleton lines={8} />}
      {facts && section === 'general' && <GeneralSettings facts={facts} onChange={again} />}
      {facts && section === 'visitors' && <VisitorSettings facts={facts} onChange={again} />}
      {facts && section === 'data' && <DataSettings facts={facts} onChange={again} />}
      {section === 'goals' && <SavedSettings project={project} />}
      {facts && section === 'keys' && <KeySettings facts={facts} onChange={again} />}
      {section === 'people' && <PeopleSettings project={project} />}
      {section === 'shares' && <ShareSettings project={project} />}
      {facts && section === 'danger' && <DangerSettings facts={facts} project={project} onChange={again} />}
    </SettingsFrame>
  )
}
