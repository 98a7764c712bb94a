import { useEffect, useState } from 'preact/hooks'
import type { BreakdownReport, ValueRow } from '../../../lib/wire/explore.ts'
import type { MetricName } from '../../../lib/wire/explore-parts.ts'
import { urlOf } from '../../api/ask.ts'
import { askBreakdown } from '../../api/explore.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { number } from '../../format.ts'
import { texts } from '../../language.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Skeleton } from '../../parts/skeleton.tsx'
import type { View } from '../view.ts'
import { comparedWords, topicOf } from '../view.ts'
import { DetailsTable } from './details-table.tsx'

interface DetailsProps {
  readonly view: View
  readonly dimension: string
  readonly onFilter: (row: ValueRow, isNot: boolean) => void
  readonly onClose: () => void
}

const PIECE = 50
const MOST = 1000
/** After the last key. */
const TYPING_MS = 250

/** All values of a dimension: searched, sorted, with more numbers, as a file. */
export function Details({ view, dimension, onFilter, onClose }: DetailsProps) {
  const [search, setSearch] = useState('')
  const [searched, setSearched] = useState('')
  const [sort, setSort] = useState<{ by: MetricName; order: 'asc' | 'desc' }>()
  const [limit, setLimit] = useState(PIECE)
  useEffect(() => {
    const timer = setTimeout(() => setSearched(search), TYPING_MS)
    return () => clearTimeout(timer)
  }, [search])

  const words = {
    ...comparedWords(view),
    dimension,
    search: searched === '' ? undefined : searched,
    sort: sort?.by,
    order: sort?.order,
  }
  const asked = { ...words, limit }
  const { value, fault, isStale } = useAnswer(topicOf('details', asked), () => askBreakdown(asked))
  const title = texts.dimensions[dimension] ?? dimension
  return (
    <Dialog title={title} kind="wide" onClose={onClose}>
      <div class="row details-tools">
        <label class="search">
          <Icon name="search" />
          <span class="for-ears">{texts.words.search}</span>
          <input
            type="search"
            placeholder={texts.words.search}
            value={search}
            onInput={(event) => setSearch(event.currentTarget.value)}
          />
        </label>
        <a
          class="button plain"
          download={`${dimension}.csv`}
          href={urlOf('api/analytics/breakdown', { ...words, limit: MOST, format: 'csv' })}
        >
          <Icon name="download" />
          CSV
        </a>
      </div>
      {fault && <Notice fault={fault} />}
      {value === undefined && !fault && <Skeleton lines={12} />}
      {value && (
        <div class={isStale ? 'details stale' : 'details'}>
          <DetailsTable
            report={value}
            sort={sort}
            onSort={setSort}
            onFilter={(row, isNot) => {
              onClose()
              onFilter(row, isNot)
            }}
          />
          <DetailsFoot report={value} onMore={() => setLimit(Math.min(limit * 2, MOST))} />
        </div>
      )}
    </Dialog>
  )
}

function DetailsFoot({ report, onMore }: { report: BreakdownReport; onMore: () => void }) {
  const words = texts.analytics.panels
  const shown = report.rows.length
  if (shown === 0) return <p class="panel-empty soft">{words.notFound}</p>
  return (
    <div class="row spread">
      <span class="hint">{words.shown(number(shown), number(report.count))}</span>
      {report.next_cursor !== undefined && shown < MOST && (
        <button type="button" class="plain" onClick={onMore}>
          {words.moreRows}
        </button>
      )}
    </div>
  )
}
