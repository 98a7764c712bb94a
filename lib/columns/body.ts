import { ByteReader, ByteWriter, DamagedBytes } from './bytes.ts'
import { readNumbers, writeNumbers } from './numbers.ts'
import type { Room } from './rooms.ts'
import { KEPT } from './rooms.ts'
import type { Coded, CodedTexts, Guessed, Sparse, StoredColumn, Values } from './values.ts'

const MOST_ID = 0xffffffff

/** The bytes of a column's values, without its envelope. `isPacked` when deflate will not be tried on them. */
export function writeBody(column: StoredColumn, isPacked: boolean): Uint8Array {
  const out = new ByteWriter()
  switch (column.form) {
    case 'numbers':
      writeNumbers(out, column.values, isPacked)
      break
    case 'coded':
      out.varint(column.ids.length)
      writeNumbers(out, column.ids, isPacked)
      writeNumbers(out, column.codes, isPacked)
      break
    case 'sparse':
      out.varint(column.rows.length)
      writeNumbers(out, column.rows, isPacked)
      writeNumbers(out, column.values, isPacked)
      break
    case 'texts':
      writeTexts(out, column.texts)
      writeNumbers(out, column.codes, isPacked)
      break
    case 'guessed':
      out.varint(column.ids.length)
      writeNumbers(out, column.ids, isPacked)
      out.varint(column.guesses.length)
      writeNumbers(out, column.guesses, isPacked)
      out.varint(column.rows.length)
      writeNumbers(out, column.rows, isPacked)
      writeNumbers(out, column.codes, isPacked)
  }
  return out.done()
}

function writeTexts(out: ByteWriter, texts: readonly string[]): void {
  out.varint(texts.length)
  for (const text of texts) {
    const bytes = Buffer.from(text, 'utf8')
    out.varint(bytes.length)
    out.bytes(bytes)
  }
}

/** Reads a body of so many rows. Throws `DamagedBytes`. */
export function readBody(form: StoredColumn['form'], body: Uint8Array, rows: number, room: Room = KEPT): StoredColumn {
  const input = new ByteReader(body)
  const column = readForm(form, input, rows, room)
  input.end()
  return column
}

function readForm(form: StoredColumn['form'], input: ByteReader, rows: number, room: Room): StoredColumn {
  switch (form) {
    case 'numbers':
      return { form, values: readNumbers(input, rows, undefined, room) }
    case 'coded':
      return { form, ...readCoded(input, rows, room) }
    case 'sparse':
      return { form, ...readSparse(input, rows) }
    case 'texts':
      return { form, ...readTexts(input, rows, room) }
    case 'guessed':
      return readGuessed(input, rows)
  }
}

function readCoded(input: ByteReader, rows: number, room: Room): Coded {
  const ids = ascending(readNumbers(input, countOf(input, rows), MOST_ID))
  return { codes: readCodes(input, rows, ids.length, room), ids }
}

function readSparse(input: ByteReader, rows: number): Sparse {
  const count = countOf(input, rows)
  const at = ascending(readNumbers(input, count, Math.max(0, rows - 1)))
  return { rows: at, values: Uint32Array.from(readNumbers(input, count, MOST_ID)) }
}

function readTexts(input: ByteReader, rows: number, room: Room): CodedTexts {
  const count = countOf(input, rows)
  const texts: string[] = []
  for (let text = 0; text < count; text++) {
    const { buffer, byteOffset, byteLength } = input.bytes(input.varint())
    texts.push(Buffer.from(buffer, byteOffset, byteLength).toString('utf8'))
  }
  return { codes: readCodes(input, rows, count, room), texts }
}

function readGuessed(input: ByteReader, rows: number): Guessed {
  const ids = ascending(readNumbers(input, countOf(input, rows), MOST_ID))
  const guesses = readCodes(input, countOf(input, rows), ids.length)
  const count = countOf(input, rows)
  const at = ascending(readNumbers(input, count, Math.max(0, rows - 1)))
  return { form: 'guessed', ids, guesses, rows: at, codes: readCodes(input, count, ids.length) }
}

const readCodes = (input: ByteReader, rows: number, count: number, room?: Room): Values =>
  readNumbers(input, rows, Math.max(0, count - 1), room)

/** No column has more values of its own than rows. Numbers may cost no bytes, so this keeps a wrong count small. */
function countOf(input: ByteReader, rows: number): number {
  const count = input.varint()
  if (count > rows) throw new DamagedBytes(`${count} values for ${rows} rows`)
  return count
}

function ascending(numbers: Values): Uint32Array {
  for (let row = 1; row < numbers.length; row++)
    if ((numbers[row] ?? 0) <= (numbers[row - 1] ?? 0)) throw new DamagedBytes('values are not in order')
  return Uint32Array.from(numbers)
}
