import type { ColumnName } from '../../sealed-days/part.ts'
import type { Goal, Sum } from '../query.ts'
import { DeedFinder } from './deed-finder.ts'
import type { Grouping } from './grouping.ts'
import type { DictionaryReader } from './dictionary-reader.ts'
import { NO_GROUP } from './kernels.ts'
import type { Lanes } from './lanes.ts'
import { visitorOf } from './odd-views.ts'
import { PairSet } from './pair-set.ts'
import type { Period } from './period.ts'
import { amountOf, moneyOf, propertiesOf } from './properties.ts'
import type { Work } from './work.ts'

/** The times a goal was reached in a part: an event, a page view or a visit each. */
export interface Reached {
  readonly kind: 'event' | 'view' | 'visit'
  /** Rows of the events, page views or visits. */
  readonly rows: readonly number[]
  /** The visit of each; -1 for none. */
  readonly visits: readonly number[]
  readonly visitors: readonly number[]
}

/** A goal, looked for in every part. */
export class GoalFinder {
  readonly columns: readonly ColumnName[]
  readonly #finder: DeedFinder

  constructor({ deed }: Goal, withMoney: boolean, reader: DictionaryReader) {
    this.#finder = new DeedFinder(deed, reader)
    const isEvent = deed.kind === 'event'
    this.columns = [
      ...this.#finder.columns,
      ...(isEvent ? (['event.visitor'] as const) : (['visit.visitor', 'view.visitor'] as const)),
      ...(isEvent && withMoney ? (['event.props'] as const) : []),
    ]
  }

  open(lanes: Lanes): Promise<void> {
    return this.#finder.open(lanes)
  }

  /** Among what is selected. */
  find(work: Work, period: Period): Reached {
    const { kind } = this.#finder.deed
    if (kind === 'event') return this.#events(work, period)
    return kind === 'engaged' ? this.#visits(work, period, this.#finder.deed.seconds) : this.#views(work, period)
  }

  #events(work: Work, period: Period): Reached {
    const { lanes } = work
    const all = work.events(period)
    const { rows, count } = this.#finder.eventsAmong(lanes, all, lanes.room('reached events', all.count + 1))
    const [visits, visitors] = [lanes.numbers('event.visit'), lanes.numbers('event.visitor')]
    const found = Array.from(rows.subarray(0, count))
    return {
      kind: 'event',
      rows: found,
      visits: found.map((row) => (visits[row] as number) - 1),
      visitors: found.map((row) => visitors[row] as number),
    }
  }

  #visits(work: Work, period: Period, seconds: number): Reached {
    const { lanes } = work
    const { begun, begunCount } = work.selection(period)
    const [times, visitors] = [lanes.floats('visit.engaged'), lanes.numbers('visit.visitor')]
    const rows = Array.from(begun.subarray(0, begunCount)).filter((row) => (times[row] as number) >= seconds * 1000)
    return { kind: 'visit', rows, visits: rows, visitors: rows.map((row) => visitors[row] as number) }
  }

  #views(work: Work, period: Period): Reached {
    const { lanes } = work
    const { rows, count, mask, odd } = work.selection(period)
    const isDeed = this.#finder.viewTest(lanes)
    const first = lanes.firstViews
    const visitors = lanes.numbers('visit.visitor')
    const found = { rows: [] as number[], visits: [] as number[], visitors: [] as number[] }
    const add = (view: number, row: number, visitor: number) => {
      found.rows.push(view)
      found.visits.push(row)
      found.visitors.push(visitor)
    }
    for (let at = 0; at < count; at++) {
      const row = rows[at] as number
      for (let view = first[row] as number; view < (first[row + 1] as number); view++)
        if ((mask === undefined || mask[view] !== 0) && isDeed(view)) add(view, row, visitors[row] as number)
    }
    for (const [at, view] of odd.views.entries())
      if (isDeed(view)) add(view, odd.rows[at] as number, visitorOf(lanes, view, odd.rows[at] as number))
    return { kind: 'view', ...found }
  }
}

