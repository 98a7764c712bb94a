import type { ColumnName } from '../../sealed-days/part.ts'
import type { Sum } from '../query.ts'
import type { BreakdownWish, ValueRow } from './breakdown.ts'
import { Conversions } from './conversions.ts'
import type { Counter } from './counter.ts'
import type { DeedDimension } from './deed-values.ts'
import type { SeenSince } from './first-seen.ts'
import type { Grouped } from './grouping.ts'
import type { Listed } from './kernels.ts'
import { NO_GROUP } from './kernels.ts'
import type { Lanes } from './lanes.ts'
import { PairSet } from './pair-set.ts'
import type { Period } from './period.ts'
import { firstByFigure } from './ranking.ts'
import type { Selection } from './selection.ts'
import { isAdded, SumTable } from './sum-table.ts'
import type { Work } from './work.ts'

/** The visits of a part that have a value, once for each; and what is known of those visits. */
interface Touched {
  readonly rows: number[]
  readonly groups: number[]
  /** By visit: selected page views, and whether it is selected and began in the period. */
  readonly weights: Uint32Array
  readonly hasBegun: Uint32Array
  /** By custom event, where those have values. */
  readonly ofEvent: Uint32Array
}

/**
 * A list of the values of a dimension of events or deeds. A visit has every value that one of its events or deeds has, and
 * counts for each. Visitors are those of the events and deeds themselves. Figures of time in view and of scrolling are 0.
 */
export class DeedBreakdown implements Counter {
  readonly period: Period
  readonly columns: readonly ColumnName[]
  readonly firstSeen: SeenSince | undefined
  readonly #ask: BreakdownWish
  readonly #dimension: DeedDimension
  readonly #groups = new Map<string, number>()
  readonly #texts: string[][] = []
  readonly #table: SumTable
  readonly #conversions: Conversions
  readonly #visitors: number[] = []
  readonly #news: number[] = []
  readonly #events: number[] = []
  readonly #visitorPairs = new PairSet()
  readonly #visitPairs = new PairSet()

