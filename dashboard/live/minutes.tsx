import type { LiveReport } from '../../lib/wire/explore.ts'
import { clockTime, number } from '../format.ts'
import { texts } from '../language.ts'

/** Page views of the last half hour, a bar for each minute. */
export function Minutes({ minutes }: Pick<LiveReport, 'minutes'>) {
  const words = texts.live
  const most = Math.max(4, ...minutes.map(({ pageviews }) => pageviews))
  const total = minutes.reduce((sum, { pageviews }) => sum + pageviews, 0)
  return (
    <section class="card live-minutes">
      <h2>{words.minutes}</h2>
      <div class="minute-bars" role="img" aria-label={`${words.pageviews(total, number(total))} ${words.recent}`}>
        {minutes.map(({ at, pageviews }) => (
          <span key={at} class="minute" title={`${clockTime(at)}: ${words.pageviews(pageviews, number(pageviews))}`}>
            <span style={{ height: `${(pageviews / most) * 100}%` }} />
          </span>
        ))}
      </div>
      <p class="minute-scale soft" aria-hidden="true">
        <span>{words.minutesAgo(number(minutes.length))}</span>
        <span>{words.justNow}</span>
      </p>
    </section>
  )
}
