import type { ColumnName } from '../../sealed-days/part.ts'
import type { Deed } from '../query.ts'
import type { Counter } from './counter.ts'
import { DeedFinder } from './deed-finder.ts'
import type { DictionaryReader } from './dictionary-reader.ts'
import type { Lanes } from './lanes.ts'
import type { Period } from './period.ts'
import type { Work } from './work.ts'

/** A visit in which there was a step, or an event without a visit. */
interface Passage {
  readonly second: number
  readonly visitor: number
  /** What happened, in order: second * HIT + the set of steps that it is (bit 0 is the first). */
  readonly hits: readonly number[]
}

const MOST_STEPS = 16
const HIT = 2 ** MOST_STEPS

/**
 * How many visits, or visitors, did at least the first, the first two, … of some steps in their order. Other things may lie
 * between; one thing is one step. Of visitors, visits count one after the other by their beginning. `engaged` is done at the
 * end of a visit. Takes up to 16 steps.
 */
export class FunnelCounter implements Counter {
  readonly period: Period
  readonly columns: readonly ColumnName[]
  /** By steps done: how many did exactly so many. */
  readonly #done: number[]
  readonly #finders: readonly DeedFinder[]
  readonly #isByVisitor: boolean
  /** Steps done so far, by visitor. */
  #progress = new Uint8Array(1024)
  /** Not counted yet, because something from before may still come. */
  #waiting: Passage[] = []

  constructor(steps: readonly Deed[], within: 'visit' | 'visitor', period: Period, reader: DictionaryReader) {
    this.period = period
    this.#finders = steps.map((step) => new DeedFinder(step, reader))
    this.#isByVisitor = within === 'visitor'
    this.#done = Array.from({ length: steps.length + 1 }, () => 0)
    this.columns = [
      'visit.start',
      'view.time',
      'visit.visitor',
      'view.visitor',
      'visit.duration',
      ...this.#finders.flatMap(({ columns }) => columns),
      ...(steps.some(({ kind }) => kind === 'event') ? (['event.visitor'] as const) : []),
    ]
  }

  async count(work: Work): Promise<void> {
    for (const finder of this.#finders) await finder.open(work.lanes)
    const passages = this.#passages(work)
    if (!this.#isByVisitor) {
      for (const { hits } of passages) this.#finish(advanced(0, hits, this.#finders.length))
      return
    }
    this.#waiting.push(...passages)
    this.#settle(work.horizon)
  }

  /** How many did at least one step, two, … */
  answer(): number[] {
    if (this.#isByVisitor) {
      this.#settle(Infinity)
      for (const done of this.#progress) if (done > 0) this.#finish(done)
      this.#progress = new Uint8Array(0)
    }
    let sum = 0
    const atLeast = [...this.#done].reverse().map((count) => (sum += count))
    return atLeast.reverse().slice(1)
  }

  #finish(done: number): void {
    this.#done[done] = (this.#done[done] ?? 0) + 1
  }

  /** Counts what nothing can come before any more. */
  #settle(horizon: number): void {
    const ready = this.#waiting.filter(({ second }) => second < horizon).sort((a, b) => a.second - b.second)
    this.#waiting = this.#waiting.filter(({ second }) => second >= horizon)
    for (const { visitor, hits } of ready) {
      if (visitor >= this.#progress.length) {
        const grown = new Uint8Array(visitor * 2)
        grown.set(this.#progress)
        this.#progress = grown
      }
      this.#progress[visitor] = advanced(this.#progress[visitor] as number, hits, this.#finders.length)
    }
  }

  #passages(work: Work): Passage[] {
    const { lanes } = work
    const hits = new Map<number, number[]>()
    const passages: Passage[] = []
    const add = (row: number, second: number, steps: number) => {
      const known = hits.get(row)
      if (known === undefined) hits.set(row, [second * HIT + steps])
      else known.push(second * HIT + steps)
    }
    this.#addViews(work, add)
    this.#addEvents(work, add, (passage) => passages.push(passage))
    this.#addEngaged(work, add)
    const [starts, visitors] = [lanes.numbers('visit.start'), lanes.numbers('visit.visitor')]
    for (const [row, own] of hits) {
      // Views come first where a view and an event share a second: sorting keeps their order.
      if (own.length > 1) own.sort((a, b) => Math.floor(a / HIT) - Math.floor(b / HIT))
      const visitor = visitors[row] as number
      passages.push({ second: lanes.base + (starts[row] as number), visitor, hits: own })
    }
    return passages
  }

  #addViews(work: Work, add: (row: number, second: number, steps: number) => void): void {
    const { lanes } = work
    const pages = this.#finders.flatMap(({ deed }, step) =>
      deed.kind === 'page' || deed.kind === 'scroll' ? [step] : [],
    )
    if (pages.length === 0) return
    const ofPage = stepsOfPages(this.#finders, pages, lanes)
    const codes = lanes.codes('view.page')
    const { rows, count, mask, odd } = work.selection(this.period)
    const [starts, times, first] = [lanes.numbers('visit.start'), lanes.numbers('view.time'), lanes.firstViews]
    const take = (view: number, row: number) => {
      const steps = ofPage[codes[view] as number] as number
      if (steps !== 0) addScrolled(view, row, steps)
    }
    const scrolls = pages.flatMap((step) => {
      const deed = this.#finders[step]?.deed
      return deed?.kind === 'scroll' ? [{ bit: 1 << step, percent: deed.percent }] : []
    })
    const depths = scrolls.length > 0 ? lanes.numbers('view.scroll') : undefined
    const addScrolled = (view: number, row: number, whole: number) => {
      let steps = whole
      for (const { bit, percent } of scrolls) if ((depths?.[view] ?? 0) < percent) steps &= ~bit
      if (steps !== 0) add(row, (starts[row] as number) + (times[view] as number), steps)
    }
    for (let at = 0; at < count; at++) {
      const row = rows[at] as number
      for (let view = first[row] as number; view < (first[row + 1] as number); view++)
        if (mask === undefined || mask[view] !== 0) take(view, row)
    }
    for (const [at, view] of odd.views.entries()) take(view, odd.rows[at] as number)
  }

