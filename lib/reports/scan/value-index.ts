import type { DictionaryReader, Texts } from './dictionary-reader.ts'
import type { DimensionPlan } from './dimensions.ts'
import { NO_GROUP } from './kernels.ts'

/** Gives groups to the numbers of a dictionary. */
export interface Numbering {
  /** How many groups there are so far. */
  readonly count: number
  /** To be called before `of`. */
  learn(ids: Uint32Array): Promise<void> | void
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

  learn(ids: Uint32Array): void {
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

  async learn(ids: Uint32Array): Promise<void> {
    const unknown: number[] = []
    for (const id of ids) if (!this.#ofId.has(id)) unknown.push(id)
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

/** Values that are remembered, of all dimensions of all projects: some 20 MB at the most. */
const MOST_VALUES = 100_000

/**
 * The indexes of a process: learning thousands of pages anew for every list would take longer than counting them. A number
 * never changes what it stands for, so reports share an index, also at the same time.
 */
export class ValueIndexes {
  readonly #reader: DictionaryReader
  #ofProject = new Map<number, Map<DimensionPlan, ValueIndex>>()

  constructor(reader: DictionaryReader) {
    this.#reader = reader
  }

  /** Plans are told apart as objects. */
  of(project: number, plan: DimensionPlan): ValueIndex {
    const known = this.#ofProject.get(project)?.get(plan)
    if (known !== undefined && known.count < MOST_VALUES / 4) return known
    if (this.#count > MOST_VALUES) this.#ofProject = new Map()
    const ofPlan = this.#ofProject.get(project) ?? new Map<DimensionPlan, ValueIndex>()
    this.#ofProject.set(project, ofPlan)
    const made = new ValueIndex(plan, this.#reader)
    ofPlan.set(plan, made)
    return made
  }

  get #count(): number {
    let count = 0
    for (const ofPlan of this.#ofProject.values()) for (const index of ofPlan.values()) count += index.count
    return count
  }
}
