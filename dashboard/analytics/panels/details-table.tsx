import type { BreakdownReport, ComparedRow, ValueRow } from '../../../lib/wire/explore.ts'
import type { MetricName } from '../../../lib/wire/explore-parts.ts'
import { texts } from '../../language.ts'
import { Change } from '../../parts/change.tsx'
import { Icon } from '../../parts/icon.tsx'
import { figure, isReversed, numberOf } from '../metrics.ts'
import { valueMore, valueName } from '../value-name.ts'
import { TableScroll } from '../../parts/table-scroll.tsx'

interface Sort {
  readonly by: MetricName
  readonly order: 'asc' | 'desc'
}

interface DetailsTableProps {
  readonly report: BreakdownReport
  readonly sort: Sort | undefined
  readonly onSort: (sort: Sort) => void
  readonly onFilter: (row: ValueRow, isNot: boolean) => void
}

/** Those that the API sorts by. */
const SORTABLE: readonly MetricName[] = ['visitors', 'visits', 'pageviews', 'events', 'conversions']

export function DetailsTable({ report, sort, onSort, onFilter }: DetailsTableProps) {
  const metrics = (Object.keys(report.totals) as MetricName[]).filter((name) => name !== 'revenue')
  const sorted = sort ?? { by: metrics[0] ?? 'visitors', order: 'desc' }
  const { dimension } = report
  return (
    <TableScroll label={texts.dimensions[dimension] ?? dimension}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{texts.dimensions[dimension] ?? dimension}</th>
            {metrics.map((metric) => (
              <MetricHead key={metric} metric={metric} sorted={sorted} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {report.rows.map((row) => (
            <tr key={JSON.stringify([row.value, row.fields])}>
              <th scope="row">
                <ValueCell dimension={dimension} row={row} onFilter={onFilter} />
              </th>
              {metrics.map((metric) => (
                <td key={metric}>
                  <Change percent={row.change?.[metric]} isReversed={isReversed(metric)} />{' '}
                  {figure(metric, numberOf(row, metric))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  )
}

interface MetricHeadProps {
  readonly metric: MetricName
  readonly sorted: Sort
  readonly onSort: (sort: Sort) => void
}

function MetricHead({ metric, sorted, onSort }: MetricHeadProps) {
  const name = texts.analytics.metrics[metric] ?? metric
  if (!SORTABLE.includes(metric)) return <th scope="col">{name}</th>
  const isSorted = sorted.by === metric
  const isDown = isSorted && sorted.order === 'desc'
  return (
    <th scope="col" aria-sort={isSorted ? (isDown ? 'descending' : 'ascending') : 'none'}>
      <button type="button" onClick={() => onSort({ by: metric, order: isDown ? 'asc' : 'desc' })}>
        {name}
        {isSorted && <Icon name={isDown ? 'down' : 'up'} />}
      </button>
    </th>
  )
}

interface ValueCellProps {
  readonly dimension: string
  readonly row: ComparedRow
  readonly onFilter: (row: ValueRow, isNot: boolean) => void
}

function ValueCell({ dimension, row, onFilter }: ValueCellProps) {
  const name = valueName(dimension, row.value, row.fields)
  const more = valueMore(dimension, row.fields)
  return (
    <button type="button" class="value-cell" title={name} onClick={(event) => onFilter(row, event.altKey)}>
      <span>{name}</span>
      {more !== '' && <span class="soft">{more}</span>}
    </button>
  )
}
