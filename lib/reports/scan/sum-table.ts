import type { ColumnName } from '../../sealed-days/part.ts'
import type { Sum } from '../query.ts'
import type { Grouped, Wanted } from './grouping.ts'
import type { Listed } from './kernels.ts'
import { addOnes, addValues, addViews, addViewValues, addWeights, NO_GROUP, sumViews } from './kernels.ts'
import type { Lanes } from './lanes.ts'
import type { Measure } from './measures.ts'
import { MEASURES } from './measures.ts'
import { PairSet } from './pair-set.ts'

/** Sums that can be added up part by part. */
export type AddedSum =
  'pageviews' | 'viewedVisits' | 'visits' | 'viewTime' | 'scroll' | 'scrolledViews' | 'events' | Measure

const COLUMNS: Readonly<Record<AddedSum, readonly ColumnName[]>> = {
  pageviews: [],
  viewedVisits: [],
  visits: [],
  bounces: ['visit.events', 'visit.counted'],
  duration: ['visit.duration'],
  engagedDuration: ['visit.duration', 'visit.events', 'visit.counted'],
  visibleTime: ['visit.engaged'],
  viewTime: ['view.engaged'],
  scroll: ['view.scroll'],
  scrolledViews: ['view.scroll'],
  events: ['event.time', 'event.visit'],
}

/** Of visits that began, not of page views. */
const OF_VISITS: readonly string[] = [
  'visits',
  'bounces',
  'duration',
  'engagedDuration',
  'visibleTime',
  'visibleTimeMedian',
]

/** What of a selection these sums, and distinct visitors or not, are made of. */
export const wantedFor = (sums: readonly Sum[]): Wanted => ({
  viewed: sums.some((sum) => !OF_VISITS.includes(sum)),
  begun: sums.some((sum) => OF_VISITS.includes(sum)),
})

export const isAdded = (sum: Sum): sum is AddedSum => sum in COLUMNS
export const isMedian = (sum: Sum): boolean => sum === 'visibleTimeMedian' || sum === 'viewTimeMedian'

/** Figures by group. Groups may become more from part to part. */
export class SumTable {
  readonly sums: readonly AddedSum[]
  readonly #figures = new Map<AddedSum, Float64Array>()

  constructor(sums: readonly AddedSum[]) {
    this.sums = [...new Set(sums)]
    for (const sum of this.sums) this.#figures.set(sum, new Float64Array(16))
  }

  get columns(): ColumnName[] {
    return this.sums.flatMap((sum) => COLUMNS[sum])
  }

  /** By group; longer than there are groups. */
  of(sum: AddedSum): Float64Array {
    const figures = this.#figures.get(sum)
    if (figures === undefined) throw new Error(`${sum} was not counted`)
    return figures
  }

  /**
   * `events` are the rows of those that are selected. Without `withOddVisits`, visits that are looked at view by view are left
   * out of `viewedVisits`: the caller knows that some of the groups are one.
   */
  count(lanes: Lanes, into: Grouped, groups: number, events: Listed | undefined, withOddVisits = true): void {
    for (const sum of this.sums) {
      const figures = this.#roomFor(sum, groups)
      switch (sum) {
        case 'pageviews':
          addPageviews(figures, lanes, into)
          break
        case 'viewedVisits':
          addOnes(figures, into.viewed)
          if (withOddVisits) addOddVisits(figures, into, into.odd)
          break
        case 'visits':
          addOnes(figures, into.begun)
          break
        case 'viewTime':
          addOfViews(figures, lanes, into, lanes.numbers('view.engaged'))
          break
        case 'scroll':
          addOfViews(figures, lanes, into, lanes.numbers('view.scroll'))
          break
        case 'scrolledViews':
          addOfViews(figures, lanes, into, hasScrolled(lanes))
          break
        case 'events':
          if (events !== undefined) addOnes(figures, events)
          break
        default:
          addValues(figures, into.begun, MEASURES[sum](lanes))
      }
    }
  }

  #roomFor(sum: AddedSum, groups: number): Float64Array {
    const figures = this.of(sum)
    if (figures.length >= groups) return figures
    const grown = new Float64Array(groups * 2)
    grown.set(figures)
    this.#figures.set(sum, grown)
    return grown
  }
}

/** Visits that are looked at view by view, once for each of their groups; `groups` has the group of each odd view. */
export function addOddVisits(figures: Float64Array, { selection }: Grouped, groups: ArrayLike<number>): void {
  const pairs = new PairSet(64)
  const { rows, count } = selection.odd
  for (let at = 0; at < count; at++) {
    const group = groups[at] as number
    if (group !== NO_GROUP && pairs.add(group, rows[at] as number)) figures[group] = (figures[group] as number) + 1
  }
}

function addPageviews(figures: Float64Array, lanes: Lanes, { selection, viewed, views, odd }: Grouped): void {
  if (views === undefined) addWeights(figures, viewed, selection.weights)
  else addViews(figures, selection, lanes.firstViews, views, selection.mask)
  for (let at = 0; at < selection.odd.count; at++) {
    const group = odd[at] as number
    if (group !== NO_GROUP) figures[group] = (figures[group] as number) + 1
  }
}

function addOfViews(
  figures: Float64Array,
  lanes: Lanes,
  { selection, viewed, views, odd }: Grouped,
  values: Uint32Array,
): void {
  const { mask } = selection
  if (views === undefined) {
    const ofVisits = lanes.floatRoom('sums of views', lanes.part.rows.visits)
    sumViews(selection, lanes.firstViews, mask, values, ofVisits)
    addValues(figures, viewed, ofVisits)
  } else addViewValues(figures, selection, lanes.firstViews, views, mask, values)
  for (let at = 0; at < selection.odd.count; at++) {
    const group = odd[at] as number
    if (group !== NO_GROUP)
      figures[group] = (figures[group] as number) + (values[selection.odd.views[at] as number] as number)
  }
}

const hasScrolled = (lanes: Lanes) =>
  lanes.made('has scrolled', () => {
    const { views } = lanes.part.rows
    const scroll = lanes.numbers('view.scroll')
    const lane = lanes.room('has scrolled', views)
    for (let view = 0; view < views; view++) lane[view] = scroll[view] === 0 ? 0 : 1
    return lane
  })
