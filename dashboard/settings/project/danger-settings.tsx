import { useState } from 'preact/hooks'
import { deleteProject, switchProject } from '../../api/projects.ts'
import { useSending } from '../../api/use-sending.ts'
import { texts } from '../../language.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { hrefOf } from '../../routing/place.ts'
import { go } from '../../routing/use-place.ts'
import type { CurrentProject } from '../../session/session.ts'
import { useSession } from '../../session/session.ts'
import { SettingsCard } from '../settings-frame.tsx'
import type { SectionProps } from './general-settings.tsx'

/** Switching a project off, and deleting it. */
export function DangerSettings({ facts, project, onChange }: SectionProps & { readonly project: CurrentProject }) {
  const [isDeleting, setDeleting] = useState(false)
  const { reload } = useSession()
  const { isSending, attempt } = useSending()
  const words = texts.settings.danger
  const turn = async () => {
    await attempt(() => switchProject(facts.id, !facts.is_active))
    onChange()
  }
  return (
    <>
      <SettingsCard title={facts.is_active ? words.off : words.on} about={words.aboutOff}>
        <button type="button" class="plain" aria-disabled={isSending} onClick={() => void turn()}>
          {facts.is_active ? words.off : words.on}
        </button>
      </SettingsCard>
      {project.role === 'owner' && (
        <SettingsCard title={words.delete} about={words.aboutDelete} isDangerous>
          <button type="button" class="danger" onClick={() => setDeleting(true)}>
            {words.delete}
          </button>
        </SettingsCard>
      )}
      {isDeleting && (
        <Confirm
          title={words.delete}
          about={words.aboutDelete}
          deed={words.delete}
          typed={facts.name}
          onClose={() => setDeleting(false)}
          onConfirm={() => deleteProject(facts.id, facts.name)}
          onDone={() => {
            go(hrefOf(['projects']))
            void reload()
          }}
        />
      )}
    </>
  )
}
