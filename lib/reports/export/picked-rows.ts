import type { ColumnName } from '../../sealed-days/part.ts'
import type { Lanes } from '../scan/lanes.ts'
import type { Period } from '../scan/period.ts'
import type { Work } from '../scan/work.ts'
import type { ExportKind } from './export-kinds.ts'

/** A row to be taken out. -1 for what it is not, or has not. */
export interface Picked {
  /** Seconds since 1970. */
  readonly at: number
  readonly visit: number
  readonly view: number
  readonly event: number
}

/** What finding them takes. */
export const PICKING: Readonly<Record<ExportKind, readonly ColumnName[]>> = {
  visits: ['visit.start', 'view.time'],
  pageviews: ['visit.start', 'view.time'],
  events: ['visit.start', 'view.time', 'event.time', 'event.visit'],
}

/**
 * Rows of the part at hand that lie in the window. What is selected is decided for the whole range: a visit is in for
 * what it did at any time of it.
 */
export function pickRows(kind: ExportKind, work: Work, whole: Period, window: Period): Picked[] {
  const picked: Picked[] = []
  const add = (row: Picked) => {
    if (row.at >= window.start && row.at < window.end) picked.push(row)
  }
  if (kind === 'visits') pickVisits(work, whole, add)
  else if (kind === 'pageviews') pickViews(work, whole, add)
  else pickEvents(work, whole, add)
  return picked
}

type Add = (row: Picked) => void

function pickVisits(work: Work, whole: Period, add: Add): void {
  const { lanes } = work
  const { begun, begunCount } = work.selection(whole)
  const starts = lanes.numbers('visit.start')
  for (let at = 0; at < begunCount; at++) {
    const visit = begun[at] as number
    add({ at: lanes.base + (starts[visit] as number), visit, view: -1, event: -1 })
  }
}

function pickViews(work: Work, whole: Period, add: Add): void {
  const { lanes } = work
  const { rows, count, mask, odd } = work.selection(whole)
  const first = lanes.firstViews
  const add1 = (visit: number, view: number) => add({ at: secondOf(lanes, visit, view), visit, view, event: -1 })
  for (let at = 0; at < count; at++) {
    const visit = rows[at] as number
    for (let view = first[visit] as number; view < (first[visit + 1] as number); view++)
      if (mask === undefined || mask[view] !== 0) add1(visit, view)
  }
  for (const [at, view] of odd.views.entries()) add1(odd.rows[at] as number, view)
}

const secondOf = (lanes: Lanes, visit: number, view: number): number =>
  lanes.base + (lanes.numbers('visit.start')[visit] as number) + (lanes.numbers('view.time')[view] as number)

function pickEvents(work: Work, whole: Period, add: Add): void {
  const { lanes } = work
  const { rows, count } = work.events(whole)
  const [times, visits] = [lanes.numbers('event.time'), lanes.numbers('event.visit')]
  for (let at = 0; at < count; at++) {
    const event = rows[at] as number
    add({ at: lanes.base + (times[event] as number), visit: (visits[event] as number) - 1, view: -1, event })
  }
}
