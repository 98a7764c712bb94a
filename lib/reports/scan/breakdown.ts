import type { Sum, Sums } from '../query.ts'
import { SECOND } from '../../core/clock.ts'
import { Conversions } from './conversions.ts'
import type { DictionaryReader, Texts } from './dictionary-reader.ts'
import type { DimensionPlan } from './dimensions.ts'
import type { SeenSince } from './first-seen.ts'
import type { Grouped } from './grouping.ts'
import { Histograms } from './histograms.ts'
import { NO_GROUP } from './kernels.ts'
import { firstByFigure, firstOf } from './ranking.ts'
import type { AddedSum, SumTable } from './sum-table.ts'
import { addOddVisits, isAdded } from './sum-table.ts'
import type { GoalPlan } from './sums-counter.ts'
import type { Numbering } from './value-index.ts'
import { IdIndex, ValueIndex } from './value-index.ts'
import { ValueSets } from './value-sets.ts'

export interface BreakdownWish {
  readonly goal?: GoalPlan | undefined
  readonly sums: readonly Sum[]
  /** One of `sums`. */
  readonly sort: Sum
  readonly ascending: boolean
  readonly limit: number
  readonly offset: number
  /** In small letters. */
  readonly search: string
}

/** One value of a dimension: its text and those of its fields, and its figures. */
export interface ValueRow {
  readonly value: number
  readonly texts: Texts
  readonly sums: Sums
}

/**
 * A list of the values of one dimension. It is done after one scan when its best values were known early; else it asks for
 * more, each for the values that are still in question.
 */
export class Breakdown {
  readonly ask: BreakdownWish
  readonly plan: DimensionPlan
  readonly values: ValueIndex
  readonly sets: ValueSets
  readonly conversions: Conversions
  /** The value of each group that was followed; NO_GROUP where it is in no row. */
  valueOf: Uint32Array = new Uint32Array(0)
  /** As long as `valueOf`, for whoever needs it for a moment. */
  room: Uint32Array = new Uint32Array(0)
  readonly #sums = new Map<AddedSum, Float64Array>()
  #medians: ValueMedians | undefined
  #followed = 0
  #oddVisits = new Float64Array(16)
  #listed: readonly number[] = []
  #found: readonly number[] = []

  constructor(plan: DimensionPlan, ask: BreakdownWish, reader: DictionaryReader, since: SeenSince | undefined) {
    this.ask = ask
    this.plan = plan
    this.values = new ValueIndex(plan, reader)
    this.sets = new ValueSets(ask.sums.some(isDistinct), since)
    this.conversions = new Conversions(ask.goal?.withMoney === true)
  }

  /** Whether there is to be another scan; the first one aside. */
  get isAsking(): boolean {
    return this.sets.isAsking || this.medians !== undefined
  }

  /** What a scan is to find the medians of. */
  get medians(): ValueMedians | undefined {
    return this.#medians?.isDone === false ? this.#medians : undefined
  }

  /** How many values there are. */
  get count(): number {
    return this.#found.length
  }

  /** Whether the values that are there differ in this one of their texts. */
  hasSeveral(text: number): boolean {
    const { texts } = this.values
    const [first] = this.#found
    return first !== undefined && this.#found.some((value) => texts[value]?.[text] !== texts[first]?.[text])
  }

  /** The rows asked for, when no scan is needed any more. */
  rows(): ValueRow[] {
    return this.#listed.map((value) => ({
      value,
      texts: this.values.texts[value] ?? [],
      sums: {
        ...Object.fromEntries(this.ask.sums.map((sum) => [sum, this.#figure(sum, value)])),
        ...(this.ask.goal?.withMoney === true && { revenue: this.conversions.revenue(value) }),
      },
    }))
  }

