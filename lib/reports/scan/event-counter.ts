import type { Counter } from './counter.ts'
import { PairSet } from './pair-set.ts'
import type { Period } from './period.ts'
import type { Work } from './work.ts'
import { rowsWithin } from './work.ts'

/** Custom events by the number of their name, and their distinct visitors. */
export class EventCounter implements Counter {
  readonly period: Period
  readonly columns = ['event.time', 'event.name', 'event.visitor'] as const
  readonly events = new Map<number, number>()
  readonly visitors = new Map<number, number>()
  readonly #pairs = new PairSet()

  constructor(period: Period) {
    this.period = period
  }

  count({ lanes }: Work): void {
    const { rows, count } = rowsWithin(lanes, this.period, 'event.time', lanes.part.rows.events, 'event rows')
    const ids = lanes.ids('event.name')
    const codes = lanes.codes('event.name')
    const visitors = lanes.numbers('event.visitor')
    for (let at = 0; at < count; at++) {
      const row = rows[at] as number
      const name = ids[codes[row] as number] as number
      increase(this.events, name)
      if (this.#pairs.add(name, visitors[row] as number)) increase(this.visitors, name)
    }
  }
}

export function increase<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
