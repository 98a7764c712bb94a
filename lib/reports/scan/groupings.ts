import type { Buckets } from './buckets.ts'
import { stretchAt } from './buckets.ts'
import type { Grouping } from './grouping.ts'
import { NO_GROUP } from './kernels.ts'
import type { Lanes } from './lanes.ts'
import { OddViews } from './odd-views.ts'
import type { Selection } from './selection.ts'

const zeros = (lanes: Lanes, length: number) =>
  lanes.made('zeros', () =>
    lanes.room('zeros', Math.max(length, lanes.part.rows.visits, lanes.part.rows.events)).fill(0),
  )

/** All in one. */
export const ONE_GROUP: Grouping = {
  columns: [],
  count: 1,
  open: () => undefined,
  visits: (lanes) => zeros(lanes, lanes.part.rows.visits),
  views: () => undefined,
  events: (lanes) => zeros(lanes, lanes.part.rows.events),
  ofView: () => 0,
}

/** By the buckets of a series. A visit that reaches into another one is looked at view by view. */
export function bucketGrouping(buckets: Buckets, name: string): Grouping {
  const { edges, ofStretch, count } = buckets
  const groupsOf = (lanes: Lanes, what: string, times: Uint32Array, rows: number) =>
    lanes.made(`${name} ${what}`, () => {
      const lane = lanes.room(`${name} ${what}`, rows)
      fillBuckets(times, rows, relative(edges, lanes), ofStretch, lane)
      return lane
    })
  const visits = (lanes: Lanes) => groupsOf(lanes, 'visits', lanes.numbers('visit.start'), lanes.part.rows.visits)
  return {
    columns: ['visit.start', 'view.time'],
    count,
    open: () => undefined,
    visits,
    views: () => undefined,
    events: (lanes) => groupsOf(lanes, 'events', lanes.numbers('event.time'), lanes.part.rows.events),
    ofView: (lanes, view, row) => {
      const second = (lanes.numbers('visit.start')[row] as number) + (lanes.numbers('view.time')[view] as number)
      return ofStretch[stretchAt(buckets, second + lanes.base)] ?? NO_GROUP
    },
    divide: (lanes, selection) =>
      divided(lanes, selection, { edges: relative(edges, lanes), visits: visits(lanes), ofStretch, name }),
  }
}

/** Edges as the times of the part count. */
const relative = (edges: Float64Array, lanes: Lanes) => edges.map((edge) => edge - lanes.base)

/** Times ascend, so the next one lies in the same stretch or in a later one. Those outside are in no group. */
function fillBuckets(
  times: Uint32Array,
  rows: number,
  edges: Float64Array,
  ofStretch: Uint32Array,
  lane: Uint32Array,
): void {
  const last = edges.length - 1
  const first = edges[0] as number
  let stretch = 0
  let end = edges[1] ?? first
  for (let row = 0; row < rows; row++) {
    const time = times[row] as number
    while (time >= end && stretch < last) {
      stretch++
      end = edges[stretch + 1] ?? Infinity
    }
    lane[row] = time < first || stretch >= last ? NO_GROUP : (ofStretch[stretch] as number)
  }
}

interface Division {
  readonly edges: Float64Array
  readonly visits: Uint32Array
  readonly ofStretch: Uint32Array
  readonly name: string
}

function divided(lanes: Lanes, selection: Selection, { edges, name }: Division): Selection {
  const starts = lanes.numbers('visit.start')
  const times = lanes.numbers('view.time')
  const first = lanes.firstViews
  const rows = lanes.room(`${name} rows`, selection.count)
  const cut: number[] = []
  let count = 0
  let stretch = 0
  let end = edges[1] ?? 0
  for (let at = 0; at < selection.count; at++) {
    const row = selection.rows[at] as number
    const start = starts[row] as number
    while (start >= end) end = edges[++stretch + 1] ?? Infinity
    if (start + (times[(first[row + 1] as number) - 1] as number) < end) rows[count++] = row
    else cut.push(row)
  }
  if (cut.length === 0) return selection
  const odd = new OddViews(lanes)
  const { views, rows: ofViews } = selection.odd
  for (let at = 0; at < selection.odd.count; at++) odd.add(views[at] as number, ofViews[at] as number)
  for (const row of cut)
    for (let view = first[row] as number; view < (first[row + 1] as number); view++)
      if (selection.mask === undefined || selection.mask[view] !== 0) odd.add(view, row)
  return { ...selection, rows, count, odd }
}
