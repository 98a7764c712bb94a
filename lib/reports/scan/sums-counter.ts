import { SECOND } from '../../core/clock.ts'
import type { ColumnName } from '../../sealed-days/part.ts'
import type { Sum } from '../query.ts'
import type { GoalFinder } from './conversions.ts'
import { addReached, Conversions } from './conversions.ts'
import type { Counter } from './counter.ts'
import type { FirstSeen } from './first-seen.ts'
import type { Grouped, Grouping, Wanted } from './grouping.ts'
import { grouped } from './grouping.ts'
import { Histograms } from './histograms.ts'
import { addViewTimes, addVisibleTimes } from './medians.ts'
import type { Listed } from './kernels.ts'
import { gather, NO_GROUP } from './kernels.ts'
import type { Lanes } from './lanes.ts'
import type { Period } from './period.ts'
import type { AddedSum } from './sum-table.ts'
import { isAdded, SumTable, wantedFor } from './sum-table.ts'
import type { Span, VisitorSets } from './visitor-sets.ts'
import type { Work } from './work.ts'

export interface SumsPlan {
  readonly period: Period
  readonly grouping: Grouping
  readonly sums: readonly Sum[]
  /** Where distinct visitors are asked for. */
  readonly visitors?: VisitorSets | undefined
  readonly firstSeen?: FirstSeen | undefined
  /** For sums of conversions. */
  readonly goal?: GoalPlan | undefined
  /** Keeps the arrays of several counters apart. */
  readonly name: string
}

export interface GoalPlan {
  /** The same for all counters of a scan. */
  readonly finder: GoalFinder
  readonly withMoney: boolean
}

/** All sums of one period, in groups. */
export class SumsCounter implements Counter {
  readonly period: Period
  readonly columns: readonly ColumnName[]
  readonly firstSeen: FirstSeen | undefined
  readonly #plan: SumsPlan
  readonly #table: SumTable
  readonly #wanted: Wanted
  readonly #visible: Histograms | undefined
  readonly #viewed: Histograms | undefined
  readonly #conversions: Conversions

  constructor(plan: SumsPlan) {
    this.#plan = plan
    this.period = plan.period
    this.firstSeen = plan.firstSeen
    this.#conversions = new Conversions(plan.goal?.withMoney === true)
    this.#wanted = wantedFor(plan.sums)
    this.#table = new SumTable(plan.sums.filter(isAdded))
    this.#visible = plan.sums.includes('visibleTimeMedian') ? new Histograms() : undefined
    this.#viewed = plan.sums.includes('viewTimeMedian') ? new Histograms() : undefined
    this.columns = [
      ...plan.grouping.columns,
      ...this.#table.columns,
      ...(plan.goal?.finder.columns ?? []),
      ...(plan.visitors === undefined ? [] : (['visit.visitor', 'view.visitor'] as const)),
      ...(this.#visible === undefined ? [] : (['visit.engaged'] as const)),
      ...(this.#viewed === undefined ? [] : (['view.engaged'] as const)),
    ]
  }

  async count(work: Work): Promise<void> {
    const { lanes } = work
    const { grouping, period, visitors, goal, name } = this.#plan
    await grouping.open(lanes)
    const into = grouped(lanes, grouping, work.selection(period), this.#wanted, name)
    const events = this.#table.sums.includes('events') ? this.#events(work) : undefined
    this.#table.count(lanes, into, grouping.count, events)
    if (visitors !== undefined) addVisitors(visitors, work, into)
    if (this.#visible !== undefined) addVisibleTimes(this.#visible, lanes, into)
    if (this.#viewed !== undefined) addViewTimes(this.#viewed, lanes, into)
    if (goal !== undefined) addReached(this.#conversions, work, grouping, await work.reached(period, goal.finder))
  }

  release(): void {
    this.#plan.visitors?.release?.()
  }

  added(sum: AddedSum, group: number): number {
    return this.#table.of(sum)[group] ?? 0
  }

  /** What is not made of additions, nor of sets of visitors. */
  other(sum: Sum, group: number): number {
    // Whole seconds are told apart; the one median is in ms, the other in seconds.
    if (sum === 'visibleTimeMedian') return SECOND * (this.#visible?.median(group) ?? 0)
    if (sum === 'viewTimeMedian') return this.#viewed?.median(group) ?? 0
    return this.#conversions.figure(sum, group)
  }

  revenue(group: number): Readonly<Record<string, number>> {
    return this.#conversions.revenue(group)
  }

  #events(work: Work): Listed {
    const { lanes } = work
    const { grouping, period, name } = this.#plan
    const { rows, count } = work.events(period)
    const into = {
      rows: lanes.room(`${name} event rows`, count + 1),
      groups: lanes.room(`${name} event groups`, count + 1),
    }
    return { ...into, count: gather(rows, count, grouping.events(lanes), into.rows, into.groups) }
  }
}

/** The numbers of visitors in the part. */
function visitorSpan(lanes: Lanes): Span {
  const [least = 0, most = 0] = lanes.made('visitor span', () => {
    const { visits } = lanes.part.rows
    const visitors = lanes.numbers('visit.visitor')
    let [low, high] = [0xffffffff, 0]
    const take = (visitor: number) => {
      if (visitor < low) low = visitor
      if (visitor > high) high = visitor
    }
    for (let row = 0; row < visits; row++) take(visitors[row] as number)
    for (const visitor of lanes.sparse('view.visitor').values) take(visitor)
    return Uint32Array.of(Math.min(low, high), high)
  })
  return { least, most }
}

export function addVisitors(sets: VisitorSets, { lanes, horizon }: Work, into: Grouped): void {
  sets.open(visitorSpan(lanes), horizon)
  sets.addAll(into.viewed, lanes.numbers('visit.visitor'))
  const { odd } = into.selection
  for (let at = 0; at < odd.count; at++) {
    const group = into.odd[at] as number
    if (group !== NO_GROUP) sets.add(group, odd.visitor(at))
  }
}
