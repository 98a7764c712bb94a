import type { SparseName } from '../../sealed-days/part.ts'
import { VISIT_FLAGS } from '../../sealed-days/part.ts'
import type { Lanes } from './lanes.ts'
import type { Period } from './period.ts'
import type { Verdict } from './selection.ts'

/** Where a view may differ from its visit. */
export const OWN_COLUMNS = ['view.visitor', 'view.place', 'view.agent', 'view.language', 'view.screen'] as const

/** Page views that must be looked at one by one; those of one visit lie together. They are few. */
export class OddViews {
  readonly views: number[] = []
  /** The visit of each. */
  readonly rows: number[] = []
  readonly #lanes: Lanes

  constructor(lanes: Lanes) {
    this.#lanes = lanes
  }

  get count(): number {
    return this.views.length
  }

  add(view: number, row: number): void {
    this.views.push(view)
    this.rows.push(row)
  }

  /** The number of the visitor of the view at this place. */
  visitor(at: number): number {
    return visitorOf(this.#lanes, this.views[at] as number, this.rows[at] as number)
  }
}

/** The number of the visitor of a view. */
export const visitorOf = (lanes: Lanes, view: number, row: number): number =>
  ownValue(lanes, 'view.visitor', view) ?? (lanes.numbers('visit.visitor')[row] as number)

/** What a view has other than its visit; undefined where it has not. */
export function ownValue(lanes: Lanes, name: SparseName, view: number): number | undefined {
  const { rows, values } = lanes.sparse(name)
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((rows[middle] as number) < view) low = middle + 1
    else high = middle
  }
  return rows[low] === view ? values[low] : undefined
}

/** Marks the visits with a view that differs from them in a column that was read. */
export function markOdd(lanes: Lanes, marks: Uint32Array): Uint32Array {
  marks.fill(0, 0, lanes.part.rows.visits)
  for (const name of OWN_COLUMNS) {
    if (!lanes.has(name)) continue
    const { rows } = lanes.sparse(name)
    if (rows.length === 0) continue
    const first = lanes.firstViews
    let visit = 0
    for (const view of rows) {
      while ((first[visit + 1] as number) <= view) visit++
      marks[visit] = 1
    }
  }
  return marks
}

/** Adds the selected views of a visit. Answers whether the visit itself is selected and began in the period. */
export function addOdd(lanes: Lanes, period: Period, verdict: Verdict, row: number, odd: OddViews): boolean {
  const from = period.start - lanes.base
  const end = period.end - lanes.base
  const start = lanes.has('visit.start') ? (lanes.numbers('visit.start')[row] as number) : from
  const times = lanes.has('view.time') ? lanes.numbers('view.time') : undefined
  const last = lanes.firstViews[row + 1] as number
  const isTaken = verdict.visits === undefined || verdict.visits[row] !== 0
  let hasTaken = false
  for (let view = lanes.firstViews[row] as number; view < last; view++) {
    const second = start + (times?.[view] ?? 0)
    if (second < from || second >= end) continue
    const asVisit = verdict.views === undefined ? isTaken : verdict.views[view] !== 0
    if (asVisit) hasTaken = true
    if (verdict.own === undefined ? asVisit : verdict.own(view, row)) odd.add(view, row)
  }
  const isHolder = ((lanes.numbers('visit.flags')[row] as number) & VISIT_FLAGS.holder) !== 0
  return !isHolder && start >= from && start < end && (verdict.views === undefined ? isTaken : hasTaken)
}
