import { useState } from 'preact/hooks'
import type { IssueEvent } from '../../../lib/wire/issues.ts'
import { askIssueEvents } from '../../api/issues.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { topicOf } from '../../analytics/view.ts'
import { number } from '../../format.ts'
import { texts } from '../../language.ts'
import { Icon } from '../../parts/icon.tsx'
import { Notice } from '../../parts/notice.tsx'
import type { CurrentProject } from '../../session/session.ts'
import { EventBody } from './event-body.tsx'

interface IssueEventsProps {
  readonly id: number
  readonly project: CurrentProject
  /** Shown while nobody has asked for an older one. */
  readonly newest: IssueEvent | null
  readonly zone: string | undefined
}

/** Asked for at once, so that turning the pages is quick. */
const PIECE = 50

/** The errors of an issue word by word, one at a time, from the newest to older ones. */
export function IssueEvents({ id, project, newest, zone }: IssueEventsProps) {
  const [at, setAt] = useState(0)
  const [hasTurned, setTurned] = useState(false)
  const words = { project: project.id, id, range: 'all', limit: PIECE }
  const topic = hasTurned ? topicOf('issue-events', words) : undefined
  const { value, fault, again } = useAnswer(topic, () => askIssueEvents(words))
  const said = texts.issue
  if (newest === null) return <p class="card soft">{said.tooOld}</p>
  const events = value?.events
  const shown = at === 0 ? newest : (events?.[at] ?? newest)
  const isLast = events !== undefined && at >= events.length - 1
  const turn = (step: number) => {
    setTurned(true)
    setAt(Math.max(0, at + step))
  }
  return (
    <>
      <header class="card-head event-pager">
        <h2>{at === 0 ? said.newestEvent : said.olderEvent(number(at + 1))}</h2>
        <span class="row">
          <button type="button" class="plain" disabled={at === 0} onClick={() => turn(-1)}>
            <Icon name="left" />
            {texts.lists.newer}
          </button>
          <button type="button" class="plain" disabled={isLast} onClick={() => turn(1)}>
            {texts.lists.older}
            <Icon name="right" />
          </button>
        </span>
      </header>
      {fault && <Notice fault={fault} onAgain={again} />}
      <EventBody event={shown} project={project.id} zone={zone} />
    </>
  )
}
