import type { DictionaryReader, Texts } from './dictionary-reader.ts'
import type { DimensionPlan } from './dimensions.ts'
import type { IdGrouping } from './id-grouping.ts'
import { NO_GROUP } from './kernels.ts'

/** The values of a dimension that a scan has met, numbered in the order of meeting; several groups may be one value. */
export class ValueIndex {
  /** Value and fields by number. */
  readonly texts: Texts[] = []
  /** The value of each group that was learnt; NO_GROUP where it is in no row. */
  ofGroup: Uint32Array = new Uint32Array(0)
  /** As long as `ofGroup`, for whoever needs it for a moment. */
  room: Uint32Array = new Uint32Array(0)
  readonly #plan: DimensionPlan
  readonly #reader: DictionaryReader
  readonly #ofText = new Map<string, number>()
  #learnt = 0

  constructor(plan: DimensionPlan, reader: DictionaryReader) {
    this.#plan = plan
    this.#reader = reader
  }

  get count(): number {
    return this.texts.length
  }

  /** Makes sure that every group has its value. */
  async learn({ ids, count }: IdGrouping): Promise<void> {
    if (count === this.#learnt) return
    const unknown = ids.slice(this.#learnt, count)
    const texts = await this.#reader.textsOf(this.#plan.shape, unknown)
    if (this.ofGroup.length < count) {
      const grown = new Uint32Array(count * 2)
      grown.set(this.ofGroup)
      this.ofGroup = grown
      this.room = new Uint32Array(count * 2)
    }
    for (const id of unknown) this.ofGroup[this.#learnt++] = this.#add(texts.get(id) ?? [])
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
