import { Lru } from '../../core/lru.ts'
import type { Reader } from '../../db/open-db.ts'

/** What is read of each dictionary, in this order. Addresses are long and rarely needed, so they go apart. */
const SHAPES = {
  pages: { table: 'pages', columns: ['path', 'host'] },
  addresses: { table: 'pages', columns: ['url'] },
  texts: { table: 'texts', columns: ['value'] },
  agents: { table: 'agents', columns: ['device', 'os', 'os_version', 'browser', 'browser_version'] },
  places: { table: 'places', columns: ['country', 'region', 'city'] },
  sources: { table: 'sources', columns: ['channel', 'name', 'url'] },
  campaigns: {
    table: 'campaigns',
    columns: ['utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term', 'click_id'],
  },
  links: { table: 'links', columns: ['code', 'label'] },
} as const

export type Shape = keyof typeof SHAPES

/** The texts of one number, in the order of `SHAPES`. */
export type Texts = readonly string[]

/** Rows remembered of each shape: a few megabytes of each at the most. */
const REMEMBERED = 30_000
const AT_ONCE = 1_000

/** Texts by their numbers. Numbers never change what they stand for, so a process may remember them. */
export class DictionaryReader {
  readonly #read: Reader
  readonly #known = new Map<Shape, Lru<number, Texts>>()

  constructor(read: Reader) {
    this.#read = read
  }

  /** The texts of all these numbers. Those of 0, and of numbers that are not there, are empty. */
  async textsOf(shape: Shape, ids: Iterable<number>): Promise<Map<number, Texts>> {
    const known = this.#of(shape)
    const found = new Map<number, Texts>()
    const unknown: number[] = []
    const none = SHAPES[shape].columns.map(() => '')
    for (const id of ids) {
      const texts = id === 0 ? none : known.get(id)
      found.set(id, texts ?? none)
      if (texts === undefined) unknown.push(id)
    }
    for (let at = 0; at < unknown.length; at += AT_ONCE)
      for (const [id, texts] of await this.#load(shape, unknown.slice(at, at + AT_ONCE))) {
        known.set(id, texts)
        found.set(id, texts)
      }
    return found
  }

  #of(shape: Shape): Lru<number, Texts> {
    const known = this.#known.get(shape)
    if (known !== undefined) return known
    const made = new Lru<number, Texts>(REMEMBERED)
    this.#known.set(shape, made)
    return made
  }

  async #load(shape: Shape, ids: readonly number[]): Promise<(readonly [number, Texts])[]> {
    const { table, columns } = SHAPES[shape]
    const rows = (await this.#read
      .selectFrom(table as 'texts')
      .select(['id', ...(columns as unknown as 'value'[])])
      .where('id', 'in', ids)
      .execute()) as unknown as Record<string, string>[]
    return rows.map((row) => [Number(row.id), columns.map((column) => row[column] ?? '')])
  }
}
