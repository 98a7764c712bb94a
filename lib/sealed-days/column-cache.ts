import type { Column } from '../columns/values.ts'
import type { ColumnName } from './part.ts'

/** Bytes: about five million page views of a month, or a year of one million. */
const MOST_BYTES = 24 * 1024 * 1024
/** Nobody has asked for so long: the memory goes back to the host, which counts it. */
const IDLE_MS = 60_000
/** What a column takes beside its numbers. */
const OVERHEAD = 400

interface Cached {
  readonly columns: Map<ColumnName, Column>
  bytes: number
  /** The last scan that used it. */
  scan: number
}

/**
 * Decoded columns of sealed parts, for the next report: reading, inflating and unpacking them takes longer than counting. People
 * look at the same days again and again, with another filter or another list.
 *
 * What is in it is known by the checksum of the part's bytes, so it is never out of date, whoever merges or rewrites parts.
 * A scan pushes out what older scans used, never its own: one that does not fit finds at least a part of it the next time.
 */
export class ColumnCache {
  readonly #mostBytes: number
  readonly #idleMs: number
  /** By checksum, those used last at the end. */
  readonly #parts = new Map<string, Cached>()
  #bytes = 0
  #scans = 0
  #timer: NodeJS.Timeout | undefined

  constructor(mostBytes = MOST_BYTES, idleMs = IDLE_MS) {
    this.#mostBytes = mostBytes
    this.#idleMs = idleMs
  }

  get bytes(): number {
    return this.#bytes
  }

  /** A number for a new scan. */
  begin(): number {
    return ++this.#scans
  }

  /** What is known of a part. */
  of(checksum: string, scan: number): ReadonlyMap<ColumnName, Column> {
    const cached = this.#parts.get(checksum)
    if (cached === undefined) return NOTHING
    this.#parts.delete(checksum)
    this.#parts.set(checksum, cached)
    cached.scan = scan
    this.#stayAwake()
    return cached.columns
  }

  /** Whether about so many bytes more may be kept; makes room for them where older scans have it. */
  hasRoomFor(bytes: number, scan: number): boolean {
    for (const [checksum, { scan: last, bytes: own }] of this.#parts) {
      if (this.#bytes + bytes <= this.#mostBytes || last >= scan) break
      this.#parts.delete(checksum)
      this.#bytes -= own
    }
    return this.#bytes + bytes <= this.#mostBytes
  }

  /** The arrays of these columns must not change any more. */
  keep(checksum: string, columns: ReadonlyMap<ColumnName, Column>, scan: number): void {
    const cached = this.#parts.get(checksum) ?? { columns: new Map<ColumnName, Column>(), bytes: 0, scan }
    this.#parts.set(checksum, cached)
    for (const [name, column] of columns) {
      if (cached.columns.has(name)) continue
      cached.columns.set(name, column)
      cached.bytes += bytesOf(column)
      this.#bytes += bytesOf(column)
    }
    this.#stayAwake()
  }

  clear(): void {
    this.#parts.clear()
    this.#bytes = 0
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #stayAwake(): void {
    this.#timer ??= setTimeout(() => this.clear(), this.#idleMs).unref()
    this.#timer.refresh()
  }
}

const NOTHING: ReadonlyMap<ColumnName, Column> = new Map()

function bytesOf(column: Column): number {
  switch (column.form) {
    case 'numbers':
      return OVERHEAD + column.values.byteLength
    case 'coded':
      return OVERHEAD + column.codes.byteLength + column.ids.byteLength
    case 'sparse':
      return OVERHEAD + column.rows.byteLength + column.values.byteLength
    case 'texts':
      // Two bytes a character, and what a text takes by itself.
      return OVERHEAD + column.codes.byteLength + column.texts.reduce((sum, text) => sum + 2 * text.length + 24, 0)
  }
}
