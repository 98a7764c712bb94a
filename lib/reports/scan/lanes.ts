import { SECOND } from '../../core/clock.ts'
import { Borrowed } from '../../columns/rooms.ts'
import type { Values } from '../../columns/values.ts'
import type { CodedName, ColumnName, NumbersName, Part, SparseName, TextsName } from '../../sealed-days/part.ts'
import { codedOf, numbersOf, sparseOf, textsOf } from '../../sealed-days/part.ts'

/**
 * The columns of one part at a time, each number in an array of one type, so that the loops over them are compiled once
 * for it. Copying is cheap (a copy of bytes), and the arrays are used again for the next part, and after `close` for the next
 * report.
 */
export class Lanes {
  #part: Part | undefined
  readonly #words = new Map<string, Uint32Array>()
  readonly #floats = new Map<string, Float64Array>()
  readonly #filled = new Map<string, Uint32Array | Float64Array>()
  readonly #borrowed = new Borrowed()
  /** Too small by now, but perhaps still looked at. */
  readonly #outgrown: (Uint32Array | Float64Array)[] = []

  open(part: Part): void {
    this.#part = part
    this.#filled.clear()
    for (const lane of this.#outgrown.splice(0)) this.#borrowed.giveBack(lane)
  }

  /** When nobody will look at anything any more. */
  close(): void {
    this.#part = undefined
    this.#filled.clear()
    this.#words.clear()
    this.#floats.clear()
    this.#borrowed.end()
  }

  /** What the part's times count from, seconds since 1970. */
  get base(): number {
    return this.part.base / SECOND
  }

  get part(): Part {
    if (this.#part === undefined) throw new Error('No part is open')
    return this.#part
  }

  has(name: ColumnName): boolean {
    return this.part.columns.has(name)
  }

  /** Of a column whose numbers have 32 bits at most. Longer than the column, as all lanes are. */
  numbers(name: NumbersName): Uint32Array {
    return this.made(name, () => this.#widened(name, numbersOf(this.part, name)))
  }

  /** Of a column of any numbers. */
  floats(name: NumbersName): Float64Array {
    const key = `float ${name}`
    const known = this.#filled.get(key)
    if (known !== undefined) return known as Float64Array
    const values = numbersOf(this.part, name)
    const lane = this.floatRoom(key, values.length)
    lane.set(values)
    this.#filled.set(key, lane)
    return lane
  }

  /** The place of each row's value in `ids`. */
  codes(name: CodedName | TextsName): Uint32Array {
    return this.made(name, () => {
      const { codes } = name === 'event.props' ? textsOf(this.part, name) : codedOf(this.part, name)
      return this.#widened(name, codes)
    })
  }

  ids(name: CodedName): Uint32Array {
    return codedOf(this.part, name).ids
  }

  texts(name: TextsName): readonly string[] {
    return textsOf(this.part, name).texts
  }

  sparse(name: SparseName): { readonly rows: Uint32Array; readonly values: Uint32Array } {
    return sparseOf(this.part, name)
  }

  /** The first view of each visit, and behind them the number of all views. */
  get firstViews(): Uint32Array {
    return this.made('first views', () => {
      const { visits } = this.part.rows
      const views = this.numbers('visit.views')
      const lane = this.room('first views', visits + 1)
      let sum = 0
      for (let row = 0; row < visits; row++) {
        lane[row] = sum
        sum += views[row] ?? 0
      }
      lane[visits] = sum
      return lane
    })
  }

  /** The visit of each view. */
  get visitRows(): Uint32Array {
    return this.made('visit rows', () => {
      const first = this.firstViews
      const lane = this.room('visit rows', this.part.rows.views)
      for (let row = 0; row < this.part.rows.visits; row++) lane.fill(row, first[row], first[row + 1])
      return lane
    })
  }

  /** What is made once for a part, under a name of its own. */
  made(key: string, make: () => Uint32Array): Uint32Array {
    const known = this.#filled.get(key)
    if (known !== undefined) return known as Uint32Array
    const lane = make()
    this.#filled.set(key, lane)
    return lane
  }

  madeFloats(key: string, make: () => Float64Array): Float64Array {
    const known = this.#filled.get(key)
    if (known !== undefined) return known as Float64Array
    const lane = make()
    this.#filled.set(key, lane)
    return lane
  }

  /** An array of at least so many places, with anything in it, that stays its owner's until the next part. */
  room(key: string, length: number): Uint32Array {
    const known = this.#words.get(key)
    if (known !== undefined && known.length >= length) return known
    if (known !== undefined) this.#outgrown.push(known)
    const lane = this.#borrowed.words(roomy(length))
    this.#words.set(key, lane)
    return lane
  }

  floatRoom(key: string, length: number): Float64Array {
    const known = this.#floats.get(key)
    if (known !== undefined && known.length >= length) return known
    if (known !== undefined) this.#outgrown.push(known)
    const lane = this.#borrowed.floats(roomy(length))
    this.#floats.set(key, lane)
    return lane
  }

  #widened(name: string, values: Values): Uint32Array {
    if (values instanceof Uint32Array) return values
    const lane = this.room(name, values.length)
    lane.set(values)
    return lane
  }
}

/** Parts differ in size; somewhat more than needed now saves making it again. */
const roomy = (length: number) => Math.ceil((length * 9) / 8) + 16
