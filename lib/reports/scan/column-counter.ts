import type { ColumnName } from '../../sealed-days/part.ts'
import type { Sum } from '../query.ts'
import type { Breakdown } from './breakdown.ts'
import { addReached } from './conversions.ts'
import type { Counter } from './counter.ts'
import type { SeenSince } from './first-seen.ts'
import type { Grouped } from './grouping.ts'
import { grouped } from './grouping.ts'
import { IdGrouping } from './id-grouping.ts'
import { addOnes, gather, NO_GROUP } from './kernels.ts'
import type { Lanes } from './lanes.ts'
import type { Period } from './period.ts'
import { addViewTimes, addVisibleTimes } from './medians.ts'
import { isAdded, SumTable, wantedFor } from './sum-table.ts'
import { visitorSpan } from './sums-counter.ts'
import { IdIndex } from './value-index.ts'
import type { Work } from './work.ts'

/**
 * All breakdowns that read their values off one column, such as browser, system and device. What can be added up is
 * counted once by the column's numbers; distinct visitors are counted by value, for the values that each breakdown picks.
 *
 * A visit may have page views with several numbers of one value (pages of one host), and counts once for it. So what is read
 * off a column of page views is counted by value at once, one breakdown by itself.
 */
export class ColumnCounter implements Counter {
  readonly period: Period
  readonly breakdowns: readonly Breakdown[]
  readonly firstSeen: SeenSince | undefined
  readonly #grouping: IdGrouping
  readonly #isByValue: boolean
  readonly #sums: readonly Sum[]
  readonly #table: SumTable
  /** By group: at least as many visitors are not there. */
  #bounds = new Float64Array(16)
  #before = new Float64Array(16)
  #isFirst = true

  /** At least one, all with plans of one column. */
  constructor(breakdowns: readonly Breakdown[], period: Period) {
    this.period = period
    this.breakdowns = breakdowns
    this.#sums = [...new Set(breakdowns.flatMap(({ ask }) => ask.sums))]
    this.#table = new SumTable(this.#sums.filter(isAdded))
    const [first] = breakdowns
    if (first === undefined) throw new Error('No breakdown to count')
    // A single breakdown of visits might as well be counted by number, but by value is no dearer.
    this.#isByValue = breakdowns.length === 1
    const numbering = this.#isByValue ? first.values : new IdIndex()
    // A goal may be an event.
    const withEvents = this.#sums.includes('events') || breakdowns.some(({ ask }) => ask.goal !== undefined)
    this.#grouping = new IdGrouping(first.plan, numbering, withEvents)
    this.firstSeen = breakdowns.find(({ sets }) => sets.since !== undefined)?.sets.since
  }

