import { ByteReader, ByteWriter } from '../columns/bytes.ts'

/**
 * The most bytes in one row. Three such rows fill a page of InnoDB, and none is stored outside of its page; in SQLite one fills
 * a page of overflow and leaves a quarter of a page. Rows of 7,500 bytes took 14 % more of SQLite, and 1 % more of InnoDB;
 * rows of 5,040 take 40 % more of InnoDB.
 */
export const MOST_IN_PIECE = 5_000

/** Columns of up to so many bytes share a row: a row costs tens of bytes and a look-up of its own. */
const SMALL_COLUMN = 256

/** The number under which small columns of a part lie together. */
export const BUNDLE = 0

/** A row of `sealed_columns` as far as it differs within a part. */
export interface Piece {
  readonly number: number
  readonly piece: number
  readonly body: Uint8Array
}

/**
 * Cuts the columns of a part, given by number, into rows. When all of them fit into one row they are one; else only small
 * ones share a row, as many as fit.
 */
export function cutColumns(columns: ReadonlyMap<number, Uint8Array>): Piece[] {
  const entries = [...columns].sort(([a], [b]) => a - b)
  const whole = bundleOf(entries)
  if (whole.length <= MOST_IN_PIECE) return cut(BUNDLE, whole)
  const together: (readonly [number, Uint8Array])[] = []
  const apart: (readonly [number, Uint8Array])[] = []
  for (const entry of entries) {
    const fits = entry[1].length <= SMALL_COLUMN && bundleOf([...together, entry]).length <= MOST_IN_PIECE
    ;(fits ? together : apart).push(entry)
  }
  return [
    ...(together.length > 0 ? cut(BUNDLE, bundleOf(together)) : []),
    ...apart.flatMap(([number, bytes]) => cut(number, bytes)),
  ]
}

function cut(number: number, bytes: Uint8Array): Piece[] {
  const count = Math.ceil(bytes.length / MOST_IN_PIECE)
  return Array.from({ length: count }, (_, piece) => ({
    number,
    piece,
    body: bytes.subarray(piece * MOST_IN_PIECE, (piece + 1) * MOST_IN_PIECE),
  }))
}

/** For each column, in the order of their numbers: varint of the number, varint of the length, the bytes. */
function bundleOf(entries: readonly (readonly [number, Uint8Array])[]): Uint8Array {
  const out = new ByteWriter()
  for (const [number, bytes] of entries) {
    out.varint(number)
    out.varint(bytes.length)
    out.bytes(bytes)
  }
  return out.done()
}

/** The columns that these rows hold; rows of one column in the order of `piece`. Those of missing rows are cut short. */
export function joinColumns(pieces: readonly Piece[]): Map<number, Uint8Array> {
  const columns = new Map<number, Uint8Array>()
  const byNumber = new Map<number, Uint8Array[]>()
  for (const { number, body } of pieces) {
    const known = byNumber.get(number)
    if (known === undefined) byNumber.set(number, [body])
    else known.push(body)
  }
  for (const [number, bodies] of byNumber) {
    const [first] = bodies
    const bytes = bodies.length === 1 && first !== undefined ? first : Buffer.concat(bodies)
    if (number !== BUNDLE) columns.set(number, bytes)
    else for (const [own, part] of unbundled(bytes)) columns.set(own, part)
  }
  return columns
}

function unbundled(bytes: Uint8Array): [number, Uint8Array][] {
  const input = new ByteReader(bytes)
  const columns: [number, Uint8Array][] = []
  while (input.left > 0) columns.push([input.varint(), input.bytes(input.varint())])
  return columns
}
