import type { ColumnName } from '../../sealed-days/part.ts'
import type { Sum } from '../query.ts'
import type { Breakdown } from './breakdown.ts'
import { addReached } from './conversions.ts'
import type { Counter } from './counter.ts'
import { isOfViews } from './dimensions.ts'
import type { SeenSince } from './first-seen.ts'
import type { Grouped } from './grouping.ts'
import { grouped } from './grouping.ts'
import { IdGrouping } from './id-grouping.ts'
import { gather, NO_GROUP } from './kernels.ts'
import type { Lanes } from './lanes.ts'
import { addViewTimes, addVisibleTimes } from './medians.ts'
import type { Period } from './period.ts'
import { RowGroups } from './row-groups.ts'
import { isAdded, isMedian, SumTable, wantedFor } from './sum-table.ts'
import { IdIndex } from './value-index.ts'
import type { VisitorRows, VisitorTally } from './visitor-rows.ts'
import type { Work } from './work.ts'

/**
 * All breakdowns that read their values off one column, such as browser, system and device. What can be added up is
 * counted by the column's numbers; for distinct visitors the numbers are kept beside the rows of visitors, and counted by
 * value when the scan is over.
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
  readonly #isByView: boolean
  readonly #sums: readonly Sum[]
  readonly #table: SumTable
  readonly #visitors: VisitorRows | undefined
  readonly #groups: RowGroups
  #isFirst = true

  /** At least one, all with plans of one column. `visitors` are of the same period; undefined where nobody asks for them. */
  constructor(breakdowns: readonly Breakdown[], period: Period, visitors: VisitorRows | undefined) {
    this.period = period
    this.breakdowns = breakdowns
    this.#sums = [...new Set(breakdowns.flatMap(({ ask }) => ask.sums))]
    this.#table = new SumTable(this.#sums.filter(isAdded))
    const [first] = breakdowns
    if (first === undefined) throw new Error('No breakdown to count')
    // A single breakdown of visits might as well be counted by number, but by value is no dearer.
    this.#isByValue = breakdowns.length === 1
    this.#isByView = isOfViews(first.plan)
    const numbering = this.#isByValue ? first.values : new IdIndex()
    // A goal may be an event.
    const withEvents = this.#sums.includes('events') || breakdowns.some(({ ask }) => ask.goal !== undefined)
    this.#grouping = new IdGrouping(first.plan, numbering, withEvents)
    this.firstSeen = breakdowns.find(({ since }) => since !== undefined)?.since
    this.#groups = new RowGroups(this.#isByView)
    this.#visitors = breakdowns.some(({ wantsVisitors }) => wantsVisitors) ? visitors : undefined
    this.#visitors?.join(this.#groups)
  }

  get columns(): readonly ColumnName[] {
    return [
      ...this.#grouping.columns,
      ...(this.#isFirst ? this.#table.columns : []),
      ...(this.#isFirst ? this.breakdowns.flatMap(({ ask }) => ask.goal?.finder.columns ?? []) : []),
      ...(this.#isCollecting ? (['visit.visitor', 'view.visitor'] as const) : []),
      ...this.#medianSums().map((sum) => (sum === 'viewTimeMedian' ? 'view.engaged' : 'visit.engaged')),
    ]
  }

  async count(work: Work): Promise<void> {
    const { lanes } = work
    await this.#grouping.open(lanes)
    for (const breakdown of this.breakdowns) await breakdown.follow(this.#grouping.numbering)
    const isCollecting = this.#isCollecting
    const sums: Sum[] = [
      ...(this.#isFirst ? this.#table.sums : []),
      ...(isCollecting ? (['visitors'] as const) : []),
      ...this.#medianSums(),
    ]
    const into = grouped(lanes, this.#grouping, work.selection(this.period), wantedFor(sums), 'column')
    if (this.#isFirst) await this.#add(work, into)
    if (isCollecting) this.#collect(work, into)
    for (const breakdown of this.breakdowns) addMedians(lanes, into, breakdown)
  }

  /** To be called after every scan: takes what was added up in it, and tells what is to be made of its visitors. */
  take(): VisitorTally[] {
    if (this.#isFirst) for (const breakdown of this.breakdowns) breakdown.fold(this.#table, this.#grouping.count)
    this.#isFirst = false
    if (!this.#isCollecting) return []
    return this.breakdowns.filter(({ wantsVisitors }) => wantsVisitors).map((one) => one.tally(this.#groups))
  }

  /** And then this, when the rows of visitors know whether that was all of them. Answers whether another scan is needed. */
  settle(): boolean {
    if (this.#isCollecting) return true
    for (const breakdown of this.breakdowns) breakdown.settle()
    return this.breakdowns.some(({ medians }) => medians !== undefined)
  }

  release(): void {
    this.#visitors?.release()
  }

  get #isCollecting(): boolean {
    return this.#visitors?.isDone === false
  }

  #medianSums(): Sum[] {
    return this.breakdowns.flatMap(({ medians, ask }) => (medians === undefined ? [] : ask.sums.filter(isMedian)))
  }

  #collect(work: Work, { viewed, odd }: Grouped): void {
    if (this.#visitors === undefined) return
    const picked = this.#visitors.open(work)
    const { lanes } = work
    const { count } = this.#grouping
    if (this.#isByView) {
      const starts = lanes.room('starts of touched', lanes.part.rows.visits + 1)
      this.#groups.addViews(picked, { touched: viewed, starts }, odd, count)
    } else this.#groups.addVisits(picked, this.#grouping.visits(lanes), odd, count)
  }

  async #add(work: Work, into: Grouped): Promise<void> {
    const { lanes } = work
    this.#table.count(lanes, into, this.#grouping.count, this.#events(work), this.#isByValue)
    if (!this.#isByValue && this.#sums.includes('viewedVisits'))
      for (const breakdown of this.breakdowns) breakdown.addOddVisits(into)
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
}

function addMedians(lanes: Lanes, into: Grouped, { medians, ask, valueOf }: Breakdown): void {
  if (medians === undefined) return
  const rename = (group: number) => {
    const value = valueOf[group] ?? NO_GROUP
    return medians.has(value) ? value : NO_GROUP
  }
  if (ask.sums.includes('visibleTimeMedian')) addVisibleTimes(medians.visible, lanes, into, rename)
  if (ask.sums.includes('viewTimeMedian')) addViewTimes(medians.viewed, lanes, into, rename)
}
