import type { Buckets } from './buckets.ts'
import { bucketAt } from './buckets.ts'
import type { Counter } from './counter.ts'
import { increase } from './event-counter.ts'
import { PairSet } from './pair-set.ts'
import type { Period } from './period.ts'
import type { Work } from './work.ts'
import { rowsWithin } from './work.ts'

/** Of each of these issues: events, distinct visitors, and events by bucket. */
export class IssueCounter implements Counter {
  readonly period: Period
  readonly columns = ['error.time', 'error.issue', 'error.visitor'] as const
  readonly events = new Map<number, number>()
  readonly visitors = new Map<number, number>()
  readonly trends = new Map<number, number[]>()
  readonly #pairs = new PairSet()
  readonly #buckets: Buckets
  readonly #issues: ReadonlySet<number>

  constructor(period: Period, buckets: Buckets, issues: ReadonlySet<number>) {
    this.period = period
    this.#buckets = buckets
    this.#issues = issues
  }

  count({ lanes }: Work): void {
    const { rows, count } = rowsWithin(lanes, this.period, 'error.time', lanes.part.rows.errors, 'issue rows')
    const isWanted = Array.from(lanes.ids('error.issue'), (issue) => this.#issues.has(issue))
    if (!isWanted.includes(true)) return
    const [ids, codes] = [lanes.ids('error.issue'), lanes.codes('error.issue')]
    const [times, visitors] = [lanes.numbers('error.time'), lanes.numbers('error.visitor')]
    for (let at = 0; at < count; at++) {
      const row = rows[at] as number
      const code = codes[row] as number
      if (isWanted[code] !== true) continue
      const issue = ids[code] as number
      increase(this.events, issue)
      const visitor = visitors[row] as number
      if (visitor !== 0 && this.#pairs.add(issue, visitor)) increase(this.visitors, issue)
      const bucket = bucketAt(this.#buckets, lanes.base + (times[row] as number))
      if (bucket === undefined) continue
      const trend = this.#trendOf(issue)
      trend[bucket] = (trend[bucket] ?? 0) + 1
    }
  }

  #trendOf(issue: number): number[] {
    const known = this.trends.get(issue)
    if (known !== undefined) return known
    const made = new Array<number>(this.#buckets.count).fill(0)
    this.trends.set(issue, made)
    return made
  }
}
