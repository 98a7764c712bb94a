import { useState } from 'preact/hooks'
import { number, percent } from '../format.ts'
import { texts } from '../language.ts'

export interface Row {
  /** Different in every row. */
  readonly key: string
  readonly label: string
  /** Said when the label is pointed at. */
  readonly more?: string
  readonly views: number
}

interface BreakdownProps {
  readonly title: string
  /** Most page views first. */
  readonly rows: readonly Row[]
  /** What the page views are shares of. */
  readonly total: number
  /** What to say when there are no rows. */
  readonly empty?: string
}

const FEW = 8

/** Page views by one of their properties, as bars. */
export function Breakdown({ title, rows, total, empty = texts.report.lists.nothing }: BreakdownProps) {
  const [isOpen, setOpen] = useState(false)
  const most = Math.max(1, rows[0]?.views ?? 0)
  const shown = isOpen ? rows : rows.slice(0, FEW)
  return (
    <section class="card breakdown">
      <h2>{title}</h2>
      {rows.length === 0 && <p class="soft">{empty}</p>}
      <ol>
        {shown.map(({ key, label, more, views }) => (
          <li key={key}>
            <span class="filled" style={{ width: `${(views / most) * 100}%` }} aria-hidden="true" />
            <span class="label" title={more ?? label}>
              {label}
            </span>
            <span class="views">
              {number(views)} <span class="for-ears">{texts.report.figures.views}</span>
            </span>
            <span class="share">{percent(Math.round((views / Math.max(1, total)) * 100))}</span>
          </li>
        ))}
      </ol>
      {rows.length > FEW && (
        <button type="button" class="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? texts.report.lists.fewer : texts.report.lists.all(number(rows.length))}
        </button>
      )}
    </section>
  )
}
