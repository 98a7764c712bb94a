import type { ColumnName } from '../../sealed-days/part.ts'
import type { GoalFinder, Reached } from './conversions.ts'
import type { Lanes } from './lanes.ts'
import type { Period } from './period.ts'
import { covers } from './period.ts'
import type { Selection, Verdict } from './selection.ts'
import { EVERYTHING, select } from './selection.ts'

/** What keeps the visits, page views and events that count apart from the others. */
export interface Selector {
  readonly columns: readonly ColumnName[]
  /** To be called first with every part. */
  open(lanes: Lanes): Promise<void>
  verdict(lanes: Lanes, period: Period): Verdict
  /** Marks the events that do not count, of those in the period; `selection` is that of the same period. */
  keepEvents(lanes: Lanes, period: Period, selection: Selection, events: Rows): Rows
}

/** The first `count` of them. */
export interface Rows {
  readonly rows: Uint32Array
  readonly count: number
}

export const NO_FILTER: Selector = {
  columns: [],
  open: () => Promise.resolve(),
  verdict: () => EVERYTHING,
  keepEvents: (_lanes, _period, _selection, events) => events,
}

/** One part while it is being counted, for all that count it. */
export class Work {
  readonly lanes: Lanes
  /** Seconds since 1970: nothing from before will come in a later part. */
  readonly horizon: number
  readonly #selector: Selector
  readonly #selections = new Map<Period, Selection>()
  readonly #events = new Map<Period, Rows>()
  readonly #reached = new Map<GoalFinder, Map<Period, Reached>>()

  constructor(lanes: Lanes, selector: Selector, horizon: number) {
    this.lanes = lanes
    this.horizon = horizon
    this.#selector = selector
  }

  selection(period: Period): Selection {
    const known = this.#selections.get(period)
    if (known !== undefined) return known
    const verdict = this.#selector.verdict(this.lanes, period)
    const made = select(this.lanes, period, verdict, `selection ${this.#selections.size}`)
    this.#selections.set(period, made)
    return made
  }

  /** The custom events that count. */
  events(period: Period): Rows {
    const known = this.#events.get(period)
    if (known !== undefined) return known
    const { lanes } = this
    const inside = rowsWithin(lanes, period, 'event.time', lanes.part.rows.events, `events ${this.#events.size}`)
    const made = this.#selector.keepEvents(lanes, period, this.selection(period), inside)
    this.#events.set(period, made)
    return made
  }

  /** How often a goal was reached, among what counts. */
  async reached(period: Period, finder: GoalFinder): Promise<Reached> {
    const byPeriod = this.#reached.get(finder) ?? new Map<Period, Reached>()
    this.#reached.set(finder, byPeriod)
    const known = byPeriod.get(period)
    if (known !== undefined) return known
    await finder.open(this.lanes)
    const made = finder.find(this, period)
    byPeriod.set(period, made)
    return made
  }
}

/** The rows of a table, which lie in the order of time, that are in a period. */
export function rowsWithin(
  lanes: Lanes,
  period: Period,
  column: 'event.time' | 'click.time' | 'error.time' | 'stay.time',
  rows: number,
  name: string,
): Rows {
  const lane = lanes.room(name, rows)
  if (covers(period, lanes.part)) {
    for (let row = 0; row < rows; row++) lane[row] = row
    return { rows: lane, count: rows }
  }
  const times = lanes.numbers(column)
  const from = period.start - lanes.base
  const end = period.end - lanes.base
  let count = 0
  for (let row = 0; row < rows; row++) {
    const time = times[row] as number
    if (time >= from && time < end) lane[count++] = row
  }
  return { rows: lane, count }
}
