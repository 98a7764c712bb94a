import { useState } from 'preact/hooks'
import { askFunnel } from '../../api/explore.ts'
import { askFunnelList } from '../../api/saved.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { texts } from '../../language.ts'
import { Empty } from '../../parts/empty.tsx'
import { Choice } from '../../parts/field.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Skeleton } from '../../parts/skeleton.tsx'
import type { CurrentProject } from '../../session/session.ts'
import type { View } from '../view.ts'
import { comparedWords, topicOf } from '../view.ts'
import { FunnelChart } from './funnel-chart.tsx'
import { FunnelEditor } from './funnel-editor.tsx'

interface FunnelPanelProps {
  readonly project: CurrentProject
  readonly view: View
}

/** One of the project's funnels, and how to make more. */
export function FunnelPanel({ project, view }: FunnelPanelProps) {
  const list = useAnswer(`funnels ${project.id}`, () => askFunnelList(project.id))
  const [chosen, setChosen] = useState<number>()
  const [edited, setEdited] = useState<number | 'new'>()
  const funnels = list.value?.funnels ?? []
  const funnel = funnels.find(({ id }) => id === chosen) ?? funnels[0]
  const words = { ...comparedWords(view), funnel: funnel?.id }
  const topic = funnel === undefined ? undefined : topicOf('funnel', { ...words, of: funnel.updated_at })
  const { value, fault, again } = useAnswer(topic, () => askFunnel(words))
  if (list.fault) return <Notice fault={list.fault} onAgain={list.again} />
  if (list.value === undefined) return <Skeleton lines={6} />

  const add = project.mayEdit && (
    <button type="button" class="plain" onClick={() => setEdited('new')}>
      <Icon name="plus" />
      {texts.goals.addFunnel}
    </button>
  )
  return (
    <>
      {funnel === undefined ? (
        <Empty icon="filter" {...texts.goals.noFunnels}>
          {add}
        </Empty>
      ) : (
        <>
          <div class="row">
            <Choice
              label={texts.goals.funnel}
              isLabelHidden
              value={String(funnel.id)}
              options={funnels.map(({ id, name }) => [String(id), name] as const)}
              onValue={(id) => setChosen(Number(id))}
            />
            {project.mayEdit && (
              <button type="button" class="plain" onClick={() => setEdited(funnel.id)}>
                {texts.words.edit}
              </button>
            )}
            {add}
          </div>
          {fault && <Notice fault={fault} onAgain={again} />}
          {value?.id === funnel.id && <FunnelChart report={value} />}
        </>
      )}
      {edited !== undefined && (
        <FunnelEditor
          project={project.id}
          funnel={funnels.find(({ id }) => id === edited)}
          onClose={() => setEdited(undefined)}
          onSaved={(id) => {
            setEdited(undefined)
            setChosen(id)
            list.again()
          }}
        />
      )}
    </>
  )
}
