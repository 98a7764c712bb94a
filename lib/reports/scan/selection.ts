import { VISIT_FLAGS } from '../../sealed-days/part.ts'
import type { Lanes } from './lanes.ts'
import { addOdd, markOdd, OddViews } from './odd-views.ts'
import type { Period } from './period.ts'
import { covers } from './period.ts'

/** What counts of a part, for one period and filter. Arrays are as long as they need be or longer. */
export interface Selection {
  /** Visits with selected page views. All those views are in the period, and what is known of one is known of all. */
  readonly rows: Uint32Array
  readonly count: number
  /** How many selected page views a visit has, by visit. */
  readonly weights: Uint32Array
  /** Which page views of those visits are selected; undefined for all of them. */
  readonly mask: Uint8Array | undefined
  /** Visits that began in the period and are selected. */
  readonly begun: Uint32Array
  readonly begunCount: number
  /** The selected page views of all other visits, one by one. */
  readonly odd: OddViews
}

/** What a filter says of a part. */
export interface Verdict {
  /** Of each visit, where no page view has a say; undefined where one has, and where all are taken. */
  readonly visits: Uint8Array | undefined
  /** Of each page view, with what is known of its visit. */
  readonly views: Uint8Array | undefined
  /** Of a page view that differs from its visit; undefined where that makes no difference. */
  readonly own: ((view: number, row: number) => boolean) | undefined
}

export const EVERYTHING: Verdict = { visits: undefined, views: undefined, own: undefined }

interface Sorting {
  readonly rows: Uint32Array
  readonly begun: Uint32Array
  readonly others: Uint32Array
}

interface Counts {
  readonly rows: number
  readonly begun: number
  readonly others: number
}

/**
 * Sorts the visits of a part: those whose views are alike and all in the period go on as rows, the others (that an edge of
 * the period cuts, or with a view that differs from its visit) view by view. `name` keeps the arrays of several apart.
 */
export function select(lanes: Lanes, period: Period, verdict: Verdict, name: string): Selection {
  const { visits } = lanes.part.rows
  const room = (what: string) => lanes.room(`${name} ${what}`, visits)
  const sorting = { rows: room('rows'), begun: room('begun'), others: room('others') }
  const isOdd = markOdd(lanes, room('marks'))
  const counts = covers(period, lanes.part)
    ? sortCovered(lanes, verdict.visits, isOdd, sorting)
    : sortCut(lanes, period, verdict.visits, isOdd, sorting)
  const { rows, begun, others } = sorting
  const mask = verdict.views
  let { rows: count, begun: begunCount } = counts
  let weights = lanes.numbers('visit.views')
  if (mask !== undefined) {
    weights = room('weights').fill(0)
    count = weigh(rows, count, lanes.firstViews, mask, weights)
    begunCount = keepWeighed(begun, begunCount, weights)
  }
  const odd = new OddViews(lanes)
  for (let at = 0; at < counts.others; at++) {
    const row = others[at] as number
    if (addOdd(lanes, period, verdict, row, odd)) begun[begunCount++] = row
  }
  return { rows, count, weights, mask, begun, begunCount, odd }
}

/** Of a part that lies in the period with everything in it. */
function sortCovered(lanes: Lanes, taken: Uint8Array | undefined, isOdd: Uint32Array, into: Sorting): Counts {
  const { visits } = lanes.part.rows
  const views = lanes.numbers('visit.views')
  const flags = lanes.numbers('visit.flags')
  const { rows, begun, others } = into
  let [inRows, inBegun, inOthers] = [0, 0, 0]
  for (let row = 0; row < visits; row++) {
    if (isOdd[row] !== 0) {
      others[inOthers++] = row
      continue
    }
    if (taken !== undefined && taken[row] === 0) continue
    if (views[row] !== 0) rows[inRows++] = row
    if (((flags[row] as number) & VISIT_FLAGS.holder) === 0) begun[inBegun++] = row
  }
  return { rows: inRows, begun: inBegun, others: inOthers }
}

function sortCut(
  lanes: Lanes,
  period: Period,
  taken: Uint8Array | undefined,
  isOdd: Uint32Array,
  into: Sorting,
): Counts {
  const { visits } = lanes.part.rows
  const from = period.start - lanes.base
  const end = period.end - lanes.base
  const starts = lanes.numbers('visit.start')
  const times = lanes.numbers('view.time')
  const flags = lanes.numbers('visit.flags')
  const first = lanes.firstViews
  const { rows, begun, others } = into
  let [inRows, inBegun, inOthers] = [0, 0, 0]
  for (let row = 0; row < visits; row++) {
    const start = starts[row] as number
    const views = (first[row + 1] as number) - (first[row] as number)
    // The views of a visit lie in the order of time.
    const last = views === 0 ? start : start + (times[(first[row + 1] as number) - 1] as number)
    if (last < from || start >= end) continue
    if (isOdd[row] !== 0 || start < from || last >= end) {
      others[inOthers++] = row
      continue
    }
    if (taken !== undefined && taken[row] === 0) continue
    if (views !== 0) rows[inRows++] = row
    if (((flags[row] as number) & VISIT_FLAGS.holder) === 0) begun[inBegun++] = row
  }
  return { rows: inRows, begun: inBegun, others: inOthers }
}

/** Counts the selected views of each visit, and keeps the visits that have any. */
function weigh(rows: Uint32Array, count: number, first: Uint32Array, mask: Uint8Array, weights: Uint32Array): number {
  let kept = 0
  for (let at = 0; at < count; at++) {
    const row = rows[at] as number
    const end = first[row + 1] as number
    let sum = 0
    for (let view = first[row] as number; view < end; view++) sum += mask[view] as number
    weights[row] = sum
    if (sum > 0) rows[kept++] = row
  }
  return kept
}

function keepWeighed(begun: Uint32Array, count: number, weights: Uint32Array): number {
  let kept = 0
  for (let at = 0; at < count; at++) {
    const row = begun[at] as number
    if (weights[row] !== 0) begun[kept++] = row
  }
  return kept
}
