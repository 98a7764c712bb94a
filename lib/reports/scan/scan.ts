import type { ColumnName } from '../../sealed-days/part.ts'
import { SECOND } from '../../core/clock.ts'
import type { Counter } from './counter.ts'
import type { FirstSeen } from './first-seen.ts'
import { Lanes } from './lanes.ts'
import { Pace } from './pace.ts'
import type { Extent, Needs, PartSource } from './part-source.ts'
import { covers, overlaps } from './period.ts'
import type { Selector } from './work.ts'
import { Work } from './work.ts'

/** One going through the data, or several: every counter sees all parts of its period, each of them once each time. */
export class Scan {
  readonly #source: PartSource
  readonly #selector: Selector
  readonly #lanes = new Lanes()
  readonly #pace = new Pace()
  #hasLearnt = false

  constructor(source: PartSource, selector: Selector) {
    this.#source = source
    this.#selector = selector
  }

  /** When everything has been answered, or nothing will be. */
  close(): void {
    this.#lanes.close()
  }

  /** The first time for all counters that there will be. */
  async run(counters: readonly Counter[]): Promise<void> {
    await this.#learnFirstSeen(counters)
    for await (const { part, horizon } of this.#source.parts(this.#needsOf(counters))) {
      this.#lanes.open(part)
      await this.#selector.open(this.#lanes)
      const work = new Work(this.#lanes, this.#selector, horizon / SECOND)
      if (this.#lanes.has('newcomer.seen')) for (const firstSeen of firstSeenOf(counters)) firstSeen.learn(this.#lanes)
      for (const counter of counters) {
        if (!isFor(part, counter)) continue
        await this.#pace.step()
        await counter.count(work)
      }
    }
  }

  /**
   * A visitor's number is given when they are sealed first. So who has none in the parts from a period's start on was
   * known before it; and who was seen in the period may have got theirs in a later part, when something came late.
   */
  async #learnFirstSeen(counters: readonly Counter[]): Promise<void> {
    const asking = counters.filter(({ firstSeen }) => firstSeen !== undefined)
    if (asking.length === 0 || this.#hasLearnt) return
    this.#hasLearnt = true
    const since = Math.min(...asking.map(({ period }) => period.start)) * SECOND
    for await (const part of this.#source.sealedSince(since, NEWCOMERS)) {
      this.#lanes.open(part)
      for (const firstSeen of firstSeenOf(asking)) firstSeen.learn(this.#lanes)
      await this.#pace.step()
    }
  }

  /** The same list for parts that need the same, so that they can be read together. */
  #needsOf(counters: readonly Counter[]): Needs {
    const lists = new Map<string, readonly ColumnName[]>()
    return (extent) => {
      const active = counters.filter((counter) => isFor(extent, counter))
      if (active.length === 0) return undefined
      const isCut = active.some(({ period }) => !covers(period, extent))
      const key = `${isCut} ${active.map((counter) => counters.indexOf(counter)).join()}`
      const known = lists.get(key)
      if (known !== undefined) return known
      const list = this.#columnsOf(active, isCut)
      lists.set(key, list)
      return list
    }
  }

  #columnsOf(active: readonly Counter[], isCut: boolean): readonly ColumnName[] {
    return [
      ...new Set<ColumnName>([
        'visit.views',
        'visit.flags',
        ...(isCut ? (['visit.start', 'view.time'] as const) : []),
        ...this.#selector.columns,
        ...active.flatMap(({ columns }) => columns),
      ]),
    ]
  }
}

/** Several counters may ask the same. */
const firstSeenOf = (counters: readonly Counter[]): ReadonlySet<FirstSeen> =>
  new Set(counters.flatMap(({ firstSeen }) => (firstSeen === undefined ? [] : [firstSeen])))

const isFor = (extent: Extent, { period }: Counter) => overlaps(period, extent)

const NEWCOMERS = ['newcomer.visitor', 'newcomer.seen'] as const
