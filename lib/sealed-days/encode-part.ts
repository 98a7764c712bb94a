import { createHash } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import { DamagedBytes } from '../columns/bytes.ts'
import { decodeColumn, encodeColumn } from '../columns/column.ts'
import type { Room } from '../columns/rooms.ts'
import { KEPT } from '../columns/rooms.ts'
import type { Column, StoredColumn } from '../columns/values.ts'
import { FOLLOWERS } from './follows.ts'
import type { ColumnName, Part } from './part.ts'
import { COLUMN_NAMES, COLUMNS } from './part.ts'

/** A part as it is stored. */
export interface EncodedPart {
  /** By their numbers, which ascend. Columns of tables without rows are left out. */
  readonly columns: ReadonlyMap<number, Uint8Array>
  /** SHA-256, hex, over all of them. */
  readonly checksum: string
  /** All of them together. */
  readonly bytes: number
}

/** What is known of a part without its columns. */
export type PartFrame = Omit<Part, 'columns'>

const ROWS_IN_A_TURN = 50_000

/** The part must have all its columns. Others get a turn between columns that are long. The same part always gives the same bytes (with one build of zlib). */
export async function encodePart(part: Part): Promise<EncodedPart> {
  const names = COLUMN_NAMES.filter((name) => part.rows[COLUMNS[name].table] > 0).sort(byNumber)
  const columns = new Map<number, Uint8Array>()
  for (const name of names) {
    const rows = part.rows[COLUMNS[name].table]
    const stored = storedOf(part, name)
    // What is stored of a long column may have taken its time already.
    if (rows > ROWS_IN_A_TURN) await breathe()
    columns.set(COLUMNS[name].number, await encodeColumn(stored, rows))
  }
  return { columns, checksum: checksumOf(columns), bytes: sum([...columns.values()].map(({ length }) => length)) }
}

const byNumber = (a: ColumnName, b: ColumnName) => COLUMNS[a].number - COLUMNS[b].number

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

function storedOf(part: Part, name: ColumnName): StoredColumn {
  const column = part.columns.get(name)
  if (column === undefined) throw new Error(`The part has no column ${name}`)
  return FOLLOWERS.get(name)?.shorten(part) ?? column
}

/** Number, length and bytes of each column, in the order of their numbers. */
export function checksumOf(columns: ReadonlyMap<number, Uint8Array>): string {
  const hash = createHash('sha256')
  for (const [number, bytes] of columns) {
    const head = Buffer.alloc(8)
    head.writeUInt32LE(number)
    head.writeUInt32LE(bytes.length, 4)
    hash.update(head).update(bytes)
  }
  return hash.digest('hex')
}

/** The numbers of the columns that must be read for these, where others are known. */
export function storedNumbers(
  names: readonly ColumnName[],
  known: ReadonlyMap<ColumnName, Column> = new Map(),
): number[] {
  return needed(names, known).map((name) => COLUMNS[name].number)
}

const needed = (names: readonly ColumnName[], known: ReadonlyMap<ColumnName, Column>): ColumnName[] =>
  [...new Set(names.filter((name) => !known.has(name)).flatMap(withOthers))].filter((name) => !known.has(name))

const withOthers = (name: ColumnName): readonly ColumnName[] => [name, ...(FOLLOWERS.get(name)?.from ?? [])]

/**
 * The part with the columns of these names, some of which may be known. `columns` has at least those of `storedNumbers`;
 * `MissingColumn` is thrown when it has not, `DamagedBytes` when they are not what was stored.
 */
export async function decodePart(
  frame: PartFrame,
  columns: ReadonlyMap<number, Uint8Array>,
  names: readonly ColumnName[],
  { room = KEPT, known = new Map() }: { readonly room?: Room; readonly known?: ReadonlyMap<ColumnName, Column> } = {},
): Promise<Part> {
  const read = new Map<ColumnName, StoredColumn>()
  const decode = async (name: ColumnName) => read.set(name, await decodeOne(frame, columns, name, room))
  await Promise.all(needed(names, known).map(decode))
  const plain = new Map<ColumnName, Column>(known)
  for (const [name, column] of read) if (!FOLLOWERS.has(name) && column.form !== 'guessed') plain.set(name, column)
  const part: Part = { ...frame, columns: plain }
  return { ...frame, columns: new Map(names.map((name) => [name, restored(part, name, read.get(name), room)])) }
}

function restored(part: Part, name: ColumnName, stored: StoredColumn | undefined, room: Room): Column {
  const plain = part.columns.get(name)
  if (plain !== undefined) return plain
  const { table, form } = COLUMNS[name]
  if (part.rows[table] === 0) return emptyColumn(form)
  const follower = FOLLOWERS.get(name)
  if (follower === undefined || stored === undefined) throw new Error(`The column ${name} was not read`)
  return follower.restore(stored, part, room)
}

/** A column of a part is not there: the part has just been merged or rewritten, and is to be looked up again. */
export class MissingColumn extends Error {
  constructor(name: ColumnName, frame: PartFrame) {
    super(`The column ${name} of a part of day ${frame.firstDay} is not there any more`)
    this.name = 'MissingColumn'
  }
}

async function decodeOne(
  frame: PartFrame,
  columns: ReadonlyMap<number, Uint8Array>,
  name: ColumnName,
  room: Room,
): Promise<StoredColumn> {
  const { number, table, form } = COLUMNS[name]
  const rows = frame.rows[table]
  if (rows === 0) return emptyColumn(form)
  const bytes = columns.get(number)
  if (bytes === undefined) throw new MissingColumn(name, frame)
  const column = await decodeColumn(bytes, rows, room)
  const stored = FOLLOWERS.get(name)?.form ?? form
  if (column.form !== stored) throw new DamagedBytes(`${name} is ${column.form} instead of ${stored}`)
  return column
}

function emptyColumn(form: Column['form']): Column {
  switch (form) {
    case 'numbers':
      return { form, values: new Uint8Array() }
    case 'coded':
      return { form, codes: new Uint8Array(), ids: new Uint32Array() }
    case 'sparse':
      return { form, rows: new Uint32Array(), values: new Uint32Array() }
    case 'texts':
      return { form, codes: new Uint8Array(), texts: [] }
  }
}
