import type { LiveReport, LiveRow } from '../../lib/wire/explore.ts'
import { askLive } from '../api/explore.ts'
import { useAnswer } from '../api/use-answer.ts'
import { country, number } from '../format.ts'
import { texts } from '../language.ts'
import { Notice } from '../parts/notice.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import type { ScreenProps } from '../shell/screens.tsx'
import { Minutes } from './minutes.tsx'

const EVERY_MS = 5000

/** Who is there right now, kept up to date while it is looked at. */
export function Live({ project }: ScreenProps) {
  const words = { project: project.id, limit: 10 }
  const { value, fault } = useAnswer(`live ${project.id}`, () => askLive(words), { every: EVERY_MS })
  return (
    <>
      <h1>{texts.live.title}</h1>
      {fault && <Notice fault={fault} />}
      {value === undefined && !fault && <Skeleton lines={8} />}
      {value && <LiveFigures report={value} />}
    </>
  )
}

function LiveFigures({ report }: { report: LiveReport }) {
  const words = texts.live
  const { last_5_minutes: now, last_30_minutes: recent } = report
  return (
    <>
      <div class="live-top">
        <section class="card live-now">
          <p class="live-count">
            <span class="dot" aria-hidden="true" />
            <b>{number(now.visitors)}</b>
          </p>
          <p>
            {words.visitors(now.visitors, number(now.visitors))} {words.now}
          </p>
          <p class="soft">
            {words.visitors(recent.visitors, number(recent.visitors))},{' '}
            {words.pageviews(recent.pageviews, number(recent.pageviews))} {words.recent}
          </p>
        </section>
        <Minutes minutes={report.minutes} />
      </div>
      <div class="live-lists">
        <LiveList title={words.pages} rows={report.pages} nameOf={({ value }) => value} />
        <LiveList title={words.sources} rows={report.sources} nameOf={({ value }) => value || words.direct} />
        <LiveList title={words.countries} rows={report.countries} nameOf={({ value }) => country(value)} />
        <LiveList title={words.cities} rows={report.cities} nameOf={({ value }) => value || texts.words.unknown} />
      </div>
    </>
  )
}

interface LiveListProps {
  readonly title: string
  readonly rows: readonly LiveRow[]
  readonly nameOf: (row: LiveRow) => string
}

function LiveList({ title, rows, nameOf }: LiveListProps) {
  // A bar of full length for one visitor would shout.
  const most = Math.max(4, ...rows.map(({ visitors }) => visitors))
  return (
    <section class="card">
      <h2>{title}</h2>
      {rows.length === 0 && <p class="soft">{texts.live.nobody}</p>}
      <ol class="bars">
        {rows.map((row) => (
          <li key={JSON.stringify([row.value, row.fields])} class="bar-row">
            <span class="bar-fill" aria-hidden="true" style={{ width: `${(row.visitors / most) * 100}%` }} />
            <span class="bar-name">{nameOf(row)}</span>
            <span class="bar-number">{number(row.visitors)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
