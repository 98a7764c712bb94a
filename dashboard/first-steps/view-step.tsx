import type { FirstSteps } from '../../lib/wire/first-steps.ts'
import { number } from '../format.ts'
import { texts } from '../language.ts'
import { ViewFacts } from './view-facts.tsx'

/** Counting stops at this number; see `FirstSteps.views`. */
const MOST_VIEWS = 1000

/** The wait for the first page view, which turns into the view. */
export function ViewStep({ steps: { state, view, views } }: { steps: FirstSteps }) {
  const words = texts.firstSteps.view
  const isReceived = state === 'received' && view !== undefined
  return (
    <>
      {!isReceived && <p>{words.about}</p>}
      <p class={isReceived ? 'live received' : 'live'} role="status">
        <span class="dot" aria-hidden="true" />
        {isReceived ? (
          <>
            <b>{words.received}</b>
            <span class="soft">{words.soFar(views, number(views), views < MOST_VIEWS)}</span>
          </>
        ) : (
          words.waiting
        )}
      </p>
      {isReceived ? (
        // A new key for a new view: it is put in anew, and so comes in with a small movement.
        <ViewFacts key={view.at + view.url} view={view} />
      ) : (
        <details class="hints">
          <summary>{words.nothing.title}</summary>
          <ul>
            {words.nothing.points.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
