import { useState } from 'preact/hooks'
import type { IssueEvent } from '../../../lib/wire/issues.ts'
import { askIssueEvents } from '../../api/issues.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { topicOf } from '../../analytics/view.ts'
import { number } from '../../format.ts'
import { texts } from '../../language.ts'
import { Icon } from '../../parts/icon.tsx'
import { Notice } from '../../parts/notice.tsx'
import { usePager } from '../../parts/pager.tsx'
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
  /** In its piece. */
  const [at, setAt] = useState(0)
  const [hasTurned, setTurned] = useState(false)
  const asked = { project: project.id, id, range: 'all', limit: PIECE }
  const pager = usePager(topicOf('issue-events', asked))
  const words = { ...asked, cursor: pager.cursor }
  const topic = hasTurned ? topicOf('issue-events', words) : undefined
  const { value, fault, isStale, again } = useAnswer(topic, () => askIssueEvents(words))
  const said = texts.issue
  if (newest === null) return <p class="card soft">{said.tooOld}</p>
  const isComing = hasTurned && (value === undefined || isStale)
  const { events = [], next_cursor: next } = isComing ? {} : (value ?? {})
  const place = pager.piece * PIECE + at
  const shown = place === 0 ? newest : (events[at] ?? newest)
  const isLast = hasTurned && !isComing && next === undefined && at >= events.length - 1
  const toOlder = () => {
    setTurned(true)
    if (!hasTurned || at < events.length - 1) setAt(at + 1)
    else if (next !== undefined) {
      pager.next(next)
      setAt(0)
    }
  }
  const toNewer = () => {
    if (at > 0) setAt(at - 1)
    else {
      pager.back()
      setAt(PIECE - 1)
    }
  }
  return (
    <>
      <header class="card-head event-pager">
        <h2>{place === 0 ? said.newestEvent : said.olderEvent(number(place + 1))}</h2>
        <span class="row">
          <button type="button" class="plain" disabled={place === 0 || isComing} onClick={toNewer}>
            <Icon name="left" />
            {texts.lists.newer}
          </button>
          <button type="button" class="plain" disabled={isLast || isComing} onClick={toOlder}>
            {texts.lists.older}
            <Icon name="right" />
          </button>
        </span>
      </header>
      {fault && <Notice fault={fault} onAgain={again} />}
      <div class={isComing ? 'stale' : undefined} aria-busy={isComing}>
        <EventBody event={shown} project={project.id} zone={zone} />
      </div>
    </>
  )
}
