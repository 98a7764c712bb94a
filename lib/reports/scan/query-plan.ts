import type { DimensionRef, ViewDimension, VisitDimension } from '../filter.ts'
import { DEED_DIMENSIONS, EVENT_DIMENSIONS } from '../filter.ts'
import type { Asked, BreakdownAsk, Goal, QueryQuestion, Sum, Sums } from '../query.ts'
import type { Range } from '../range.ts'
import { Breakdown } from './breakdown.ts'
import { ColumnCounters } from './column-counters.ts'
import { GoalFinder } from './conversions.ts'
import type { Counter } from './counter.ts'
import type { DictionaryReader } from './dictionary-reader.ts'
import { PLANS } from './dimensions.ts'
import { SeenSince } from './first-seen.ts'
import type { Period } from './period.ts'
import { periodOf } from './period.ts'
import type { GoalPlan } from './sums-counter.ts'
import type { Tally } from './totals.ts'
import { totalsTally } from './totals.ts'
import type { ValueIndexes } from './value-index.ts'

interface SharedTotals {
  readonly period: Period
  readonly goal: GoalPlan | undefined
  readonly sums: Set<Sum>
  tally: Tally<Sums> | undefined
}

/** What numbers in columns stand for. */
export interface Dictionaries {
  readonly reader: DictionaryReader
  readonly indexes: ValueIndexes
}

/** What the asks of one question share: periods, goals, totals, and the columns that breakdowns read. */
export class QueryPlan {
  readonly reader: DictionaryReader
  readonly #question: QueryQuestion
  readonly #indexes: ValueIndexes
  readonly #periods = new Map<string, Period>()
  readonly #since = new Map<Period, SeenSince>()
  readonly #finders = new Map<Goal, GoalFinder>()
  readonly #totals = new Map<string, SharedTotals>()
  readonly #columns: ColumnCounters
  #names = 0

  constructor(question: QueryQuestion, { reader, indexes }: Dictionaries, mostRowBytes: number) {
    this.#question = question
    this.#columns = new ColumnCounters(mostRowBytes)
    this.reader = reader
    this.#indexes = indexes
  }

  /** For what is made once for a part: several that are alike must not take each other's. */
  newName(what: string): string {
    return `${what} ${++this.#names}`
  }

  rangeOf({ range }: { readonly range?: Range }): Range {
    return range ?? this.#question.scope.range
  }

  /** The same object for the same period, so that what is selected in it is selected once. */
  periodOf(asked: { readonly range?: Range }): Period {
    const period = periodOf(this.rangeOf(asked))
    const key = `${period.start} ${period.end}`
    const known = this.#periods.get(key)
    if (known !== undefined) return known
    this.#periods.set(key, period)
    return period
  }

  sinceOf(period: Period): SeenSince {
    const known = this.#since.get(period)
    if (known !== undefined) return known
    const made = new SeenSince(period.start)
    this.#since.set(period, made)
    return made
  }

  goalOf({ goal, revenue }: Asked): GoalPlan | undefined {
    if (goal === undefined) return undefined
    const finder = this.#finders.get(goal) ?? new GoalFinder(goal, true, this.reader)
    this.#finders.set(goal, finder)
    return { finder, withMoney: revenue === true }
  }

  /** Totals that are counted together with those of others. What is answered is for when the scans are over. */
  totals(asked: Asked): () => Sums {
    const period = this.periodOf(asked)
    const ids = `${[...this.#periods.values()].indexOf(period)} ${[...this.#finders.keys()].indexOf(asked.goal as Goal)}`
    const key = `${ids} ${asked.revenue === true}`
    const goal = this.goalOf(asked)
    const shared = this.#totals.get(key) ?? { period, goal, sums: new Set<Sum>(), tally: undefined }
    this.#totals.set(key, shared)
    for (const sum of asked.sums) shared.sums.add(sum)
    return () => {
      const all = shared.tally?.answer() ?? {}
      const own = Object.fromEntries(asked.sums.map((sum) => [sum, all[sum] ?? 0]))
      return { ...own, ...(all.revenue && { revenue: all.revenue }) }
    }
  }

  /** Of a dimension of visits or page views. */
  breakdown(ask: BreakdownAsk): Breakdown {
    const period = this.periodOf(ask)
    const plan = PLANS[ask.dimension.name as VisitDimension | ViewDimension]
    const since = ask.sums.includes('newVisitors') ? this.sinceOf(period) : undefined
    const values = this.#indexes.of(this.#question.scope.project, plan)
    const breakdown = new Breakdown(plan, wishOf(ask, this.goalOf(ask)), values, since)
    this.#columns.add(breakdown, period)
    return breakdown
  }

  /** To be called when all asks are known: the counters of what is shared. */
  close(): Counter[] {
    const totals = [...this.#totals].map(([key, shared]) => {
      const sums = [...shared.sums]
      const since = sums.includes('newVisitors') ? this.sinceOf(shared.period) : undefined
      shared.tally = totalsTally(shared.period, sums, { name: `totals ${key}`, goal: shared.goal, since })
      return shared.tally.counter
    })
    return [...totals, ...this.#columns.close()]
  }

  /** After each scan: what needs another one. */
  more(): Promise<readonly Counter[]> {
    return this.#columns.more()
  }
}

export const wishOf = (ask: BreakdownAsk, goal: GoalPlan | undefined) => ({
  sums: ask.sums.includes(ask.sort) ? ask.sums : [...ask.sums, ask.sort],
  sort: ask.sort,
  ascending: ask.ascending ?? false,
  limit: ask.limit,
  offset: ask.offset,
  search: (ask.search ?? '').toLowerCase(),
  goal,
})

export const isOfDeeds = ({ name }: DimensionRef): boolean =>
  [...EVENT_DIMENSIONS, ...DEED_DIMENSIONS].some((known) => known === name)