  constructor(dimension: DeedDimension, ask: BreakdownWish, period: Period, firstSeen: SeenSince | undefined) {
    this.period = period
    this.firstSeen = firstSeen
    this.#ask = ask
    this.#dimension = dimension
    this.#table = new SumTable(ask.sums.filter(isAdded).filter((sum) => !NOT_COUNTED.includes(sum)))
    this.#conversions = new Conversions(ask.goal?.withMoney === true)
    this.columns = [
      ...dimension.columns,
      ...this.#table.columns,
      ...(ask.goal?.finder.columns ?? []),
      ...(this.#countsEventsOfVisits ? (['event.time', 'event.visit'] as const) : []),
    ]
  }

  async count(work: Work): Promise<void> {
    const { lanes } = work
    const selection = work.selection(this.period)
    const touched = touchedBy(lanes, selection)
    this.#visitPairs.clear()
    await this.#dimension.find(work, this.period, (text, row, visitor, event) => {
      // Clicks lead to visits that may not be selected; what else is found, is.
      if (row >= 0 && event < 0 && touched.weights[row] === 0 && touched.hasBegun[row] === 0) return
      const group = this.#groupOf(text)
      if (event >= 0) {
        touched.ofEvent[event] = group
        this.#events[group] = (this.#events[group] ?? 0) + 1
      }
      if (this.#visitorPairs.add(group, visitor)) {
        this.#visitors[group] = (this.#visitors[group] ?? 0) + 1
        if (this.firstSeen?.has(visitor) === true) this.#news[group] = (this.#news[group] ?? 0) + 1
      }
      if (row < 0 || !this.#visitPairs.add(group, row)) return
      touched.rows.push(row)
      touched.groups.push(group)
    })
    this.#table.count(lanes, groupedBy(lanes, touched, selection), this.#texts.length, undefined)
    if (this.#countsEventsOfVisits) this.#addEventsOfVisits(work, touched)
    await this.#addReached(work, touched)
  }

  release(): void {
    this.#visitorPairs.release()
    this.#visitPairs.release()
  }

  /** How many values there are. */
  get size(): number {
    return this.#found().length
  }

  rows(): ValueRow[] {
    const { limit, offset, sort, ascending, sums, goal } = this.#ask
    const by = { ascending, texts: this.#texts }
    const first = firstByFigure(this.#found(), offset + limit, (group) => this.#figure(sort, group), by)
    return first.slice(offset).map((value) => ({
      value,
      texts: this.#texts[value] ?? [],
      sums: {
        ...Object.fromEntries(sums.map((sum) => [sum, this.#figure(sum, value)])),
        ...(goal?.withMoney === true && { revenue: this.#conversions.revenue(value) }),
      },
    }))
  }

  get #countsEventsOfVisits(): boolean {
    return !this.#dimension.isOfEvents && this.#ask.sums.includes('events')
  }

  #found(): number[] {
    const { search } = this.#ask
    return [...this.#texts.keys()].filter((value) => (this.#texts[value]?.[0] ?? '').toLowerCase().includes(search))
  }

  #groupOf(text: string): number {
    const known = this.#groups.get(text)
    if (known !== undefined) return known
    this.#groups.set(text, this.#texts.length)
    this.#texts.push([text])
    return this.#texts.length - 1
  }

  #addEventsOfVisits(work: Work, { rows, groups }: Touched): void {
    const visits = work.lanes.numbers('event.visit')
    const counts = new Map<number, number>()
    const events = work.events(this.period)
    for (let at = 0; at < events.count; at++) {
      const row = (visits[events.rows[at] as number] as number) - 1
      counts.set(row, (counts.get(row) ?? 0) + 1)
    }
    for (const [at, row] of rows.entries()) {
      const group = groups[at] as number
      this.#events[group] = (this.#events[group] ?? 0) + (counts.get(row) ?? 0)
    }
  }

  /** An event has its own value; anything else those of its visit. */
  async #addReached(work: Work, touched: Touched): Promise<void> {
    const { goal } = this.#ask
    if (goal === undefined) return
    const reached = await work.reached(this.period, goal.finder)
    if (reached.kind === 'event' && this.#dimension.isOfEvents) {
      const groupOf = (at: number) => touched.ofEvent[reached.rows[at] as number] as number
      this.#conversions.add(work.lanes, reached, groupOf)
      return
    }
    const byRow = new Map<number, number[]>()
    for (const [at, row] of touched.rows.entries())
      byRow.set(row, [...(byRow.get(row) ?? []), touched.groups[at] as number])
    const spread = reached.visits.flatMap((row, at) => (byRow.get(row) ?? []).map((group) => ({ at, group })))
    const of = (list: readonly number[]) => spread.map(({ at }) => list[at] as number)
    const all = { ...reached, rows: of(reached.rows), visits: of(reached.visits), visitors: of(reached.visitors) }
    this.#conversions.add(work.lanes, all, (at) => spread[at]?.group ?? NO_GROUP)
  }

  #figure(sum: Sum, group: number): number {
    if (sum === 'events') return this.#events[group] ?? 0
    if (sum === 'visitors') return this.#visitors[group] ?? 0
    if (sum === 'newVisitors') return this.#news[group] ?? 0
    if (NOT_COUNTED.includes(sum)) return 0
    return isAdded(sum) ? (this.#table.of(sum)[group] ?? 0) : this.#conversions.figure(sum, group)
  }
}

/** Events are counted one by one. */
const NOT_COUNTED: readonly Sum[] = ['viewTime', 'scroll', 'scrolledViews', 'events']

function touchedBy(lanes: Lanes, { rows, count, weights, begun, begunCount, odd }: Selection): Touched {
  const { visits, events } = lanes.part.rows
  const whole = lanes.room('deed weights', visits).fill(0)
  for (let at = 0; at < count; at++) whole[rows[at] as number] = weights[rows[at] as number] as number
  for (const row of odd.rows) whole[row] = (whole[row] as number) + 1
  const hasBegun = lanes.room('deed begun', visits).fill(0)
  for (let at = 0; at < begunCount; at++) hasBegun[begun[at] as number] = 1
  return { rows: [], groups: [], weights: whole, hasBegun, ofEvent: lanes.room('deed events', events).fill(NO_GROUP) }
}

/** As a breakdown by visits, in which no view is looked at by itself. */
function groupedBy(lanes: Lanes, { rows, groups, weights, hasBegun }: Touched, selection: Selection): Grouped {
  const listed = (isIn: Uint32Array, name: string): Listed => {
    const room = (what: string) => lanes.room(`deed ${name} ${what}`, rows.length + 1)
    const into = { rows: room('rows'), groups: room('groups') }
    let count = 0
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at] as number
      if (isIn[row] === 0) continue
      into.rows[count] = row
      into.groups[count++] = groups[at] as number
    }
    return { ...into, count }
  }
  return {
    selection: { ...selection, weights },
    viewed: listed(weights, 'viewed'),
    begun: listed(hasBegun, 'begun'),
    views: undefined,
    odd: lanes.room('deed odd', selection.odd.count).fill(NO_GROUP),
  }
}
