import { useState } from 'preact/hooks'
import type { VisitorsReport } from '../../lib/wire/reports.ts'
import { day, number, shortNumber, weekday } from '../format.ts'
import { texts } from '../language.ts'
import { DayTable } from './day-table.tsx'
import { fillDays, scaleTop } from './fill-days.ts'

const MOST_LABELS = 5

/** Page views by day as bars, with the visitors in front of them; the same as a table below. */
export function DayChart({ visitors }: { visitors: VisitorsReport }) {
  const [pointed, setPointed] = useState<string>()
  const days = fillDays(visitors)
  if (days.length < 2) return null
  const top = scaleTop(Math.max(...days.map(({ pageviews }) => pageviews)))
  const labelEvery = Math.ceil(days.length / MOST_LABELS)
  const shown = days.find(({ date }) => date === pointed)
  const { views, visitors: people } = texts.report.figures
  return (
    <section class="card chart">
      <h2>{texts.report.days.title}</h2>
      <p class="legend" aria-hidden="true">
        {shown && <span class="pointed">{weekday(shown.date)}</span>}
        <span class="of-views">{shown ? `${number(shown.pageviews)} ${views}` : views}</span>
        <span class="of-visitors">{shown ? `${number(shown.unique_visitors)} ${people}` : people}</span>
      </p>
      <div class="plot" aria-hidden="true" onPointerLeave={() => setPointed(undefined)}>
        <span class="scale top">{shortNumber(top)}</span>
        {top % 2 === 0 && <span class="scale middle">{shortNumber(top / 2)}</span>}
        <div class="bars">
          {days.map(({ date, pageviews, unique_visitors }) => (
            <div class="bar" key={date} onPointerEnter={() => setPointed(date)}>
              <span class="of-views" style={{ height: share(pageviews, top) }} />
              <span class="of-visitors" style={{ height: share(unique_visitors, top) }} />
            </div>
          ))}
        </div>
        <div class="labels">
          {days.map(({ date }, index) => (
            <span key={date}>{index % labelEvery === 0 ? day(date) : ''}</span>
          ))}
        </div>
      </div>
      <details>
        <summary>{texts.report.days.asTable}</summary>
        <DayTable days={days} />
      </details>
    </section>
  )
}

const share = (value: number, top: number) => `${(value / top) * 100}%`
