import type { DictionaryReader, Texts } from './dictionary-reader.ts'
import type { DimensionPlan } from './dimensions.ts'
import { NO_GROUP } from './kernels.ts'

/** Gives groups to the numbers of a dictionary. */
export interface Numbering {
  /** How many groups there are so far. */
  readonly count: number
  /** To be called before `of`. */
  learn(ids: readonly number[]): Promise<void> | void
  /** NO_GROUP for what is in none. */
  of(id: number): number
}

/** A group for each number. */
export class IdIndex implements Numbering {
  readonly ids: number[] = []
  readonly #groups = new Map<number, number>()

  get count(): number {
    return this.ids.length
  }

  learn(ids: readonly number[]): void {
    for (const id of ids) {
      if (this.#groups.has(id)) continue
      this.#groups.set(id, this.ids.length)
      this.ids.push(id)
    }
  }

  of(id: number): number {
    return this.#groups.get(id) ?? NO_GROUP
  }
}

/** A group for each value of a dimension, in the order of meeting; several numbers may be one value. */
export class ValueIndex implements Numbering {
  /** Value and fields by group. */
  readonly texts: Texts[] = []
  readonly #plan: DimensionPlan
  readonly #reader: DictionaryReader
  readonly #ofId = new Map<number, number>()
  readonly #ofText = new Map<string, number>()

  constructor(plan: DimensionPlan, reader: DictionaryReader) {
    this.#plan = plan
    this.#reader = reader
  }

  get count(): number {
    return this.texts.length
  }

  async learn(ids: readonly number[]): Promise<void> {
    const unknown = ids.filter((id) => !this.#ofId.has(id))
    if (unknown.length === 0) return
    for (const [id, texts] of await this.#reader.textsOf(this.#plan.shape, unknown))
      this.#ofId.set(id, this.#add(texts))
  }

  of(id: number): number {
    return this.#ofId.get(id) ?? NO_GROUP
  }

  /** The numbers that stand for these values, with them. */
  idsOf(values: ReadonlySet<number>): Map<number, number> {
    return new Map([...this.#ofId].filter(([, value]) => values.has(value)))
  }

  #add(texts: Texts): number {
    const value = this.#plan.value(texts)
    if (value === undefined) return NO_GROUP
    const text = value.join('\u0000')
    const known = this.#ofText.get(text)
    if (known !== undefined) return known
    this.#ofText.set(text, this.texts.length)
    this.texts.push(value)
    return this.texts.length - 1
  }
}
