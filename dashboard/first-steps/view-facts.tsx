import type { NewestView } from '../../lib/wire/first-steps.ts'
import { Ago } from '../parts/ago.tsx'
import { country, moment, readable } from '../format.ts'
import { texts } from '../language.ts'

/** One page view in full. */
export function ViewFacts({ view }: { view: NewestView }) {
  const words = texts.firstSteps.facts
  const facts: readonly (readonly [string, string])[] = [
    [words.browser, view.browser],
    [words.os, view.os],
    [words.device, texts.places.devices[view.device_type] ?? ''],
    [words.country, country(view.country)],
    [words.channel, texts.places.channels[view.channel] ?? ''],
  ]
  return (
    <dl class="view-facts">
      <div class="wide">
        <dt>{words.page}</dt>
        <dd>
          <b>{view.page_title === '' ? words.untitled : view.page_title}</b>
          <span class="soft address">{readable(view.url)}</span>
        </dd>
      </div>
      <div class="wide">
        <dt>{words.time}</dt>
        <dd>
          <Ago at={view.at} /> <span class="soft">{moment(view.at)}</span>
        </dd>
      </div>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value === '' ? texts.words.unknown : value}</dd>
        </div>
      ))}
    </dl>
  )
}
