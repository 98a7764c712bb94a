import type { ComponentChildren } from 'preact'
import type { IssueEvent } from '../../../lib/wire/issues.ts'
import { country, readable } from '../../format.ts'
import { texts } from '../../language.ts'
import { JsonTree } from '../../parts/json-tree.tsx'
import { When } from '../../parts/when.tsx'
import { hrefOf } from '../../routing/place.ts'
import { Breadcrumbs } from './breadcrumbs.tsx'
import { StackTrace } from './stack-trace.tsx'

interface EventBodyProps {
  readonly event: IssueEvent
  readonly project: number
  readonly zone: string | undefined
}

/** Names of a context that have a place of their own. */
const ELSEWHERE = ['tags', 'breadcrumbs']

/** One error, with all that came with it. */
export function EventBody({ event, project, zone }: EventBodyProps) {
  const words = texts.issue
  const { context, device, location } = event
  const isTree = typeof context === 'object' && context !== null
  const hasMore = isTree && Object.keys(context).some((name) => !ELSEWHERE.includes(name))
  const place = [location.city, location.country_code === null ? null : country(location.country_code)]
  const visit = event.visit_id
  return (
    <>
      <section class="card">
        <dl class="facts">
          <Fact name={words.time}>
            <When at={event.created_at} zone={zone} />
          </Fact>
          {event.url !== '' && <Fact name={texts.dimensions.page ?? ''}>{readable(event.url)}</Fact>}
          <Fact name={texts.dimensions.browser ?? ''}>{join([device.browser, device.os])}</Fact>
          <Fact name={words.place}>{join(place)}</Fact>
          <Fact name={texts.issues.release}>{event.release ?? '–'}</Fact>
          {visit !== null && (
            <Fact name={words.visit}>
              <a href={hrefOf(['p', project, 'visit', visit], { at: event.created_at })}>{words.toVisit}</a>
            </Fact>
          )}
        </dl>
        {event.tags.length > 0 && (
          <ul class="tags" aria-label={words.tags}>
            {event.tags.map(({ name, value }) => (
              <li key={name}>
                <span>{name}</span> {value}
              </li>
            ))}
          </ul>
        )}
      </section>
      <StackTrace key={event.id} stack={event.stack_trace} />
      <Breadcrumbs crumbs={event.breadcrumbs} />
      {isTree && hasMore && (
        <section class="card">
          <h2>{words.context}</h2>
          <JsonTree value={context} without={ELSEWHERE} />
        </section>
      )}
    </>
  )
}

const join = (parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null && part !== '').join(' · ') || '–'

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
