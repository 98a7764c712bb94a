import type { CodedName, NumbersName } from '../../sealed-days/part.ts'
import type { Counter } from './counter.ts'
import { increase } from './event-counter.ts'
import type { Period } from './period.ts'
import type { Work } from './work.ts'
import { rowsWithin } from './work.ts'

/** The events of one issue by what they came with: numbers of the dictionaries, places in the lists of words. */
export class IssueSplit implements Counter {
  readonly period: Period
  readonly columns = [
    'error.time',
    'error.issue',
    'error.agent',
    'error.place',
    'error.environment',
    'error.severity',
  ] as const
  readonly agents = new Map<number, number>()
  readonly places = new Map<number, number>()
  readonly environments = new Map<number, number>()
  readonly severities = new Map<number, number>()
  readonly #issue: number

  constructor(period: Period, issue: number) {
    this.period = period
    this.#issue = issue
  }

  count({ lanes }: Work): void {
    const { rows, count } = rowsWithin(lanes, this.period, 'error.time', lanes.part.rows.errors, 'split rows')
    const code = lanes.ids('error.issue').indexOf(this.#issue)
    if (code < 0) return
    const codes = lanes.codes('error.issue')
    const own = Array.from(rows.subarray(0, count)).filter((row) => codes[row] === code)
    const byId = (column: CodedName, into: Map<number, number>) => {
      const [ids, values] = [lanes.ids(column), lanes.codes(column)]
      for (const row of own) increase(into, ids[values[row] as number] as number)
    }
    const byNumber = (column: NumbersName, into: Map<number, number>) => {
      const values = lanes.numbers(column)
      for (const row of own) increase(into, values[row] as number)
    }
    byId('error.agent', this.agents)
    byId('error.place', this.places)
    byNumber('error.environment', this.environments)
    byNumber('error.severity', this.severities)
  }
}