/** How often a goal was reached, by whom and in how many visits, by group; and the money that came of it. */
export class Conversions {
  readonly #conversions: number[] = []
  readonly #visitors: number[] = []
  readonly #visits: number[] = []
  readonly #money = new Map<number, Map<string, number>>()
  readonly #visitorPairs = new PairSet()
  readonly #visitPairs = new PairSet()
  readonly #withMoney: boolean

  constructor(withMoney: boolean) {
    this.#withMoney = withMoney
  }

  /** `groupOf` tells the group of what is at a place of `reached`. */
  add(lanes: Lanes, reached: Reached, groupOf: (at: number) => number): void {
    // A visit lies in one part.
    this.#visitPairs.clear()
    for (let at = 0; at < reached.rows.length; at++) {
      const group = groupOf(at)
      if (group === NO_GROUP) continue
      this.#conversions[group] = (this.#conversions[group] ?? 0) + 1
      if (this.#visitorPairs.add(group, reached.visitors[at] as number))
        this.#visitors[group] = (this.#visitors[group] ?? 0) + 1
      const visit = reached.visits[at] as number
      if (visit >= 0 && this.#visitPairs.add(group, visit)) this.#visits[group] = (this.#visits[group] ?? 0) + 1
      if (this.#withMoney && reached.kind === 'event') this.#addMoney(lanes, group, reached.rows[at] as number)
    }
  }

  /** 0 for a sum that is none of conversions. */
  figure(sum: Sum, group: number): number {
    if (sum === 'conversions') return this.#conversions[group] ?? 0
    if (sum === 'convertedVisitors') return this.#visitors[group] ?? 0
    return sum === 'convertedVisits' ? (this.#visits[group] ?? 0) : 0
  }

  /** By currency. */
  revenue(group: number): Readonly<Record<string, number>> {
    const money = [...(this.#money.get(group) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))
    return Object.fromEntries(money.map(([currency, parts]) => [currency, amountOf(parts)]))
  }

  #addMoney(lanes: Lanes, group: number, event: number): void {
    const money = moneyOf(propertiesOf(lanes.part)[lanes.codes('event.props')[event] as number])
    if (money === undefined) return
    const sums = this.#money.get(group) ?? new Map<string, number>()
    sums.set(money.currency, (sums.get(money.currency) ?? 0) + money.parts)
    this.#money.set(group, sums)
  }
}

/** Adds what was reached to the groups of a grouping, as `groupOf` renames them. */
export function addReached(
  conversions: Conversions,
  { lanes }: Work,
  grouping: Grouping,
  reached: Reached,
  groupOf: (group: number) => number = (group) => group,
): void {
  const { kind, rows, visits } = reached
  const views = kind === 'visit' ? grouping.views(lanes) : undefined
  if (views !== undefined) {
    const spread = spreadOver(lanes, views, reached)
    conversions.add(lanes, spread, (at) => groupOf(spread.groups[at] as number))
  } else if (kind === 'view') {
    conversions.add(lanes, reached, (at) => groupOf(grouping.ofView(lanes, rows[at] as number, visits[at] as number)))
  } else {
    const lane = kind === 'event' ? grouping.events(lanes) : grouping.visits(lanes)
    conversions.add(lanes, reached, (at) => groupOf(lane[rows[at] as number] as number))
  }
}

/** What a whole visit did counts once for each of the groups that it has page views in. */
function spreadOver(lanes: Lanes, views: Uint32Array, reached: Reached): Reached & { readonly groups: number[] } {
  const groups: number[] = []
  const places: number[] = []
  for (const [at, row] of reached.rows.entries()) {
    const own = views.subarray(lanes.firstViews[row], lanes.firstViews[row + 1])
    for (const group of new Set(own)) {
      groups.push(group)
      places.push(at)
    }
  }
  const of = (list: readonly number[]) => places.map((at) => list[at] as number)
  return { kind: 'visit', rows: of(reached.rows), visits: of(reached.visits), visitors: of(reached.visitors), groups }
}