  get columns(): readonly ColumnName[] {
    return [
      ...this.#grouping.columns,
      ...(this.#isFirst ? this.#table.columns : []),
      ...(this.#isFirst ? this.breakdowns.flatMap(({ ask }) => ask.goal?.finder.columns ?? []) : []),
      ...(this.#askingForSets().length > 0 ? (['visit.visitor', 'view.visitor'] as const) : []),
      ...this.#medianSums().map((sum) => (sum === 'viewTimeMedian' ? 'view.engaged' : 'visit.engaged')),
    ]
  }

  /** Parts that begin later than this (ms) are not needed. */
  get until(): number {
    if (this.#isFirst || this.#medianSums().length > 0) return Infinity
    return Math.max(...this.#askingForSets().map(({ sets }) => sets.until))
  }

  async count(work: Work): Promise<void> {
    const { lanes } = work
    await this.#grouping.open(lanes)
    const sets = this.#askingForSets()
    for (const breakdown of this.breakdowns)
      if (this.#isFirst || breakdown.isAsking) await breakdown.follow(this.#grouping.numbering)
    const sums: Sum[] = [
      ...(this.#isFirst ? this.#table.sums : []),
      ...(sets.length > 0 ? (['visitors'] as const) : []),
      ...this.#medianSums(),
    ]
    const into = grouped(lanes, this.#grouping, work.selection(this.period), wantedFor(sums), 'column')
    if (this.#isFirst) await this.#add(work, into, sets.length > 0)
    const { present } = this.#grouping
    const span = sets.length > 0 ? visitorSpan(lanes) : { least: 0, most: 0 }
    for (const { sets: ofValues, valueOf, values } of sets) {
      ofValues.slots.open({ least: span.least, most: Math.max(span.most, work.mostVisitor) }, values.count)
      const bounds = { before: this.#before, bounds: this.#bounds }
      if (this.#isFirst) ofValues.admit({ present, valueOf, values: values.count }, bounds, lanes.part.firstAt)
    }
    for (const breakdown of sets) this.#addVisitors(lanes, into, breakdown)
    for (const breakdown of this.breakdowns) addMedians(lanes, into, breakdown)
  }

  /** To be called after every scan. Answers whether another one is needed. */
  close(): boolean {
    for (const breakdown of this.breakdowns) {
      if (!this.#isFirst && !breakdown.isAsking) continue
      breakdown.sets.note()
      if (this.#isFirst) breakdown.fold(this.#table, this.#grouping.count)
      breakdown.settle()
    }
    this.#isFirst = false
    return this.breakdowns.some(({ isAsking }) => isAsking)
  }

  release(): void {
    for (const { sets } of this.breakdowns) sets.slots.release()
  }

  #medianSums(): Sum[] {
    return this.breakdowns.flatMap(({ medians, ask }) => (medians === undefined ? [] : ask.sums.filter(isMedian)))
  }

  #askingForSets(): readonly Breakdown[] {
    return this.breakdowns.filter(({ sets }) => sets.isAsking)
  }

  async #add(work: Work, into: Grouped, withBounds: boolean): Promise<void> {
    const { lanes } = work
    this.#table.count(lanes, into, this.#grouping.count, this.#events(work), this.#isByValue)
    if (!this.#isByValue && this.#sums.includes('viewedVisits'))
      for (const breakdown of this.breakdowns) breakdown.addOddVisits(into)
    if (withBounds) this.#countBounds(into)
    for (const { ask, conversions, valueOf } of this.breakdowns) {
      if (ask.goal === undefined) continue
      const reached = await work.reached(this.period, ask.goal.finder)
      addReached(conversions, work, this.#grouping, reached, (group) => valueOf[group] ?? NO_GROUP)
    }
  }

  #events(work: Work) {
    if (!this.#sums.includes('events')) return undefined
    const { lanes } = work
    const { rows, count } = work.events(this.period)
    const room = (what: string) => lanes.room(`column event ${what}`, count + 1)
    const into = { rows: room('rows'), groups: room('groups') }
    return { ...into, count: gather(rows, count, this.#grouping.events(lanes), into.rows, into.groups) }
  }

  /** A value has no more visitors than visits that saw it, and page views that are looked at by themselves. */
  #countBounds({ viewed, odd, selection }: Grouped): void {
    const groups = this.#grouping.count
    if (this.#bounds.length < groups) {
      const grown = new Float64Array(groups * 2)
      grown.set(this.#bounds)
      this.#bounds = grown
      this.#before = new Float64Array(groups * 2)
    }
    for (const group of this.#grouping.present) this.#before[group] = this.#bounds[group] as number
    addOnes(this.#bounds, viewed)
    for (let at = 0; at < selection.odd.count; at++) {
      const group = odd[at] as number
      if (group !== NO_GROUP) this.#bounds[group] = (this.#bounds[group] as number) + 1
    }
  }

  #addVisitors(lanes: Lanes, { viewed, odd, selection }: Grouped, { sets: { slots }, valueOf, room }: Breakdown): void {
    const { present } = this.#grouping
    slots.addAll(viewed, { present, valueOf, room }, lanes.numbers('visit.visitor'))
    for (let at = 0; at < selection.odd.count; at++) {
      const value = valueOf[odd[at] as number]
      if (value !== undefined && value !== NO_GROUP) slots.add(value, selection.odd.visitor(at))
    }
  }
}

const isMedian = (sum: Sum) => sum === 'visibleTimeMedian' || sum === 'viewTimeMedian'

function addMedians(lanes: Lanes, into: Grouped, { medians, ask, valueOf }: Breakdown): void {
  if (medians === undefined) return
  const rename = (group: number) => {
    const value = valueOf[group] ?? NO_GROUP
    return medians.has(value) ? value : NO_GROUP
  }
  if (ask.sums.includes('visibleTimeMedian')) addVisibleTimes(medians.visible, lanes, into, rename)
  if (ask.sums.includes('viewTimeMedian')) addViewTimes(medians.viewed, lanes, into, rename)
}
