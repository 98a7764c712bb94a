import { CLICK_KINDS } from '../../sealed-days/part.ts'
import type { Buckets } from './buckets.ts'
import { bucketAt } from './buckets.ts'
import type { Counter } from './counter.ts'
import { increase } from './event-counter.ts'
import { PairSet } from './pair-set.ts'
import type { Period } from './period.ts'
import type { Work } from './work.ts'
import { rowsWithin } from './work.ts'

const PERSON = CLICK_KINDS.indexOf('person')

/** Uses of short links by link: of all kinds, by people, and the distinct visitors and visits of those. */
export class LinkCounter implements Counter {
  readonly period: Period
  readonly columns = ['click.time', 'click.link', 'click.kind', 'click.visitor', 'click.visit'] as const
  readonly uses = new Map<number, number>()
  readonly clicks = new Map<number, number>()
  readonly visitors = new Map<number, number>()
  readonly visits = new Map<number, number>()
  /** Clicks by bucket, of links with any; where buckets are given. */
  readonly trends = new Map<number, number[]>()
  readonly #buckets: Buckets | undefined
  readonly #visitorPairs = new PairSet()
  /** A visit lies in one part, with the clicks that led to it. */
  readonly #visitPairs = new PairSet()

  constructor(period: Period, buckets?: Buckets) {
    this.period = period
    this.#buckets = buckets
  }

  count({ lanes }: Work): void {
    const { rows, count } = rowsWithin(lanes, this.period, 'click.time', lanes.part.rows.clicks, 'click rows')
    const times = lanes.numbers('click.time')
    const ids = lanes.ids('click.link')
    const codes = lanes.codes('click.link')
    const kinds = lanes.numbers('click.kind')
    const visitors = lanes.numbers('click.visitor')
    const visits = lanes.numbers('click.visit')
    this.#visitPairs.clear()
    for (let at = 0; at < count; at++) {
      const row = rows[at] as number
      const link = ids[codes[row] as number] as number
      increase(this.uses, link)
      if (kinds[row] !== PERSON) continue
      increase(this.clicks, link)
      this.#note(link, lanes.base + (times[row] as number))
      if (this.#visitorPairs.add(link, visitors[row] as number)) increase(this.visitors, link)
      const visit = visits[row] as number
      if (visit > 0 && this.#visitPairs.add(link, visit)) increase(this.visits, link)
    }
  }

  #note(link: number, second: number): void {
    const buckets = this.#buckets
    const bucket = buckets && bucketAt(buckets, second)
    if (buckets === undefined || bucket === undefined) return
    let trend = this.trends.get(link)
    if (trend === undefined) this.trends.set(link, (trend = new Array<number>(buckets.count).fill(0)))
    trend[bucket] = (trend[bucket] ?? 0) + 1
  }
}

/** The uses of one link: by kind, and those by people by bucket and by the numbers of what is known of them. */
export class UseCounter implements Counter {
  readonly period: Period
  readonly columns = ['click.time', 'click.link', 'click.kind', 'click.place', 'click.source', 'click.agent'] as const
  /** By place in `CLICK_KINDS`. */
  readonly byKind = new Map<number, number>()
  readonly byBucket = new Map<number, number>()
  readonly byPlace = new Map<number, number>()
  readonly bySource = new Map<number, number>()
  readonly byAgent = new Map<number, number>()
  readonly #buckets: Buckets
  readonly #link: number

  constructor(period: Period, buckets: Buckets, link: number) {
    this.period = period
    this.#buckets = buckets
    this.#link = link
  }

  count({ lanes }: Work): void {
    const { rows, count } = rowsWithin(lanes, this.period, 'click.time', lanes.part.rows.clicks, 'click rows')
    const code = lanes.ids('click.link').indexOf(this.#link)
    if (code < 0) return
    const codes = lanes.codes('click.link')
    const kinds = lanes.numbers('click.kind')
    const times = lanes.numbers('click.time')
    for (let at = 0; at < count; at++) {
      const row = rows[at] as number
      if (codes[row] !== code) continue
      const kind = kinds[row] as number
      increase(this.byKind, kind)
      if (kind !== PERSON) continue
      const bucket = bucketAt(this.#buckets, lanes.base + (times[row] as number))
      if (bucket !== undefined) increase(this.byBucket, bucket)
      increase(this.byPlace, lanes.ids('click.place')[lanes.codes('click.place')[row] as number] as number)
      increase(this.bySource, lanes.ids('click.source')[lanes.codes('click.source')[row] as number] as number)
      increase(this.byAgent, lanes.ids('click.agent')[lanes.codes('click.agent')[row] as number] as number)
    }
  }
}
