import { useState } from 'preact/hooks'
import type { GoalFigures } from '../../../lib/wire/explore.ts'
import { askGoalList } from '../../api/saved.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { money, number, percent } from '../../format.ts'
import { texts } from '../../language.ts'
import { Empty } from '../../parts/empty.tsx'
import { Icon } from '../../parts/icon.tsx'
import type { CurrentProject } from '../../session/session.ts'
import { filtersOf } from '../filters/filters-of.ts'
import type { View } from '../view.ts'
import { GoalEditor } from './goal-editor.tsx'
import { reachedGoal } from './trigger-name.ts'
import { TableScroll } from '../../parts/table-scroll.tsx'

interface GoalsPanelProps {
  readonly project: CurrentProject
  readonly view: View
  readonly goals: readonly GoalFigures[]
  readonly onChange: () => void
}

/** How often each goal was reached. */
export function GoalsPanel({ project, view, goals, onChange }: GoalsPanelProps) {
  const [edited, setEdited] = useState<number | 'new'>()
  const { value: saved, again } = useAnswer(project.mayEdit ? `goals ${project.id}` : undefined, () =>
    askGoalList(project.id),
  )
  const words = texts.goals
  const add = project.mayEdit && (
    <button type="button" class="plain" onClick={() => setEdited('new')}>
      <Icon name="plus" />
      {words.add}
    </button>
  )
  const goal = saved?.goals.find(({ id }) => id === edited)
  return (
    <>
      {goals.length === 0 ? (
        <Empty icon="check" {...words.none}>
          {add}
        </Empty>
      ) : (
        <>
          <GoalTable
            goals={goals}
            onChoose={(name) => filtersOf(view.filter).add([reachedGoal(name)])}
            {...(project.mayEdit && { onEdit: setEdited })}
          />
          <footer class="panel-foot">{add}</footer>
        </>
      )}
      {(edited === 'new' || goal !== undefined) && (
        <GoalEditor
          project={project.id}
          goal={goal}
          onClose={() => setEdited(undefined)}
          onSaved={() => {
            setEdited(undefined)
            again()
            onChange()
          }}
        />
      )}
    </>
  )
}

interface GoalTableProps {
  readonly goals: readonly GoalFigures[]
  readonly onChoose: (name: string) => void
  readonly onEdit?: (id: number) => void
}

function GoalTable({ goals, onChoose, onEdit }: GoalTableProps) {
  const words = texts.goals
  const most = Math.max(1, ...goals.map(({ conversion_rate }) => conversion_rate ?? 0))
  const hasMoney = goals.some(({ revenue }) => Object.keys(revenue).length > 0)
  return (
    <TableScroll label={texts.analytics.panels.tabs.goals}>
      <table class="table goals">
        <thead>
          <tr>
            <th scope="col">{texts.dimensions.goal}</th>
            <th scope="col">{texts.analytics.metrics.visitors}</th>
            <th scope="col">{words.reached}</th>
            <th scope="col">{words.rate}</th>
            {hasMoney && <th scope="col">{words.revenue}</th>}
            {onEdit && <th scope="col" aria-label={words.edit} />}
          </tr>
        </thead>
        <tbody>
          {goals.map(({ id, name, visitors, conversions, conversion_rate, revenue }) => (
            <tr key={id}>
              <th scope="row">
                <span
                  class="bar-fill"
                  aria-hidden="true"
                  style={{ width: `${((conversion_rate ?? 0) / most) * 100}%` }}
                />
                <button type="button" class="value-cell" onClick={() => onChoose(name)}>
                  {name}
                </button>
              </th>
              <td>{number(visitors)}</td>
              <td>{number(conversions)}</td>
              <td>{conversion_rate === null ? '–' : percent(conversion_rate)}</td>
              {hasMoney && <td>{moneys(revenue)}</td>}
              {onEdit && (
                <td class="table-tools">
                  <button
                    type="button"
                    class="quiet"
                    aria-label={`${texts.words.edit}: ${name}`}
                    onClick={() => onEdit(id)}
                  >
                    {texts.words.edit}
                  </button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  )
}

const moneys = (revenue: GoalFigures['revenue']): string =>
  Object.entries(revenue)
    .map(([currency, amount]) => money(amount, currency))
    .join(', ') || '–'
