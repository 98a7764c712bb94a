import { useState } from 'preact/hooks'
import type { FirstSteps } from '../../lib/wire/first-steps.ts'
import { askOverview } from '../api/explore.ts'
import { useAnswer } from '../api/use-answer.ts'
import { texts } from '../language.ts'
import { Empty } from '../parts/empty.tsx'
import { Notice } from '../parts/notice.tsx'
import { changeQuery } from '../routing/use-place.ts'
import type { CurrentProject } from '../session/session.ts'
import { TimeChart } from './chart/time-chart.tsx'
import type { TopMetric } from './metrics.ts'
import { numberOf } from './metrics.ts'
import { isShownTo } from './panels/is-shown-to.ts'
import { dimensionsOnScreen } from './panels/chosen-tabs.ts'
import { Panels } from './panels/panels.tsx'
import { ROWS } from './panels/value-list.tsx'
import { ReportSkeleton } from './report-skeleton.tsx'
import { Toolbar } from './toolbar.tsx'
import { Totals } from './totals.tsx'
import type { View } from './view.ts'
import { comparedWords, topicOf } from './view.ts'
import { VisitsDialog } from './visits/visits-dialog.tsx'

interface ReportProps {
  readonly project: CurrentProject
  readonly view: View
  /** How the project tells visitors apart, once known. */
  readonly identity: FirstSteps['project']['identity'] | undefined
}

/** Short ranges change while one looks. */
const EVERY_MS = 60_000

/** What happened in the chosen range. */
export function Report({ project, view, identity }: ReportProps) {
  const [isListing, setListing] = useState(false)
  const [metric, setMetric] = useState<TopMetric>('visitors')
  const words = { ...comparedWords(view), fill: '1', interval: view.interval === '' ? undefined : view.interval }
  const every = view.range === 'today' ? EVERY_MS : Infinity
  // What is on screen comes with it in one answer; a tab that is opened later asks for itself.
  const ask = () =>
    askOverview({
      ...words,
      panels: [...dimensionsOnScreen((tab) => isShownTo(project, tab)), 'goals', 'dropped'].join(','),
      limit: ROWS,
    })
  const { value, fault, isStale, again } = useAnswer(topicOf('overview', words), ask, { every })
  const isEmpty = value !== undefined && (numberOf(value.totals, 'pageviews') ?? 0) === 0
  return (
    <div class={isStale ? 'report stale' : 'report'} aria-busy={isStale}>
      <h1 class="for-ears">{texts.analytics.title}</h1>
      <Toolbar project={project} view={view} overview={value} />
      {fault && <Notice fault={fault} onAgain={again} />}
      {value === undefined && !fault && <ReportSkeleton />}
      {isEmpty && (
        <div class="card">
          <Empty icon="overview" title={texts.analytics.empty.title} about={texts.analytics.empty.about}>
            {view.filter !== '' && (
              <button type="button" class="plain" onClick={() => changeQuery({ filter: '' })}>
                {texts.analytics.empty.clear}
              </button>
            )}
          </Empty>
        </div>
      )}
      {value && !isEmpty && (
        <>
          <div class="card figures">
            <Totals overview={value} identity={identity} chosen={metric} onChoose={setMetric} />
            <TimeChart
              project={project}
              overview={value}
              view={view}
              metric={metric}
              onVisits={() => setListing(true)}
            />
          </div>
          {isListing && <VisitsDialog view={view} onClose={() => setListing(false)} />}
          <Panels project={project} view={view} overview={value} identity={identity} onGoals={again} />
        </>
      )}
    </div>
  )
}
