import type { ColumnName } from '../../sealed-days/part.ts'
import type { Counter } from '../scan/counter.ts'
import type { Lanes } from '../scan/lanes.ts'
import type { Period } from '../scan/period.ts'
import type { Selection, Verdict } from '../scan/selection.ts'
import type { Rows, Selector, Work } from '../scan/work.ts'

/** The row of a visit in the part at hand; -1 where it is in another. */
export const rowOfVisit = (lanes: Lanes, visit: number): number =>
  lanes.floats('visit.id').subarray(0, lanes.part.rows.visits).indexOf(visit)

/** Keeps to one visit, and to what happened in it. */
export class OneVisit implements Selector {
  readonly columns: readonly ColumnName[] = ['visit.id']
  readonly #visit: number

  constructor(visit: number) {
    this.#visit = visit
  }

  open(): Promise<void> {
    return Promise.resolve()
  }

  verdict(lanes: Lanes): Verdict {
    const visits = new Uint8Array(lanes.part.rows.visits)
    const row = rowOfVisit(lanes, this.#visit)
    if (row >= 0) visits[row] = 1
    return { visits, views: undefined, own: undefined }
  }

  keepEvents(lanes: Lanes, _period: Period, _selection: Selection, { rows, count }: Rows): Rows {
    const visits = lanes.numbers('event.visit')
    const row = rowOfVisit(lanes, this.#visit)
    let kept = 0
    for (let at = 0; at < count; at++) {
      const event = rows[at] as number
      if (row >= 0 && visits[event] === row + 1) rows[kept++] = event
    }
    return { rows, count: kept }
  }
}

/** Finds when a visit was: seconds since 1970. */
export class VisitFinder implements Counter {
  readonly columns = ['visit.id', 'visit.start', 'visit.duration'] as const
  readonly period: Period
  found: { readonly start: number; readonly end: number } | undefined
  readonly #visit: number

  constructor(visit: number, period: Period) {
    this.#visit = visit
    this.period = period
  }

  count({ lanes }: Work): void {
    const row = rowOfVisit(lanes, this.#visit)
    if (row < 0) return
    const start = lanes.base + (lanes.numbers('visit.start')[row] as number)
    this.found = { start, end: start + Math.ceil((lanes.floats('visit.duration')[row] as number) / 1000) }
  }
}
