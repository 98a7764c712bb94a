import type { FirstSteps } from '../../lib/wire/first-steps.ts'
import type { Reports } from '../api/reports.ts'
import { duration, number, percent } from '../format.ts'
import { texts } from '../language.ts'

interface FiguresProps {
  readonly reports: Reports
  readonly identity?: FirstSteps['project']['identity']
}

/** The five numbers that come first, each with what it means. */
export function Figures({ reports: { visitors, sessions }, identity }: FiguresProps) {
  const words = texts.report.figures
  const figures: readonly (readonly [name: string, value: string, note: string])[] = [
    [words.visitors, number(visitors.unique_visitors), identity ? words.visitorsBy[identity] : ''],
    [words.views, number(visitors.total_pageviews), words.perVisit(number(sessions.avg_pages_per_session))],
    [words.visits, number(visitors.total_sessions), words.visitsEnd],
    [words.bounces, percent(visitors.bounce_rate), words.bouncesAre],
    [
      words.time,
      duration(sessions.avg_duration_seconds),
      words.withoutBounces(duration(sessions.avg_duration_engaged)),
    ],
  ]
  return (
    <>
      <h2 class="for-ears">{words.title}</h2>
      <dl class="figures card">
        {figures.map(([name, value, note]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="value">{value}</dd>
            <dd class="soft">{note}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