  /** Makes sure that every group has its value. Groups may be values already. */
  async follow(numbering: Numbering): Promise<void> {
    const { count } = numbering
    if (this.#followed === count) return
    if (this.valueOf.length < count) {
      const grown = new Uint32Array(count * 2)
      grown.set(this.valueOf)
      this.valueOf = grown
      this.room = new Uint32Array(count * 2)
    }
    const ids = numbering instanceof IdIndex ? numbering.ids.slice(this.#followed, count) : undefined
    if (ids !== undefined) await this.values.learn(ids)
    for (let group = this.#followed; group < count; group++)
      this.valueOf[group] = ids === undefined ? group : this.values.of(ids[group - this.#followed] as number)
    this.#followed = count
  }

  /** Visits that are looked at view by view, once for each of their values, where groups are numbers. */
  addOddVisits(into: Grouped): void {
    const { count } = into.selection.odd
    if (this.#oddVisits.length < this.values.count) {
      const grown = new Float64Array(this.values.count * 2)
      grown.set(this.#oddVisits)
      this.#oddVisits = grown
    }
    const values = Array.from({ length: count }, (_, at) => this.valueOf[into.odd[at] as number] ?? NO_GROUP)
    addOddVisits(this.#oddVisits, into, values)
  }

  /** The numbers of the dictionary that the rows stand for, with their values. */
  listedIds(): Map<number, number> {
    return this.values.idsOf(new Set(this.#listed))
  }

  /** Takes what was counted by group in the first scan. */
  fold(table: SumTable, groups: number): void {
    const { valueOf } = this
    const { texts } = this.values
    for (const sum of table.sums) {
      if (!this.ask.sums.includes(sum)) continue
      const ofGroups = table.of(sum)
      const ofValues = new Float64Array(texts.length)
      for (let group = 0; group < groups; group++) {
        const value = valueOf[group] ?? NO_GROUP
        if (value !== NO_GROUP) ofValues[value] = (ofValues[value] as number) + (ofGroups[group] as number)
      }
      if (sum === 'viewedVisits')
        for (const [value, odd] of this.#oddVisits.entries())
          if (odd > 0) ofValues[value] = (ofValues[value] as number) + odd
      this.#sums.set(sum, ofValues)
    }
    this.#found = this.#there()
  }

  /** To be called after every scan: lists what can be listed, and asks for what is missing. */
  settle(): void {
    if (this.#medians !== undefined) this.#medians.isDone = true
    if (this.ask.sort === 'visibleTimeMedian' || this.ask.sort === 'viewTimeMedian') this.#askForMedians(this.#found)
    if (this.medians !== undefined) return
    this.#list()
    if (!this.sets.isAsking) this.#askForMedians(this.#listed)
  }

  #askForMedians(values: readonly number[]): void {
    const isAskedFor = this.ask.sums.includes('visibleTimeMedian') || this.ask.sums.includes('viewTimeMedian')
    if (isAskedFor) this.#medians ??= new ValueMedians(values)
  }

  #list(): void {
    const { limit, offset, sort } = this.ask
    const most = offset + limit
    if (!isDistinct(sort)) {
      if (this.#listed.length === 0) this.#listed = this.#first(this.#found, most).slice(offset)
      this.sets.askFor(this.#listed)
      return
    }
    this.sets.askFor(this.ask.ascending ? this.#found : this.#contenders(most))
    if (this.sets.isAsking) return
    const known = this.#found.filter((value) => this.sets.knows(value))
    this.#listed = this.#first(known, most).slice(offset)
  }

  /** Values that may be among the first; all others have fewer visitors than enough of those that are known. */
  #contenders(most: number): readonly number[] {
    const known = this.#found.filter((value) => this.sets.knows(value))
    const exact = Float64Array.from(known, (value) => this.#figure(this.ask.sort, value)).sort()
    const { bounds } = this.sets
    const unknown = this.#found.filter((value) => !this.sets.knows(value))
    const byBound = (a: number, b: number) => (bounds[a] as number) > (bounds[b] as number)
    if (exact.length < most) return firstOf(unknown, 2 * most - exact.length, byBound)
    const least = exact[exact.length - most] as number
    return unknown.filter((value) => (bounds[value] as number) >= least)
  }

  #figure(sum: Sum, value: number): number {
    if (isAdded(sum)) return this.#sums.get(sum)?.[value] ?? 0
    switch (sum) {
      case 'visitors':
        return this.sets.visitors(value)
      case 'newVisitors':
        return this.sets.news(value)
      case 'visibleTimeMedian':
        return SECOND * (this.#medians?.visible.median(value) ?? 0)
      case 'viewTimeMedian':
        return this.#medians?.viewed.median(value) ?? 0
      default:
        return this.conversions.figure(sum, value)
    }
  }

  #first(values: readonly number[], most: number): number[] {
    const { sort, ascending } = this.ask
    return firstByFigure(values, most, (value) => this.#figure(sort, value), { ascending, texts: this.values.texts })
  }

  /** Values that have anything, and are searched for. Numbers are given before it is known whether anything counts. */
  #there(): number[] {
    const { search } = this.ask
    const { texts } = this.values
    const found: number[] = []
    const all = [...this.#sums.values()]
    for (let value = 0; value < texts.length; value++) {
      const isThere =
        (this.sets.bounds[value] ?? 0) > 0 ||
        all.some((sums) => sums[value] !== 0) ||
        this.conversions.figure('conversions', value) > 0
      if (isThere && (search === '' || (texts[value]?.[0] ?? '').toLowerCase().includes(search))) found.push(value)
    }
    return found
  }
}

/** Seconds of the values that matter. */
class ValueMedians {
  readonly visible = new Histograms()
  readonly viewed = new Histograms()
  isDone = false
  readonly #values: ReadonlySet<number>

  constructor(values: readonly number[]) {
    this.#values = new Set(values)
  }

  has(value: number): boolean {
    return this.#values.has(value)
  }
}

const isDistinct = (sum: Sum) => sum === 'visitors' || sum === 'newVisitors'
