/** Bytes that are not what was written: cut short, changed, or of a version that this code does not know. */
export class DamagedBytes extends Error {
  constructor(what: string) {
    super(`The bytes of a column are damaged: ${what}`)
    this.name = 'DamagedBytes'
  }
}

/** The longest varint of a number of 53 bits. */
const MOST_VARINT_BYTES = 8

/** Writes into a buffer that grows. */
export class ByteWriter {
  #bytes: Uint8Array
  #length = 0

  constructor(expected = 256) {
    this.#bytes = new Uint8Array(expected)
  }

  get length(): number {
    return this.#length
  }

  byte(value: number): void {
    this.#makeRoom(1)
    this.#bytes[this.#length++] = value
  }

  /** A whole number from 0 to 2^53-1: seven bits a byte, lowest first, the top bit set while more follow. */
  varint(value: number): void {
    this.#makeRoom(MOST_VARINT_BYTES)
    let left = value
    while (left > 127) {
      this.#bytes[this.#length++] = 128 + (left % 128)
      left = Math.floor(left / 128)
    }
    this.#bytes[this.#length++] = left
  }

  /** A whole number of at most 52 bits and a sign, as a varint: 0, -1, 1, -2, 2 are 0, 1, 2, 3, 4. */
  signed(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value)
  }

  bytes(value: Uint8Array): void {
    this.room(value.length).set(value)
  }

  /** So many bytes to be filled by the caller, at once: the next call may move them. */
  room(length: number): Uint8Array {
    this.#makeRoom(length)
    this.#length += length
    return this.#bytes.subarray(this.#length - length, this.#length)
  }

  done(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  #makeRoom(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(this.#length + more, 2 * this.#bytes.length))
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = grown
  }
}

/** Reads what a `ByteWriter` wrote. Throws `DamagedBytes` rather than read past the end. */
export class ByteReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  byte(): number {
    const value = this.#bytes[this.#at++]
    if (value === undefined) throw new DamagedBytes('they end too early')
    return value
  }

  varint(): number {
    let value = 0
    for (let place = 0, factor = 1; place < MOST_VARINT_BYTES; place++, factor *= 128) {
      const byte = this.byte()
      value += (byte & 127) * factor
      if (byte > 127) continue
      if (value > Number.MAX_SAFE_INTEGER) break
      return value
    }
    throw new DamagedBytes('a number has more than 53 bits')
  }

  signed(): number {
    const value = this.varint()
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2
  }

  /** The next bytes, not copied. */
  bytes(length: number): Uint8Array {
    if (length < 0 || length > this.left) throw new DamagedBytes('they end too early')
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  /** Everything must have been read. */
  end(): void {
    if (this.left > 0) throw new DamagedBytes(`${this.left} bytes too many`)
  }
}
