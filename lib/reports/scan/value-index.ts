import type { DictionaryReader, Texts } from './dictionary-reader.ts'
import type { DimensionPlan } from './dimensions.ts'
import { NO_GROUP } from './kernels.ts'

/** The values of a dimension that a scan has met, numbered in the order of meeting; several ids may be one value. */
export class ValueIndex {
  readonly plan: DimensionPlan
  /** Value and fields by number. */
  readonly values: Texts[] = []
  readonly #ofId = new Map<number, number>()
  readonly #ofText = new Map<string, number>()

  constructor(plan: DimensionPlan) {
    this.plan = plan
  }

  /** Makes sure that all these ids have a number. */
  async learn(reader: DictionaryReader, ids: Iterable<number>): Promise<void> {
    const unknown: number[] = []
    for (const id of ids) if (!this.#ofId.has(id)) unknown.push(id)
    if (unknown.length === 0) return
    for (const [id, texts] of await reader.textsOf(this.plan.shape, unknown)) this.#ofId.set(id, this.#add(texts))
  }

  /** The number of an id's value; NO_GROUP where it is in no row. */
  of(id: number): number {
    return this.#ofId.get(id) ?? NO_GROUP
  }

  #add(texts: Texts): number {
    const value = this.plan.value(texts)
    if (value === undefined) return NO_GROUP
    const text = value.join('\u0000')
    const known = this.#ofText.get(text)
    if (known !== undefined) return known
    this.#ofText.set(text, this.values.length)
    this.values.push(value)
    return this.values.length - 1
  }
}
