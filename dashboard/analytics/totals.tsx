import type { FirstSteps } from '../../lib/wire/first-steps.ts'
import type { OverviewReport } from '../../lib/wire/explore.ts'
import { texts } from '../language.ts'
import { Change } from '../parts/change.tsx'
import type { TopMetric } from './metrics.ts'
import { figure, isReversed, numberOf, TOP_METRICS } from './metrics.ts'

interface TotalsProps {
  readonly overview: OverviewReport
  readonly identity: FirstSteps['project']['identity'] | undefined
  /** The metric that the chart draws. */
  readonly chosen: TopMetric
  readonly onChoose: (metric: TopMetric) => void
}

/** The numbers that come first. Each is a button that draws it; its definition shows when it is pointed at or focused. */
export function Totals({ overview: { totals, compare }, identity, chosen, onChoose }: TotalsProps) {
  const words = texts.analytics
  return (
    <div class="totals">
      {TOP_METRICS.map((metric) => {
        const isAboutPeople = metric === 'visitors' && identity !== undefined
        const about = `${words.definitions[metric] ?? ''}${isAboutPeople ? ` ${words.byIdentity[identity]}` : ''}`
        return (
          <button
            key={metric}
            type="button"
            class="total"
            aria-pressed={metric === chosen}
            aria-describedby={`about-${metric}`}
            onClick={() => onChoose(metric)}
          >
            <span class="total-name">{words.metrics[metric]}</span>
            <span class="total-value">{figure(metric, numberOf(totals, metric))}</span>
            <Change percent={compare?.change[metric]} isReversed={isReversed(metric)} />
            <span class="tip" id={`about-${metric}`} role="tooltip">
              {about}
              {compare && <b>{`${words.chart.before}: ${figure(metric, numberOf(compare.totals, metric))}`}</b>}
            </span>
          </button>
        )
      })}
    </div>
  )
}
