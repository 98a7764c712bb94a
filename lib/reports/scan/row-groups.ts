import { Borrowed } from '../../columns/rooms.ts'
import type { Listed } from './kernels.ts'

/** The rows of one part that are added, in their order: visits by their row, behind the last visit the places of odd views. */
export interface PickedRows {
  readonly rows: Uint32Array
  /** Only the first `count` places are meant. */
  readonly count: number
  /** How many visits the part has. */
  readonly visits: number
}

/** A stretch of the rows of one part; the end is outside. */
export interface Stretch {
  readonly part: number
  readonly from: number
  readonly end: number
}

/** Groups of a few rows, each + 1, and 0 for none: one for each row, or those up to `ends` of the row. */
export interface LoadedGroups {
  readonly groups: Uint32Array
  readonly ends: Uint32Array | undefined
}

interface Chunk {
  readonly groups: Uint16Array | Uint32Array
  readonly ends: Uint32Array | undefined
  readonly rows: number
}

/** More groups than this are not kept in two bytes. */
const MOST_NARROW = 0xfffe

/** The groups of rows of visitors, part by part: one each, or, where page views have groups, those of the row's page views. */
export class RowGroups {
  readonly #isByView: boolean
  readonly #borrowed = new Borrowed()
  #chunks: Chunk[] = []
  #groups: Uint32Array = new Uint32Array(0)
  #ends: Uint32Array = new Uint32Array(0)

  constructor(isByView: boolean) {
    this.#isByView = isByView
  }

  get bytes(): number {
    return this.#chunks.reduce((sum, { groups, ends }) => sum + groups.byteLength + (ends?.byteLength ?? 0), 0)
  }

  /** `lane` has the group of each visit of the part, `odd` that of each odd view; there are `count` groups so far. */
  addVisits({ rows, count, visits }: PickedRows, lane: Uint32Array, odd: Uint32Array, groupCount: number): void {
    const groups = this.#room(count, groupCount)
    for (let at = 0; at < count; at++) {
      const row = rows[at] as number
      groups[at] = (row < visits ? (lane[row] as number) : (odd[row - visits] as number)) + 1
    }
    this.#chunks.push({ groups, ends: undefined, rows: count })
  }

  /** `touched` has the groups of each visit's page views, in the order of visits; `starts` is room for one more than visits. */
  addViews(
    { rows, count, visits }: PickedRows,
    { touched, starts }: { readonly touched: Listed; readonly starts: Uint32Array },
    odd: Uint32Array,
    groupCount: number,
  ): void {
    findStarts(touched, visits, starts)
    const groups = this.#room(touched.count + count, groupCount)
    const ends = this.#borrowed.words(count)
    let next = 0
    for (let at = 0; at < count; at++) {
      const row = rows[at] as number
      if (row < visits)
        for (let place = starts[row] as number; place < (starts[row + 1] as number); place++)
          groups[next++] = (touched.groups[place] as number) + 1
      else groups[next++] = (odd[row - visits] as number) + 1
      ends[at] = next
    }
    this.#chunks.push({ groups, ends, rows: count })
  }

  /** The groups of all rows of these stretches, one after the other. They hold until the next are loaded. */
  load(stretches: readonly Stretch[], rows: number): LoadedGroups {
    let count = 0
    for (const stretch of stretches)
      count += this.#end(stretch.part, stretch.end) - this.#end(stretch.part, stretch.from)
    if (this.#groups.length < count) this.#groups = new Uint32Array(count * 2)
    if (this.#isByView && this.#ends.length < rows) this.#ends = new Uint32Array(rows * 2)
    let [at, row] = [0, 0]
    for (const { part, from, end } of stretches) {
      const { groups, ends } = this.#chunks[part] as Chunk
      const first = this.#end(part, from)
      const last = this.#end(part, end)
      this.#groups.set(groups.subarray(first, last), at)
      if (ends !== undefined)
        for (let place = from; place < end; place++) this.#ends[row++] = (ends[place] as number) - first + at
      at += last - first
    }
    return { groups: this.#groups, ends: this.#isByView ? this.#ends : undefined }
  }

  /** Keeps the first rows of each part: `counts` tells how many. */
  keepFirst(counts: readonly number[]): void {
    this.#chunks = this.#chunks.map(({ groups, ends }, part) => {
      const rows = counts[part] ?? 0
      const kept = this.#borrowed.shortened(groups, this.#end(part, rows))
      return { groups: kept, ends: ends && this.#borrowed.shortened(ends, rows), rows }
    })
  }

  release(): void {
    this.#chunks = []
    this.#borrowed.end()
  }

  /** Where the groups of the rows before this one end. */
  #end(part: number, row: number): number {
    const { ends } = this.#chunks[part] as Chunk
    return ends === undefined ? row : row === 0 ? 0 : (ends[row - 1] as number)
  }

  #room(length: number, groupCount: number): Uint16Array | Uint32Array {
    return groupCount > MOST_NARROW ? this.#borrowed.words(length) : this.#borrowed.halves(length)
  }
}

/** starts[visit] = the first place of a visit in a list that goes by visits; behind the last visit stands the end. */
function findStarts({ rows, count }: Listed, visits: number, starts: Uint32Array): void {
  let visit = 0
  for (let at = 0; at < count; at++) {
    const row = rows[at] as number
    while (visit <= row) starts[visit++] = at
  }
  while (visit <= visits) starts[visit++] = count
}
