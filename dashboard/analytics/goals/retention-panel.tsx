import type { FirstSteps } from '../../../lib/wire/first-steps.ts'
import { askRetention } from '../../api/explore.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { day, number, percent } from '../../format.ts'
import { texts } from '../../language.ts'
import { Empty } from '../../parts/empty.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Skeleton } from '../../parts/skeleton.tsx'
import type { View } from '../view.ts'
import { periodWords, topicOf } from '../view.ts'
import { TableScroll } from '../../parts/table-scroll.tsx'

interface RetentionPanelProps {
  readonly view: View
  readonly identity: FirstSteps['project']['identity'] | undefined
}

/** Classes of colour for 0 to 100 %. */
const STEPS = 8

/** Who came again, week by week: only where a cookie lets anybody know. */
export function RetentionPanel({ view, identity }: RetentionPanelProps) {
  const words = { ...periodWords(view), interval: 'week' }
  const isPossible = identity === 'cookie'
  const topic = isPossible ? topicOf('retention', words) : undefined
  const { value, fault, again } = useAnswer(topic, () => askRetention(words))
  const { retention } = texts.goals
  if (!isPossible) return <Empty icon="person" {...retention.impossible} />
  if (fault) return <Notice fault={fault} onAgain={again} />
  if (value === undefined) return <Skeleton lines={6} />
  const widest = Math.max(0, ...value.cohorts.map(({ rates }) => rates.length))
  return (
    <TableScroll label={retention.title}>
      <table class="table heat">
        <caption class="for-ears">{retention.title}</caption>
        <thead>
          <tr>
            <th scope="col">{retention.cohort}</th>
            <th scope="col">{retention.size}</th>
            {Array.from({ length: widest }, (_, at) => (
              <th scope="col" key={at}>
                {retention.week(number(at))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {value.cohorts.map(({ at, visitors, rates, returned }) => (
            <tr key={at}>
              <th scope="row">{day(at)}</th>
              <td>{number(visitors)}</td>
              {rates.map((rate, later) => (
                <td key={later} class={`heat-${heatStep(rate)}`} title={number(returned[later] ?? 0)}>
                  {rate === null ? '' : percent(Math.round(rate))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  )
}

const heatStep = (rate: number | null): number => (rate === null ? 0 : Math.ceil((rate / 100) * STEPS))
