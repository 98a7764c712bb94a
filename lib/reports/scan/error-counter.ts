import type { Buckets } from './buckets.ts'
import { bucketAt } from './buckets.ts'
import type { Counter } from './counter.ts'
import { increase } from './event-counter.ts'
import { PairSet } from './pair-set.ts'
import type { Period } from './period.ts'
import type { Work } from './work.ts'
import { rowsWithin } from './work.ts'

/** Error events by issue, and by bucket with the distinct issues in each. */
export class ErrorCounter implements Counter {
  readonly period: Period
  readonly columns = ['error.time', 'error.issue'] as const
  readonly byIssue = new Map<number, number>()
  /** Events of a bucket. */
  readonly byBucket = new Map<number, number>()
  readonly issuesByBucket = new Map<number, number>()
  readonly #pairs = new PairSet()
  readonly #buckets: Buckets
  readonly #issue: number | undefined

  /** `issue` keeps to the events of one. */
  constructor(period: Period, buckets: Buckets, issue: number | undefined) {
    this.period = period
    this.#buckets = buckets
    this.#issue = issue
  }

  count({ lanes }: Work): void {
    const { rows, count } = rowsWithin(lanes, this.period, 'error.time', lanes.part.rows.errors, 'error rows')
    const ids = lanes.ids('error.issue')
    const codes = lanes.codes('error.issue')
    const times = lanes.numbers('error.time')
    for (let at = 0; at < count; at++) {
      const row = rows[at] as number
      const issue = ids[codes[row] as number] as number
      if (this.#issue !== undefined && issue !== this.#issue) continue
      increase(this.byIssue, issue)
      const bucket = bucketAt(this.#buckets, lanes.base + (times[row] as number))
      if (bucket === undefined) continue
      increase(this.byBucket, bucket)
      if (this.#pairs.add(bucket, issue)) increase(this.issuesByBucket, bucket)
    }
  }
}
