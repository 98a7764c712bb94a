import { useState } from 'preact/hooks'
import type { FunnelShape, GoalShape } from '../../../lib/wire/goals.ts'
import { FunnelEditor } from '../../analytics/goals/funnel-editor.tsx'
import { GoalEditor } from '../../analytics/goals/goal-editor.tsx'
import { triggerName } from '../../analytics/goals/trigger-name.ts'
import { askFunnelList, askGoalList, askSegmentList, deleteSaved } from '../../api/saved.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { texts } from '../../language.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { Icon } from '../../parts/icon.tsx'
import { hrefOf } from '../../routing/place.ts'
import type { CurrentProject } from '../../session/session.ts'
import { SettingsCard } from '../settings-frame.tsx'
import { SavedList } from './saved-list.tsx'

type Edited =
  | { readonly kind: 'goal'; readonly goal: GoalShape | undefined }
  | { readonly kind: 'funnel'; readonly funnel: FunnelShape | undefined }

/** Goals, funnels and segments of a project. */
export function SavedSettings({ project }: { project: CurrentProject }) {
  const [edited, setEdited] = useState<Edited>()
  const [leaving, setLeaving] = useState<{ readonly id: number; readonly name: string }>()
  const goals = useAnswer(`goals ${project.id}`, () => askGoalList(project.id))
  const funnels = useAnswer(`funnels ${project.id}`, () => askFunnelList(project.id))
  const segments = useAnswer(`segments ${project.id}`, () => askSegmentList(project.id))
  const words = texts.settings.lists
  const close = () => setEdited(undefined)
  const add = (text: string, next: Edited) => (
    <button type="button" class="plain" onClick={() => setEdited(next)}>
      <Icon name="plus" />
      {text}
    </button>
  )
  return (
    <>
      <SettingsCard
        title={words.goals}
        about={words.aboutGoals}
        deed={add(texts.goals.add, { kind: 'goal', goal: undefined })}
      >
        <SavedList
          answer={goals}
          rows={goals.value?.goals.map((goal) => ({
            id: goal.id,
            name: goal.name,
            about: triggerName(goal.trigger),
            onEdit: () => setEdited({ kind: 'goal', goal }),
          }))}
          none={texts.goals.none.title}
        />
      </SettingsCard>
      <SettingsCard
        title={words.funnels}
        about={words.aboutFunnels}
        deed={add(texts.goals.addFunnel, { kind: 'funnel', funnel: undefined })}
      >
        <SavedList
          answer={funnels}
          rows={funnels.value?.funnels.map((funnel) => ({
            id: funnel.id,
            name: funnel.name,
            about: funnel.steps.map(triggerName).join(' → '),
            onEdit: () => setEdited({ kind: 'funnel', funnel }),
          }))}
          none={texts.goals.noFunnels.title}
        />
      </SettingsCard>
      <SettingsCard title={words.segments} about={words.aboutSegments}>
        <SavedList
          answer={segments}
          rows={segments.value?.segments.map(({ id, name, filter }) => ({
            id,
            name,
            about: filter,
            href: hrefOf(['p', project.id, 'analytics'], { filter }),
            onDelete: () => setLeaving({ id, name }),
          }))}
          none={texts.filters.noSegments}
        />
      </SettingsCard>
      {edited?.kind === 'goal' && (
        <GoalEditor
          project={project.id}
          goal={edited.goal}
          onClose={close}
          onSaved={() => {
            close()
            goals.again()
          }}
        />
      )}
      {edited?.kind === 'funnel' && (
        <FunnelEditor
          project={project.id}
          funnel={edited.funnel}
          onClose={close}
          onSaved={() => {
            close()
            funnels.again()
          }}
        />
      )}
      {leaving && (
        <Confirm
          title={texts.filters.deleteSegment(leaving.name)}
          about={words.aboutDelete}
          deed={texts.words.delete}
          onClose={() => setLeaving(undefined)}
          onConfirm={() => deleteSaved('segments', project.id, leaving.id)}
          onDone={() => {
            setLeaving(undefined)
            segments.again()
          }}
        />
      )}
    </>
  )
}
