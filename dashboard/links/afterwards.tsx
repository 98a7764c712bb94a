import type { Panel } from '../../lib/wire/explore.ts'
import { askOverview } from '../api/explore.ts'
import { useAnswer } from '../api/use-answer.ts'
import { writeFilter } from '../analytics/filters/filter-text.ts'
import { figure, numberOf, TOP_METRICS } from '../analytics/metrics.ts'
import { valueName } from '../analytics/value-name.ts'
import { texts } from '../language.ts'
import { Notice } from '../parts/notice.tsx'
import { ShareBars } from '../parts/share-bars.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { hrefOf } from '../routing/place.ts'

interface AfterwardsProps {
  readonly project: number
  readonly code: string
  readonly range: string
}

const ROWS = 6
const PANELS = ['page', 'event', 'exit_page']

/** What people did once a link had brought them. */
export function Afterwards({ project, code, range }: AfterwardsProps) {
  const filter = writeFilter([{ dimension: 'link', test: 'is', values: [code] }])
  const words = { project, range, filter, panels: PANELS.join(','), limit: ROWS }
  const { value, fault, again } = useAnswer(`afterwards ${project} ${code} ${range}`, () => askOverview(words))
  const said = texts.links
  return (
    <section class="card">
      <header class="card-head">
        <h2>{said.afterwards}</h2>
        <a class="button quiet" href={hrefOf(['p', project, 'analytics'], { filter, range })}>
          {said.wholeReport}
        </a>
      </header>
      {fault && <Notice fault={fault} onAgain={again} />}
      {value === undefined && !fault && <Skeleton lines={4} />}
      {value && numberOf(value.totals, 'visits') === 0 && <p class="soft">{said.nobodyAfterwards}</p>}
      {value && numberOf(value.totals, 'visits') !== 0 && (
        <>
          <dl class="facts link-facts">
            {TOP_METRICS.map((metric) => (
              <div key={metric}>
                <dt>{texts.analytics.metrics[metric]}</dt>
                <dd>{figure(metric, numberOf(value.totals, metric))}</dd>
              </div>
            ))}
          </dl>
          <div class="share-grid">
            {value.panels.map((panel) => (
              <ShareBars
                key={panel.dimension}
                title={texts.dimensions[panel.dimension] ?? panel.dimension}
                rows={rowsOf(panel)}
                none={texts.analytics.panels.nothing}
              />
            ))}
          </div>
        </>
      )}
    </section>
  )
}

const rowsOf = ({ dimension, rows }: Panel) =>
  rows.map((row) => ({
    name: valueName(dimension, row.value, row.fields),
    count: numberOf(row, dimension === 'event' ? 'events' : 'visitors') ?? 0,
  }))
