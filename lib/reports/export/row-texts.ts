import type { CodedName, SparseName } from '../../sealed-days/part.ts'
import { referrerCategory } from '../referrer-category.ts'
import type { DictionaryReader, Shape, Texts } from '../scan/dictionary-reader.ts'
import { PLANS } from '../scan/dimensions.ts'
import type { Lanes } from '../scan/lanes.ts'
import { ownValue } from '../scan/odd-views.ts'
import type { Attribute } from './export-kinds.ts'
import { ATTRIBUTES } from './export-kinds.ts'
import type { Picked } from './picked-rows.ts'

/** Columns that hold the attributes of visits, and those where page views say otherwise. */
export const ATTRIBUTE_COLUMNS = ['source', 'campaign', 'place', 'agent', 'language', 'screen'].map(
  (name) => `visit.${name}` as CodedName,
)
export const OWN_ATTRIBUTE_COLUMNS = ['place', 'agent', 'language', 'screen'].map(
  (name) => `view.${name}` as SparseName,
)

/** Numbers of dictionaries by what they stand for, and later the texts. */
export class RowTexts {
  readonly #ids = new Map<Shape, Set<number>>()
  readonly #texts = new Map<Shape, ReadonlyMap<number, Texts>>()

  /** Notes a number whose texts will be wanted, and answers it. */
  want(shape: Shape, id: number): number {
    const ids = this.#ids.get(shape) ?? new Set()
    this.#ids.set(shape, ids.add(id))
    return id
  }

  async read(reader: DictionaryReader): Promise<void> {
    for (const [shape, ids] of this.#ids) this.#texts.set(shape, await reader.textsOf(shape, ids))
  }

  of(shape: Shape, id: number): Texts {
    return this.#texts.get(shape)?.get(id) ?? []
  }
}

/** The number that a visit, or a page view of its own, has in a column; 0 where there is no visit. */
function idOf(lanes: Lanes, column: CodedName, own: SparseName | undefined, { visit, view }: Picked): number {
  if (visit < 0) return 0
  const other = own === undefined || view < 0 ? undefined : ownValue(lanes, own, view)
  return other ?? (lanes.ids(column)[lanes.codes(column)[visit] as number] as number)
}

/** Asks for the attributes of a row; the answer tells them once the texts have been read. */
export function attributesOf(lanes: Lanes, texts: RowTexts, picked: Picked): () => Record<string, string> {
  const ids = ATTRIBUTES.map((name) => {
    const { shape, column, own } = PLANS[name]
    return texts.want(shape, idOf(lanes, column, own, picked))
  })
  return () =>
    Object.fromEntries(ATTRIBUTES.map((name, at) => [name, valueOf(name, texts.of(PLANS[name].shape, ids[at] ?? 0))]))
}

function valueOf(name: Attribute, texts: Texts): string {
  // Reports put screens into classes; here they are as they were.
  if (name === 'screen') return texts[0] ?? ''
  const [value = ''] = PLANS[name].value(texts) ?? []
  return name === 'channel' ? referrerCategory(value) : value
}
