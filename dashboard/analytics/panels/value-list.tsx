import { useState } from 'preact/hooks'
import type { OverviewReport, ValueRow } from '../../../lib/wire/explore.ts'
import { askBreakdown } from '../../api/explore.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { number } from '../../format.ts'
import { texts } from '../../language.ts'
import { lazyScreen } from '../../parts/lazy-screen.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Skeleton } from '../../parts/skeleton.tsx'
import { negated } from '../filters/condition.ts'
import { filtersOf } from '../filters/filters-of.ts'
import { numberOf } from '../metrics.ts'
import type { View } from '../view.ts'
import { periodWords, topicOf } from '../view.ts'
import { BarList } from './bar-list.tsx'
import { conditionsOf } from './row-conditions.ts'
import { Details } from './details.tsx'

const WorldMap = lazyScreen(async () => (await import('./world-map.tsx')).WorldMap, 6)

/** Rows of a list. */
export const ROWS = 9
/** So many countries the map is coloured by. */
const MAP_ROWS = 300
const ROWS_BELOW_MAP = 3

interface ValueListProps {
  readonly view: View
  readonly dimension: string
  readonly overview: OverviewReport
  /** Draws countries instead of listing them. */
  readonly isMap?: boolean
}

/** The most frequent values of a dimension: as the overview knows them, else asked for. */
export function ValueList({ view, dimension, overview, isMap = false }: ValueListProps) {
  const [isOpen, setOpen] = useState(false)
  const known = isMap ? undefined : overview.panels.find((panel) => panel.dimension === dimension)
  const words = { ...periodWords(view), dimension, limit: isMap ? MAP_ROWS : ROWS }
  const topic = known === undefined ? topicOf('breakdown', words) : undefined
  const { value, fault, isStale, again } = useAnswer(topic, () => askBreakdown(words))
  const shown = known ?? (value?.dimension === dimension ? value : undefined)
  const filters = filtersOf(view.filter)
  const filterBy = (row: Pick<ValueRow, 'value' | 'fields'>, isNot: boolean) => {
    const [first, ...rest] = conditionsOf(dimension, row)
    if (first !== undefined) filters.add(isNot ? [negated(first)] : [first, ...rest])
  }
  if (fault && shown === undefined) return <Notice fault={fault} onAgain={again} />
  if (shown === undefined) return <Skeleton lines={ROWS} />
  const isOfEvents = dimension === 'event' || dimension.startsWith('property:')
  const total = numberOf(overview.totals, 'visitors') ?? 0
  return (
    <>
      <div class={isStale ? 'panel-rows stale' : 'panel-rows'}>
        {shown.rows.length === 0 ? (
          <p class="panel-empty soft">{texts.analytics.panels.empty[dimension] ?? texts.analytics.panels.nothing}</p>
        ) : isMap ? (
          <>
            <WorldMap rows={shown.rows} total={total} onChoose={(row) => filterBy(row, false)} />
            <BarList
              dimension={dimension}
              rows={shown.rows.slice(0, ROWS_BELOW_MAP)}
              metric="visitors"
              total={total}
              onFilter={filterBy}
            />
          </>
        ) : (
          <BarList
            dimension={dimension}
            rows={shown.rows.slice(0, ROWS)}
            metric={isOfEvents ? 'events' : 'visitors'}
            total={isOfEvents ? 0 : total}
            onFilter={filterBy}
          />
        )}
      </div>
      {shown.rows.length > 0 && (
        <footer class="panel-foot">
          <button type="button" class="quiet" onClick={() => setOpen(true)}>
            {texts.words.showAll}
          </button>
          <span class="hint">{number(shown.count)}</span>
        </footer>
      )}
      {isOpen && <Details view={view} dimension={dimension} onFilter={filterBy} onClose={() => setOpen(false)} />}
    </>
  )
}
