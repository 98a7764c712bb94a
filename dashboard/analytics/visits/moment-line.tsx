import type { VisitMoment } from '../../../lib/wire/visits.ts'
import { clockTime, duration, percent, readable } from '../../format.ts'
import { texts } from '../../language.ts'

/** One thing that happened in a visit. */
export function MomentLine({ moment }: { moment: VisitMoment }) {
  const { title, more } = told(moment)
  return (
    <li class={`moment ${moment.kind}`}>
      <time class="soft number">{clockTime(moment.at)}</time>
      <div>
        <p>
          <span class="for-ears">{texts.visits.kinds[moment.kind]}: </span>
          {title}
        </p>
        {more !== '' && <p class="hint">{more}</p>}
      </div>
    </li>
  )
}

function told(moment: VisitMoment): { title: string; more: string } {
  const words = texts.visits
  switch (moment.kind) {
    case 'view': {
      const seen = moment.engaged_time > 0 ? words.inView(duration(moment.engaged_time)) : ''
      const scrolled = moment.scroll > 0 ? words.scrolled(percent(moment.scroll)) : ''
      return { title: readable(moment.page), more: [moment.title, seen, scrolled].filter(Boolean).join(' · ') }
    }
    case 'event':
      return { title: moment.name, more: propertiesOf(moment.properties) }
    case 'click':
      return { title: `${words.kinds.click}: ${moment.label === '' ? moment.code : moment.label}`, more: '' }
    case 'error':
      return { title: `${moment.error_type}: ${moment.message}`, more: moment.severity }
    case 'audit':
      return { title: moment.action, more: [moment.actor, moment.target, moment.outcome].filter(Boolean).join(' · ') }
  }
}

function propertiesOf(properties: unknown): string {
  if (properties === null || typeof properties !== 'object') return ''
  return Object.entries(properties)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
}
