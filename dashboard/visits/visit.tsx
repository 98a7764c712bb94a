import type { VisitRow } from '../../lib/wire/visits.ts'
import { MomentLine } from '../analytics/visits/moment-line.tsx'
import { valueName } from '../analytics/value-name.ts'
import { useAnswer } from '../api/use-answer.ts'
import { askVisit } from '../api/visits.ts'
import { country, dayAndTime, duration } from '../format.ts'
import { texts } from '../language.ts'
import { BackLink } from '../parts/back-link.tsx'
import { Notice } from '../parts/notice.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { hrefOf } from '../routing/place.ts'
import type { ScreenProps } from '../shell/screens.tsx'
import { ForgetVisitor } from './forget-visitor.tsx'

/** What happened in one visit, step by step (`#/p/1/visit/42`). */
export function Visit({ project, rest, query }: ScreenProps) {
  const id = Number(rest[0])
  const { value, fault, again } = useAnswer(`visit ${project.id} ${id}`, () => askVisit(project.id, id, query.at))
  const words = texts.visits
  return (
    <div class="list-screen">
      <BackLink href={hrefOf(['p', project.id, 'visits'])} text={words.all} />
      {fault && <Notice fault={fault} onAgain={again} />}
      {value === undefined && !fault && <Skeleton lines={10} />}
      {value && (
        <>
          <h1>{titleOf(value.visit)}</h1>
          <dl class="facts card">
            {factsOf(value.visit).map(([name, text]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
          <section class="card">
            <h2>{words.what}</h2>
            <ol class="moments timeline">
              {value.moments.map((moment, at) => (
                <MomentLine key={at} moment={moment} />
              ))}
            </ol>
            {value.is_cut && <p class="hint">{words.cut}</p>}
          </section>
          {project.mayAdminister && <ForgetVisitor project={project.id} visit={id} />}
        </>
      )}
    </div>
  )
}

const titleOf = (visit: VisitRow): string => [texts.shell.nav.visit, dayAndTime(visit.started_at)].join(' · ')

function factsOf(visit: VisitRow): readonly (readonly [string, string])[] {
  const words = texts.visits
  const names = texts.dimensions
  const place = [visit.city, visit.country === '' ? '' : country(visit.country)].filter(Boolean).join(', ')
  const device = [visit.browser, visit.os, texts.places.devices[visit.device] ?? ''].filter(Boolean).join(' · ')
  const isNew = visit.is_new === null ? [] : [visit.is_new ? words.isNewVisitor : words.wasHere]
  const facts: readonly (readonly [string, string])[] = [
    [words.cameFrom, valueName('source', visit.source, { channel: visit.channel })],
    [names.utm_campaign ?? '', visit.utm_campaign],
    [names.entry_page ?? '', valueName('entry_page', visit.entry_page)],
    [words.took, duration(visit.duration)],
    [words.inViewTime, duration(visit.engaged_time)],
    [names.country ?? '', place],
    [names.device ?? '', device],
    [words.knownAs, [visit.visitor.slice(0, 8), ...isNew].filter(Boolean).join(' · ')],
    [names.goal ?? '', visit.goals.map(({ name }) => name).join(', ')],
  ]
  return facts.filter(([, text]) => text !== '')
}
