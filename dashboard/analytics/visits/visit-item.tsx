import { useState } from 'preact/hooks'
import type { VisitRow } from '../../../lib/wire/visits.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { askVisit } from '../../api/visits.ts'
import { country, dayAndTime, duration, number } from '../../format.ts'
import { texts } from '../../language.ts'
import { Notice } from '../../parts/notice.tsx'
import { Skeleton } from '../../parts/skeleton.tsx'
import { valueName } from '../value-name.ts'
import { MomentLine } from './moment-line.tsx'

interface VisitItemProps {
  readonly project: number
  readonly visit: VisitRow
}

/** One visit in two lines; what happened in it when it is opened. */
export function VisitItem({ project, visit }: VisitItemProps) {
  const [isOpen, setOpen] = useState(false)
  const words = texts.visits
  const place = [visit.city, visit.country === '' ? '' : country(visit.country)].filter(Boolean).join(', ')
  const about = [place, visit.browser, visit.os, texts.places.devices[visit.device] ?? ''].filter(Boolean).join(' · ')
  const facts = [
    words.pages(visit.pageviews, number(visit.pageviews)),
    ...(visit.events > 0 ? [words.events(visit.events, number(visit.events))] : []),
    duration(visit.duration),
  ]
  return (
    <li class="visit">
      <button type="button" class="visit-head" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span class="visit-line">
          <b>{valueName('entry_page', visit.entry_page)}</b>
          <time class="soft number">{dayAndTime(visit.started_at)}</time>
        </span>
        <span class="visit-line soft">
          <span>
            {valueName('source', visit.source)}
            {about !== '' && ` · ${about}`}
          </span>
          <span class="number">{facts.join(' · ')}</span>
        </span>
        {visit.goals.length > 0 && (
          <span class="visit-line">
            {visit.goals.map(({ id, name }) => (
              <span class="badge" key={id}>
                {name}
              </span>
            ))}
          </span>
        )}
      </button>
      {isOpen && <Moments project={project} visit={visit} />}
    </li>
  )
}

function Moments({ project, visit }: VisitItemProps) {
  const topic = `visit ${project} ${visit.id}`
  const { value, fault, again } = useAnswer(topic, () => askVisit(project, visit.id, visit.started_at))
  if (fault) return <Notice fault={fault} onAgain={again} />
  if (value === undefined) return <Skeleton lines={visit.pageviews} />
  return (
    <>
      <ol class="moments" aria-label={texts.visits.what}>
        {value.moments.map((moment, at) => (
          <MomentLine key={at} moment={moment} />
        ))}
      </ol>
      {value.is_cut && <p class="hint">{texts.visits.cut}</p>}
    </>
  )
}
