import type { Breakdown } from './breakdown.ts'
import { ColumnCounter } from './column-counter.ts'
import type { Counter } from './counter.ts'
import { isOfViews } from './dimensions.ts'
import { Pace } from './pace.ts'
import type { Period } from './period.ts'
import { MOST_ROW_BYTES, VisitorRows } from './visitor-rows.ts'

/** All breakdowns of a scan: those that read one column are counted together, those of one period share their visitors. */
export class ColumnCounters {
  readonly #mostRowBytes: number
  readonly #asked: { readonly breakdown: Breakdown; readonly period: Period }[] = []
  readonly #visitors = new Map<Period, VisitorRows>()
  #columns: readonly ColumnCounter[] = []

  /** `mostRowBytes` is what may be remembered of the visitors of a period. */
  constructor(mostRowBytes = MOST_ROW_BYTES) {
    this.#mostRowBytes = mostRowBytes
  }

  add(breakdown: Breakdown, period: Period): void {
    this.#asked.push({ breakdown, period })
  }

  /** When all have been added. */
  close(): readonly Counter[] {
    const shared = new Map<Period, Map<string, Breakdown[]>>()
    for (const [at, { breakdown, period }] of this.#asked.entries()) {
      const { plan } = breakdown
      const ofPeriod = shared.get(period) ?? new Map<string, Breakdown[]>()
      shared.set(period, ofPeriod)
      // Breakdowns of page views count by value, each by itself.
      const key = isOfViews(plan) ? `${plan.column} ${at}` : plan.column
      ofPeriod.set(key, [...(ofPeriod.get(key) ?? []), breakdown])
    }
    this.#columns = [...shared].flatMap(([period, ofPeriod]) =>
      [...ofPeriod.values()].map((breakdowns) => new ColumnCounter(breakdowns, period, this.#visitorsOf(period))),
    )
    return this.#columns
  }

  /** After each scan: what needs another one. */
  async more(): Promise<readonly Counter[]> {
    const pace = new Pace()
    for (const [period, rows] of this.#visitors) {
      const tallies = this.#columns.filter((column) => column.period === period).flatMap((column) => column.take())
      if (rows.isDone) continue
      await rows.count(tallies, pace)
      rows.advance()
    }
    return this.#columns.filter((column) => column.settle())
  }

  #visitorsOf(period: Period): VisitorRows {
    const known = this.#visitors.get(period)
    if (known !== undefined) return known
    const made = new VisitorRows(period, this.#mostRowBytes)
    this.#visitors.set(period, made)
    return made
  }
}
