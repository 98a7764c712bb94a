import type { ColumnName } from '../../sealed-days/part.ts'
import type { Goal, GoalRow } from '../query.ts'
import { Conversions, GoalFinder } from './conversions.ts'
import type { Counter } from './counter.ts'
import type { DictionaryReader } from './dictionary-reader.ts'
import type { Period } from './period.ts'
import type { Work } from './work.ts'

/** All goals, side by side. */
export class GoalsCounter implements Counter {
  readonly period: Period
  readonly columns: readonly ColumnName[]
  readonly #goals: readonly Goal[]
  readonly #finders: readonly GoalFinder[]
  readonly #conversions = new Conversions(true)

  constructor(goals: readonly Goal[], period: Period, reader: DictionaryReader) {
    this.period = period
    this.#goals = goals
    this.#finders = goals.map((goal) => new GoalFinder(goal, true, reader))
    this.columns = this.#finders.flatMap(({ columns }) => columns)
  }

  async count(work: Work): Promise<void> {
    for (const [at, finder] of this.#finders.entries())
      this.#conversions.add(work.lanes, await work.reached(this.period, finder), () => at)
  }

  rows(): GoalRow[] {
    return this.#goals.map(({ id }, at) => ({
      goal: id,
      conversions: this.#conversions.figure('conversions', at),
      visitors: this.#conversions.figure('convertedVisitors', at),
      visits: this.#conversions.figure('convertedVisits', at),
      revenue: this.#conversions.revenue(at),
    }))
  }
}
