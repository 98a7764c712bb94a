import type { Sum, Sums } from '../query.ts'
import { SECOND } from '../../core/clock.ts'
import { Conversions } from './conversions.ts'
import type { Texts } from './dictionary-reader.ts'
import type { DimensionPlan } from './dimensions.ts'
import type { SeenSince } from './first-seen.ts'
import type { Grouped } from './grouping.ts'
import { Histograms } from './histograms.ts'
import { NO_GROUP } from './kernels.ts'
import { firstByFigure } from './ranking.ts'
import type { AddedSum, SumTable } from './sum-table.ts'
import { addOddVisits, isAdded, isMedian } from './sum-table.ts'
import type { GoalPlan } from './sums-counter.ts'
import type { Numbering, ValueIndex } from './value-index.ts'
import { IdIndex } from './value-index.ts'
import type { RowGroups } from './row-groups.ts'
import type { ValueCounts, VisitorTally } from './visitor-rows.ts'

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
 * A list of the values of one dimension. It is done after one scan, but for medians, which take another one for the values
 * that are listed, and for what `VisitorRows` has no room for.
 */
export class Breakdown {
  readonly ask: BreakdownWish
  readonly plan: DimensionPlan
  readonly values: ValueIndex
  readonly conversions: Conversions
  /** Who is new, where that is asked. */
  readonly since: SeenSince | undefined
  /** The value of each group that was followed; NO_GROUP where it is in no row. */
  valueOf: Uint32Array = new Uint32Array(0)
  readonly #sums = new Map<AddedSum, Float64Array>()
  #medians: ValueMedians | undefined
  #followed = 0
  #oddVisits = new Float64Array(16)
  #listed: readonly number[] | undefined
  #visitors: ValueCounts = { visitors: new Float64Array(), newVisitors: new Float64Array() }
  #found: readonly number[] = []

  /** `values` are those of the plan. */
  constructor(plan: DimensionPlan, ask: BreakdownWish, values: ValueIndex, since: SeenSince | undefined) {
    this.ask = ask
    this.plan = plan
    this.values = values
    this.since = since
    this.conversions = new Conversions(ask.goal?.withMoney === true)
  }

  /** Whether distinct visitors are to be counted. */
  get wantsVisitors(): boolean {
    return this.ask.sums.some(isDistinct)
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
    return (this.#listed ?? []).map((value) => ({
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
    }
    const ids = numbering instanceof IdIndex ? Uint32Array.from(numbering.ids.slice(this.#followed, count)) : undefined
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
    return this.values.idsOf(new Set(this.#listed ?? []))
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
        if (value !== NO_GROUP) ofValues[value] = (ofValues[value] as number) + (ofGroups[group] ?? 0)
      }
      if (sum === 'viewedVisits')
        for (const [value, odd] of this.#oddVisits.entries())
          if (odd > 0) ofValues[value] = (ofValues[value] as number) + odd
      this.#sums.set(sum, ofValues)
    }
  }

  /** What is to be made of the visitors of a scan. Those of the next one are others. */
  tally(groups: RowGroups): VisitorTally {
    const values = this.values.count
    this.#visitors = {
      visitors: grown(this.#visitors.visitors, values),
      newVisitors: grown(this.#visitors.newVisitors, values),
    }
    return { groups, valueOf: this.valueOf, news: this.since?.bits, into: this.#visitors }
  }

  /** To be called when everything has been counted but medians, and again when they have: lists what can be listed. */
  settle(): void {
    if (this.#medians !== undefined) this.#medians.isDone = true
    else {
      this.#found = this.#there()
      if (isMedian(this.ask.sort)) this.#medians = new ValueMedians(this.#found)
    }
    if (this.medians !== undefined) return
    const { limit, offset } = this.ask
    if (this.#listed === undefined) this.#listed = this.#first(this.#found, offset + limit).slice(offset)
    if (this.ask.sums.some(isMedian)) this.#medians ??= new ValueMedians(this.#listed)
  }

  #figure(sum: Sum, value: number): number {
    if (isAdded(sum)) return this.#sums.get(sum)?.[value] ?? 0
    switch (sum) {
      case 'visitors':
        return this.#visitors.visitors[value] ?? 0
      case 'newVisitors':
        return this.#visitors.newVisitors[value] ?? 0
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
        (this.#visitors.visitors[value] ?? 0) > 0 ||
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

function grown(figures: Float64Array, length: number): Float64Array {
  if (figures.length >= length) return figures
  const more = new Float64Array(length)
  more.set(figures)
  return more
}
