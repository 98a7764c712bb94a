import type { ColumnName } from '../../sealed-days/part.ts'
import type { Goal } from '../query.ts'
import { GoalFinder } from '../scan/conversions.ts'
import type { Counter } from '../scan/counter.ts'
import type { DictionaryReader } from '../scan/dictionary-reader.ts'
import { increase } from '../scan/event-counter.ts'
import type { Period } from '../scan/period.ts'
import type { Work } from '../scan/work.ts'
import type { VisitRow } from '../../wire/visits.ts'

const MOST_NAMED = 20

export type Deeds = Pick<VisitRow, 'event_names' | 'goals'>

/** By visit: its custom events, and the goals it reached. */
export class VisitDeeds implements Counter {
  readonly columns: readonly ColumnName[]
  readonly period: Period
  readonly #goals: readonly { readonly goal: Goal; readonly finder: GoalFinder }[]
  readonly #reader: DictionaryReader
  readonly #reached = new Map<number, Set<Goal>>()
  readonly #events = new Map<number, Map<number, number>>()

  constructor(goals: readonly Goal[], period: Period, reader: DictionaryReader) {
    this.period = period
    this.#reader = reader
    this.#goals = goals.map((goal) => ({ goal, finder: new GoalFinder(goal, false, reader) }))
    const finding = this.#goals.flatMap(({ finder }) => finder.columns)
    this.columns = ['visit.id', 'event.time', 'event.visit', 'event.name', ...finding]
  }

  async count(work: Work): Promise<void> {
    const { lanes } = work
    const ids = lanes.floats('visit.id')
    const { rows, count } = work.events(this.period)
    const [visits, codes, names] = [lanes.numbers('event.visit'), lanes.codes('event.name'), lanes.ids('event.name')]
    for (let at = 0; at < count; at++) {
      const event = rows[at] as number
      const row = (visits[event] as number) - 1
      if (row < 0) continue
      const visit = ids[row] as number
      const events = this.#events.get(visit) ?? new Map<number, number>()
      increase(events, names[codes[event] as number] as number)
      this.#events.set(visit, events)
    }
    for (const { goal, finder } of this.#goals) {
      const reached = await work.reached(this.period, finder)
      for (const row of reached.visits) if (row >= 0) this.#note(lanes.floats('visit.id')[row] as number, goal)
    }
  }

  #note(visit: number, goal: Goal): void {
    const goals = this.#reached.get(visit) ?? new Set()
    this.#reached.set(visit, goals.add(goal))
  }

  /** Of some visits, by id. */
  async of(visits: readonly number[]): Promise<(visit: number) => Deeds> {
    const ids = visits.flatMap((visit) => [...(this.#events.get(visit)?.keys() ?? [])])
    const names = await this.#reader.textsOf('texts', new Set(ids))
    return (visit) => ({
      event_names: [...(this.#events.get(visit) ?? [])]
        .slice(0, MOST_NAMED)
        .map(([id, count]) => ({ name: names.get(id)?.[0] ?? '', count })),
      goals: [...(this.#reached.get(visit) ?? [])].slice(0, MOST_NAMED).map(({ id, name }) => ({ id, name })),
    })
  }
}
