import type { ColumnName } from '../../sealed-days/part.ts'
import type { Listed } from './kernels.ts'
import { areAll, gather, hasGroups, NO_GROUP, touches } from './kernels.ts'
import type { Lanes } from './lanes.ts'
import type { Selection } from './selection.ts'

/** How the rows of the part at hand fall into groups: buckets of a series, values of a dimension, or one for all. */
export interface Grouping {
  readonly columns: readonly ColumnName[]
  /** How many groups there are so far. */
  readonly count: number
  /** To be called first with every part; then the others answer for it. */
  open(lanes: Lanes): Promise<void> | void
  /** The group of each visit; of its start where it has several. */
  visits(lanes: Lanes): Uint32Array
  /** The group of each page view, where the page views of a visit may be in several. */
  views(lanes: Lanes): Uint32Array | undefined
  events(lanes: Lanes): Uint32Array
  /** Of a page view of a visit that is looked at by itself. */
  ofView(lanes: Lanes, view: number, row: number): number
  /** Takes visits out of the rows, to be looked at view by view, that are not in one group whole. */
  divide?(lanes: Lanes, selection: Selection): Selection
}

/** A selection, sorted into groups. */
export interface Grouped {
  readonly selection: Selection
  /** Visits with selected page views, once for each of their groups. */
  readonly viewed: Listed
  /** Visits that began, in the same way. */
  readonly begun: Listed
  /** As `Grouping.views`. */
  readonly views: Uint32Array | undefined
  /** The group of each odd view. */
  readonly odd: Uint32Array
}

/** What is to be made of a selection; the rest stays empty. */
export interface Wanted {
  readonly viewed: boolean
  readonly begun: boolean
}

export function grouped(lanes: Lanes, grouping: Grouping, whole: Selection, wanted: Wanted, name: string): Grouped {
  const selection = grouping.divide?.(lanes, whole) ?? whole
  const { odd } = selection
  const oddGroups = lanes.room(`${name} odd`, odd.count)
  for (let at = 0; at < odd.count; at++)
    oddGroups[at] = grouping.ofView(lanes, odd.views[at] as number, odd.rows[at] as number)
  const views = grouping.views(lanes)
  return views === undefined
    ? { ...byVisit(lanes, grouping.visits(lanes), selection, wanted, name), views, odd: oddGroups, selection }
    : {
        ...byView(lanes, { views, oddGroups, groups: grouping.count }, selection, wanted, name),
        views,
        odd: oddGroups,
        selection,
      }
}

function byVisit(lanes: Lanes, lane: Uint32Array, selection: Selection, { viewed, begun }: Wanted, name: string) {
  const { visits } = lanes.part.rows
  const list = (what: string, from: Uint32Array, many: number): Listed => {
    // Mostly every visit counts, and the list is there already.
    if (many === visits && areAll(from, many) && hasGroups(lane, many)) return { rows: from, groups: lane, count: many }
    const rows = lanes.room(`${name} ${what} rows`, many + 1)
    const groups = lanes.room(`${name} ${what} groups`, many + 1)
    return { rows, groups, count: gather(from, many, lane, rows, groups) }
  }
  return {
    viewed: viewed ? list('viewed', selection.rows, selection.count) : NONE,
    begun: begun ? list('begun', selection.begun, selection.begunCount) : NONE,
  }
}

const NONE: Listed = { rows: new Uint32Array(), groups: new Uint32Array(), count: 0 }

interface ByView {
  readonly views: Uint32Array
  readonly oddGroups: Uint32Array
  readonly groups: number
}

/** A visit counts once for each group that it has views in. */
function byView(lanes: Lanes, by: ByView, selection: Selection, wanted: Wanted, name: string) {
  if (!wanted.viewed && !wanted.begun) return { viewed: NONE, begun: NONE }
  const { views, oddGroups, groups } = by
  const room = (what: string, length: number) => lanes.room(`${name} ${what}`, length)
  const most = lanes.part.rows.views + 1
  const into = { rows: room('viewed rows', most), groups: room('viewed groups', most) }
  const stamps = room('stamps', groups).fill(0, 0, groups)
  const count = touches(selection, lanes.firstViews, views, selection.mask, stamps, into)
  const viewed = { ...into, count }
  if (!wanted.begun) return { viewed, begun: NONE }
  const { visits } = lanes.part.rows
  if (selection.begunCount === visits && selection.odd.count === 0 && areAll(selection.begun, visits))
    return { viewed, begun: viewed }
  const begun = { rows: room('begun rows', most), groups: room('begun groups', most) }
  return {
    viewed,
    begun: { ...begun, count: begunTouches(lanes, { viewed, oddGroups, stamps }, selection, begun, name) },
  }
}

interface Touched {
  readonly viewed: Listed
  readonly oddGroups: Uint32Array
  readonly stamps: Uint32Array
}

/** Those of the pairs whose visit is selected and began in the period. */
function begunTouches(
  lanes: Lanes,
  { viewed, oddGroups, stamps }: Touched,
  { begun, begunCount, odd }: Selection,
  into: { readonly rows: Uint32Array; readonly groups: Uint32Array },
  name: string,
): number {
  const hasBegun = lanes.room(`${name} has begun`, lanes.part.rows.visits).fill(0)
  for (let at = 0; at < begunCount; at++) hasBegun[begun[at] as number] = 1
  let kept = 0
  for (let at = 0; at < viewed.count; at++) {
    const row = viewed.rows[at] as number
    into.rows[kept] = row
    into.groups[kept] = viewed.groups[at] as number
    kept += hasBegun[row] as number
  }
  for (let at = 0; at < odd.count; at++) {
    const row = odd.rows[at] as number
    const group = oddGroups[at] as number
    if (group === NO_GROUP || stamps[group] === row + 1 || hasBegun[row] === 0) continue
    stamps[group] = row + 1
    into.rows[kept] = row
    into.groups[kept++] = group
  }
  return kept
}
