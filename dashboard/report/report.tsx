import { useEffect } from 'preact/hooks'
import type { FirstSteps } from '../../lib/wire/first-steps.ts'
import type { FaultKind } from '../api/fault.ts'
import { askReports } from '../api/reports.ts'
import { usePolled } from '../api/use-polled.ts'
import { texts } from '../language.ts'
import { Notice } from '../notice.tsx'
import { Breakdowns } from './breakdowns.tsx'
import { DayChart } from './day-chart.tsx'
import { Figures } from './figures.tsx'
import { RangePicker } from './range-picker.tsx'
import { useRange } from './ranges.ts'

const EVERY_MS = 10_000

export interface ReportProps {
  readonly secretKey: string
  /** The key is not good. */
  readonly onRefused: () => void
  /** What the page has said already. */
  readonly toldFault: FaultKind | undefined
  /** How the project tells visitors apart, where that is known. */
  readonly identity?: FirstSteps['project']['identity']
}

/** What happened in the chosen range, kept up to date. */
export function Report({ secretKey, onRefused, toldFault, identity }: ReportProps) {
  const [range, choose] = useRange()
  const topic = `${range} ${secretKey}`
  const { value: reports, fault, isStale } = usePolled(topic, () => askReports(secretKey, range), EVERY_MS)
  const isRefused = fault?.kind === 'refused'
  useEffect(() => {
    if (isRefused) onRefused()
  }, [isRefused])

  const isEmpty = reports?.visitors.total_pageviews === 0
  return (
    <section class={isStale ? 'report stale' : 'report'} aria-busy={isStale || reports === undefined}>
      <RangePicker range={range} onChoose={choose} {...(reports && { span: reports.visitors.range })} />
      {fault && !isRefused && fault.kind !== toldFault && <Notice fault={fault} />}
      {reports === undefined && !fault && (
        <p class="soft" role="status">
          {texts.report.loading}
        </p>
      )}
      {isEmpty && (
        <div class="card empty">
          <h2>{texts.report.empty.title}</h2>
          <p>{texts.report.empty.about}</p>
        </div>
      )}
      {reports && !isEmpty && (
        <>
          <Figures reports={reports} {...(identity && { identity })} />
          <DayChart visitors={reports.visitors} />
          <Breakdowns reports={reports} />
        </>
      )}
    </section>
  )
}
