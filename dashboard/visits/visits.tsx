import { topicOf, viewOf, periodWords } from '../analytics/view.ts'
import { RangePicker } from '../analytics/range-picker.tsx'
import { FilterChips } from '../analytics/filters/filter-chips.tsx'
import { VisitItem } from '../analytics/visits/visit-item.tsx'
import { useAnswer } from '../api/use-answer.ts'
import { askVisits } from '../api/visits.ts'
import { texts } from '../language.ts'
import { BackLink } from '../parts/back-link.tsx'
import { Empty } from '../parts/empty.tsx'
import { Notice } from '../parts/notice.tsx'
import { PagerButtons, usePager } from '../parts/pager.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { hrefOf } from '../routing/place.ts'
import type { ScreenProps } from '../shell/screens.tsx'

const PIECE = 50

/** Visits one by one, newest first, with the range and the filter of the report. */
export function Visits({ project, query }: ScreenProps) {
  const view = viewOf(project.id, query)
  const asked = periodWords(view)
  const pager = usePager(topicOf('visits', asked))
  const words = { ...asked, limit: PIECE, cursor: pager.cursor }
  const { value, fault, isStale, again } = useAnswer(topicOf('visits', words), () => askVisits(words))
  const said = texts.visits
  return (
    <div class="list-screen">
      <BackLink href={hrefOf(['p', project.id, 'analytics'], query)} text={texts.shell.nav.analytics} />
      <header class="screen-head">
        <h1>{said.title}</h1>
        <RangePicker view={view} overview={undefined} />
      </header>
      <FilterChips view={view} />
      <section class="card" aria-busy={isStale}>
        {fault && <Notice fault={fault} onAgain={again} />}
        {value === undefined && !fault && <Skeleton lines={10} />}
        {value?.visits.length === 0 && <Empty icon="person" title={said.nobody} about={texts.analytics.empty.about} />}
        {value && value.visits.length > 0 && (
          <ol class={isStale ? 'visits stale' : 'visits'}>
            {value.visits.map((visit) => (
              <VisitItem key={visit.id} project={project.id} visit={visit} />
            ))}
          </ol>
        )}
      </section>
      <PagerButtons pager={pager} nextCursor={value?.next_cursor} />
    </div>
  )
}
