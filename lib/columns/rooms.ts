import type { Values } from './values.ts'
import { arrayFor } from './pack.ts'

/** Where the numbers of a column are put when it is read. The arrays may have anything in them. */
export interface Room {
  /** For whole numbers from 0 to `most`. */
  values(most: number, length: number): Values
}

/** Arrays that are everybody's to keep, as narrow as may be. */
export const KEPT: Room = { values: arrayFor }

/** Bytes. Smaller arrays are cheap to make. */
const LEAST = 16_384
/** Bytes of arrays that nobody uses and that are kept for the next. */
const MOST_SPARE = 48 * 1024 * 1024
/** Nobody has asked for so long: the memory goes back to the host, which counts it. */
const IDLE_MS = 20_000

/**
 * The system hands out fresh memory page by page at the first touch, which takes up to 3 ms a megabyte on a virtual machine:
 * longer than reading, decoding and counting what is then put there. So what counts a report borrows its large arrays here,
 * and the next one gets them again.
 */
class Spare {
  readonly #bySize = new Map<number, ArrayBuffer[]>()
  #bytes = 0
  #timer: NodeJS.Timeout | undefined

  take(bytes: number): ArrayBuffer {
    const size = sizeFor(bytes)
    const found = this.#bySize.get(size)?.pop()
    if (found === undefined) return new ArrayBuffer(size)
    this.#bytes -= size
    return found
  }

  give(buffer: ArrayBuffer): void {
    const size = buffer.byteLength
    if (this.#bytes + size > MOST_SPARE) return
    this.#bytes += size
    const known = this.#bySize.get(size)
    if (known === undefined) this.#bySize.set(size, [buffer])
    else known.push(buffer)
    this.#timer ??= setTimeout(() => this.#drop(), IDLE_MS).unref()
    this.#timer.refresh()
  }

  #drop(): void {
    this.#bySize.clear()
    this.#bytes = 0
    this.#timer = undefined
  }
}

/** A power of two or half-way to the next: few sizes, so that what is given back fits the next. */
function sizeFor(bytes: number): number {
  const power = 2 ** Math.ceil(Math.log2(bytes))
  return bytes <= (power * 3) / 4 ? (power * 3) / 4 : power
}

const SPARE = new Spare()

/** Arrays borrowed together; nobody may look at them after `end`. */
export class Borrowed implements Room {
  #buffers: ArrayBuffer[] = []

  words(length: number): Uint32Array {
    return length * 4 < LEAST ? new Uint32Array(length) : new Uint32Array(this.#take(length * 4), 0, length)
  }

  floats(length: number): Float64Array {
    return length * 8 < LEAST ? new Float64Array(length) : new Float64Array(this.#take(length * 8), 0, length)
  }

  halves(length: number): Uint16Array {
    return length * 2 < LEAST ? new Uint16Array(length) : new Uint16Array(this.#take(length * 2), 0, length)
  }

  /** The first numbers of a borrowed array in one that takes less; that one goes back. */
  shortened<A extends Uint16Array | Uint32Array>(array: A, length: number): A {
    const short = (array instanceof Uint16Array ? this.halves(length) : this.words(length)) as A
    short.set(array.subarray(0, length))
    this.giveBack(array)
    return short
  }

  /** Of one type as far as may be, so that the loops over them are compiled once. */
  values(most: number, length: number): Uint32Array | Float64Array {
    return most <= 0xffffffff ? this.words(length) : this.floats(length)
  }

  /** Gives one back before the others. */
  giveBack(array: Uint16Array | Uint32Array | Float64Array): void {
    const at = this.#buffers.indexOf(array.buffer as ArrayBuffer)
    if (at < 0) return
    this.#buffers.splice(at, 1)
    SPARE.give(array.buffer as ArrayBuffer)
  }

  end(): void {
    const buffers = this.#buffers
    this.#buffers = []
    for (const buffer of buffers) SPARE.give(buffer)
  }

  #take(bytes: number): ArrayBuffer {
    const buffer = SPARE.take(bytes)
    this.#buffers.push(buffer)
    return buffer
  }
}
