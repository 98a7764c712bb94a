import { useState } from 'preact/hooks'
import { topicOf } from '../analytics/view.ts'
import { urlOf } from '../api/ask.ts'
import { askAudits } from '../api/audits.ts'
import { useAnswer } from '../api/use-answer.ts'
import { useProjectFacts } from '../api/use-project-facts.ts'
import { texts } from '../language.ts'
import { Empty } from '../parts/empty.tsx'
import { Icon } from '../parts/icon.tsx'
import { Notice } from '../parts/notice.tsx'
import { PagerButtons, usePager } from '../parts/pager.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { changeQuery } from '../routing/use-place.ts'
import type { ScreenProps } from '../shell/screens.tsx'
import { AuditFilters } from './audit-filters.tsx'
import { AuditTable } from './audit-table.tsx'
import { auditViewOf, auditWords, isFiltered, NO_FILTERS } from './audit-view.ts'
import { VerifyDialog } from './verify-dialog.tsx'

const PIECE = 50

/** Who did what: searchable, and with a chain that shows whether anybody has changed it. */
export function Audit({ project, query }: ScreenProps) {
  const [isVerifying, setVerifying] = useState(false)
  const { value: facts } = useProjectFacts(project.id)
  const view = auditViewOf(query)
  const asked = auditWords(project.id, view)
  const pager = usePager(topicOf('audits', asked))
  const words = { ...asked, limit: PIECE, cursor: pager.cursor }
  const { value, fault, isStale, again } = useAnswer(topicOf('audits', words), () => askAudits(words))
  const said = texts.audit
  return (
    <div class="list-screen">
      <header class="screen-head">
        <h1>{said.title}</h1>
        <span class="row">
          <a class="button plain" href={urlOf('api/analytics/audits', { ...asked, format: 'csv' })}>
            <Icon name="download" />
            CSV
          </a>
          <button type="button" class="plain" onClick={() => setVerifying(true)}>
            <Icon name="check" />
            {said.verify.open}
          </button>
        </span>
      </header>
      <section class="card list-card padded" aria-busy={isStale}>
        <AuditFilters view={view} actions={value?.top_actions ?? []} />
        {fault && <Notice fault={fault} onAgain={again} />}
        {value === undefined && !fault && <Skeleton lines={10} />}
        {value && value.logs.length === 0 && (
          <Empty icon="audit" {...(isFiltered(view) ? said.noneFits : said.none)}>
            {isFiltered(view) && (
              <button type="button" class="plain" onClick={() => changeQuery(NO_FILTERS)}>
                {texts.analytics.empty.clear}
              </button>
            )}
          </Empty>
        )}
        {value && value.logs.length > 0 && (
          <div class={isStale ? 'stale' : undefined}>
            <AuditTable entries={value.logs} zone={facts?.time_zone} />
          </div>
        )}
        {value?.searched_since !== undefined && <p class="hint">{said.searchedSince(value.searched_since)}</p>}
        <PagerButtons pager={pager} nextCursor={value?.next_cursor} />
      </section>
      {isVerifying && <VerifyDialog project={project.id} onClose={() => setVerifying(false)} />}
    </div>
  )
}
