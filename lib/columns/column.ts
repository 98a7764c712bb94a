import { crc32 } from 'node:zlib'
import { readBody, writeBody } from './body.ts'
import { ByteReader, ByteWriter, DamagedBytes } from './bytes.ts'
import { deflated, inflated } from './deflate.ts'
import type { Room } from './rooms.ts'
import type { StoredColumn } from './values.ts'

/** The version of the form of the bytes. Readers know all versions there ever were; writers write this one. */
export const FORMAT = 1

/** Far above what a part has; it keeps a damaged count from taking all memory. */
export const MOST_ROWS = 2 ** 22

const FORMS = ['numbers', 'coded', 'sparse', 'texts', 'guessed'] as const
const IS_DEFLATED = 1
/** Bytes. Inflating takes longer than reading, so a few bytes do not pay for it. */
const LEAST_SAVING = 16
const CHECK_BYTES = 4

/**
 * A column as bytes, the smaller of deflated and bit-packed; the same column always gives the same bytes (with one build
 * of zlib). `rows` is the length of its table, which those
 * that hold exceptions do not know. Up to 4,194,304 rows. ARCHITECTURE.md has the form.
 */
export async function encodeColumn(column: StoredColumn, rows = rowsOf(column)): Promise<Uint8Array> {
  if (rows > MOST_ROWS) throw new RangeError(`A column of ${rows} rows; ${MOST_ROWS} are the most`)
  const plain = writeBody(column, false)
  const small = await deflated(plain)
  const packed = writeBody(column, true)
  const isDeflated = small.length + LEAST_SAVING <= packed.length
  const out = new ByteWriter(packed.length + 32)
  out.byte(FORMAT)
  out.byte(FORMS.indexOf(column.form))
  out.byte(isDeflated ? IS_DEFLATED : 0)
  out.varint(rows)
  if (isDeflated) out.varint(plain.length)
  out.bytes(isDeflated ? small : packed)
  writeCheck(out)
  return out.done()
}

function rowsOf(column: StoredColumn): number {
  switch (column.form) {
    case 'numbers':
      return column.values.length
    case 'sparse':
    case 'guessed':
      return (column.rows.at(-1) ?? -1) + 1
    default:
      return column.codes.length
  }
}

function writeCheck(out: ByteWriter): void {
  const check = crc32(out.done())
  for (let shift = 0; shift < 8 * CHECK_BYTES; shift += 8) out.byte((check >>> shift) & 0xff)
}

/**
 * The column of the bytes, in the narrowest arrays or where `room` puts them. `rows` is how many it must have. Throws `DamagedBytes` for anything but
 * whole, unchanged bytes.
 */
export async function decodeColumn(bytes: Uint8Array, rows?: number, room?: Room): Promise<StoredColumn> {
  const input = new ByteReader(bytes)
  const version = input.byte()
  if (version !== FORMAT) throw new DamagedBytes(`form ${version} is not known to this version of the app`)
  if (bytes.length < CHECK_BYTES || crc32(bytes.subarray(0, -CHECK_BYTES)) !== checkOf(bytes))
    throw new DamagedBytes('their checksum is wrong')
  const form = FORMS[input.byte()]
  if (form === undefined) throw new DamagedBytes('a form that is unknown')
  const flags = input.byte()
  if (flags > IS_DEFLATED) throw new DamagedBytes(`flags ${flags} are unknown`)
  const found = input.varint()
  if (found > MOST_ROWS || (rows !== undefined && found !== rows))
    throw new DamagedBytes(`${found} rows instead of ${rows ?? `at most ${MOST_ROWS}`}`)
  const length = flags === IS_DEFLATED ? input.varint() : 0
  const body = input.bytes(input.left - CHECK_BYTES)
  return readBody(form, flags === IS_DEFLATED ? await inflated(body, length) : body, found, room)
}

function checkOf(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(bytes.length - CHECK_BYTES, true)
}
