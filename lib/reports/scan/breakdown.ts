import type { Sum, Sums } from '../query.ts'
import type { DictionaryReader, Texts } from './dictionary-reader.ts'
import type { DimensionPlan } from './dimensions.ts'
import type { SeenSince } from './first-seen.ts'
import { NO_GROUP } from './kernels.ts'
import { compareLists, firstOf } from './ranking.ts'
import type { AddedSum, SumTable } from './sum-table.ts'
import { isAdded } from './sum-table.ts'
import { ValueIndex } from './value-index.ts'
import { ValueSets } from './value-sets.ts'

export interface BreakdownWish {
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
  readonly #sums = new Map<AddedSum, Float64Array>()
  #listed: readonly number[] = []
  #found: readonly number[] = []

  constructor(plan: DimensionPlan, ask: BreakdownWish, reader: DictionaryReader, since: SeenSince | undefined) {
    this.ask = ask
    this.plan = plan
    this.values = new ValueIndex(plan, reader)
    this.sets = new ValueSets(ask.sums.some(isDistinct), since)
  }

  /** How many values there are. */
  get count(): number {
    return this.#found.length
  }

  /** The rows asked for, when no scan is needed any more. */
  rows(): ValueRow[] {
    return this.#listed.map((value) => ({
      value,
      texts: this.values.texts[value] ?? [],
      sums: Object.fromEntries(this.ask.sums.map((sum) => [sum, this.#figure(sum, value)])),
    }))
  }

  /** Takes what was counted by group in the first scan. */
  fold(table: SumTable, groups: number): void {
    const { ofGroup, texts } = this.values
    for (const sum of table.sums) {
      if (!this.ask.sums.includes(sum)) continue
      const ofGroups = table.of(sum)
      const ofValues = new Float64Array(texts.length)
      for (let group = 0; group < groups; group++) {
        const value = ofGroup[group] ?? NO_GROUP
        if (value !== NO_GROUP) ofValues[value] = (ofValues[value] as number) + (ofGroups[group] as number)
      }
      this.#sums.set(sum, ofValues)
    }
    this.#found = this.#there()
  }

  /** To be called after every scan: lists what can be listed, and asks for sets that are missing. */
  settle(): void {
    const { limit, offset, sort } = this.ask
    const most = offset + limit
    if (isAdded(sort)) {
      if (this.#listed.length === 0) this.#listed = this.#first(this.#found, most).slice(offset)
      this.sets.askFor(this.#listed)
      return
    }
    const inQuestion = this.ask.ascending ? this.#found : this.#contenders(most)
    this.sets.askFor(inQuestion)
    if (!this.sets.isAsking)
      this.#listed = this.#first(
        this.#found.filter((value) => this.sets.knows(value)),
        most,
      ).slice(offset)
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
    return sum === 'visitors' ? this.sets.visitors(value) : sum === 'newVisitors' ? this.sets.news(value) : 0
  }

  #first(values: readonly number[], most: number): number[] {
    const { sort, ascending } = this.ask
    const { texts } = this.values
    const figures = new Map<number, number>()
    const figure = (value: number) => {
      const known = figures.get(value)
      if (known !== undefined) return known
      const found = this.#figure(sort, value)
      figures.set(value, found)
      return found
    }
    return firstOf(values, most, (a, b) => {
      const [left, right] = [figure(a), figure(b)]
      if (left !== right) return ascending ? left < right : left > right
      return compareLists(texts[a] ?? [], texts[b] ?? []) < 0
    })
  }

  /** Values that have anything, and are searched for. Numbers are given before it is known whether anything counts. */
  #there(): number[] {
    const { search } = this.ask
    const { texts } = this.values
    const found: number[] = []
    const all = [...this.#sums.values()]
    for (let value = 0; value < texts.length; value++) {
      const isThere = (this.sets.bounds[value] ?? 0) > 0 || all.some((sums) => sums[value] !== 0)
      if (isThere && (search === '' || (texts[value]?.[0] ?? '').toLowerCase().includes(search))) found.push(value)
    }
    return found
  }
}

const isDistinct = (sum: Sum) => sum === 'visitors' || sum === 'newVisitors'