  #addEvents(
    work: Work,
    add: (row: number, second: number, steps: number) => void,
    alone: (passage: Passage) => void,
  ): void {
    const luts = this.#finders.map((finder) => (finder.deed.kind === 'event' ? finder.lut(work.lanes) : undefined))
    if (luts.every((lut) => lut === undefined)) return
    const { lanes } = work
    const { rows, count } = work.events(this.period)
    const [codes, times] = [lanes.codes('event.name'), lanes.numbers('event.time')]
    const [visits, visitors] = [lanes.numbers('event.visit'), lanes.numbers('event.visitor')]
    for (let at = 0; at < count; at++) {
      const event = rows[at] as number
      const code = codes[event] as number
      const steps = luts.reduce((found, lut, step) => (lut?.[code] === 1 ? found | (1 << step) : found), 0)
      if (steps === 0) continue
      const second = times[event] as number
      const row = (visits[event] as number) - 1
      if (row >= 0) add(row, second, steps)
      else if (this.#isByVisitor)
        alone({ second: lanes.base + second, visitor: visitors[event] as number, hits: [second * HIT + steps] })
    }
  }

  #addEngaged(work: Work, add: (row: number, second: number, steps: number) => void): void {
    const { lanes } = work
    const { begun, begunCount } = work.selection(this.period)
    for (const [step, { deed }] of this.#finders.entries()) {
      if (deed.kind !== 'engaged') continue
      const [times, starts, durations] = engagedLanes(lanes)
      for (let at = 0; at < begunCount; at++) {
        const row = begun[at] as number
        if ((times[row] as number) < deed.seconds * 1000) continue
        add(row, (starts[row] as number) + Math.ceil((durations[row] as number) / 1000), 1 << step)
      }
    }
  }
}

const engagedLanes = (lanes: Lanes) =>
  [lanes.floats('visit.engaged'), lanes.numbers('visit.start'), lanes.floats('visit.duration')] as const

/** The steps that seeing a page may be, by its code. */
function stepsOfPages(finders: readonly DeedFinder[], steps: readonly number[], lanes: Lanes): Uint32Array {
  const found = new Uint32Array(lanes.ids('view.page').length)
  for (const step of steps)
    for (const [code, isStep] of finders[step]?.lut(lanes).entries() ?? [])
      if (isStep === 1) found[code] = (found[code] as number) | (1 << step)
  return found
}

/** Steps done after these, of which each counts for one step. */
function advanced(done: number, hits: readonly number[], steps: number): number {
  let next = done
  for (const hit of hits) if (next < steps && ((hit % HIT) & (1 << next)) !== 0) next++
  return next
}
