import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { ByteReader } from '../../lib/columns/bytes.ts'
import type { Column } from '../../lib/columns/values.ts'
import { narrow } from '../../lib/columns/pack.ts'
import { buildPart } from '../../lib/sealed-days/build-part.ts'
import type { PartFrame } from '../../lib/sealed-days/encode-part.ts'
import { encodePart } from '../../lib/sealed-days/encode-part.ts'
import type { ColumnName, Part } from '../../lib/sealed-days/part.ts'
import { COLUMN_NAMES, COLUMNS } from '../../lib/sealed-days/part.ts'
import { joined, MONDAY, newcomersOf, numberOf, randomGroups } from './open-rows.ts'

/**
 * A part as it was stored by the version of the app that first wrote a format, and what it says. These files are never
 * changed. For a new format, raise `FORMAT` in `lib/columns/column.ts`, keep reading the old ones, and let
 * `GOLDEN=write npm test -- test/unit/golden-parts.test.ts` write the file that is missing; look at it, and commit it.
 */
export interface GoldenPart {
  readonly frame: PartFrame
  readonly checksum: string
  /** Bytes, hex, by the names of the columns. */
  readonly stored: Readonly<Record<string, string>>
  readonly decoded: Readonly<Record<string, PlainColumn>>
}

/** A column with plain lists. */
type PlainColumn =
  | { form: 'numbers'; values: number[] }
  | { form: 'coded'; codes: number[]; ids: number[] }
  | { form: 'sparse'; rows: number[]; values: number[] }
  | { form: 'texts'; codes: number[]; texts: string[] }

const FOLDER = path.join(__dirname, '../unit/golden')
const fileOf = (format: number) => path.join(FOLDER, `format-${format}.json`)

export const goldenFormats = (): number[] =>
  existsSync(FOLDER) ? readdirSync(FOLDER).map((name) => Number(/^format-(\d+)\.json$/.exec(name)?.[1])) : []

export const goldenPart = (format: number): GoldenPart => JSON.parse(readFileSync(fileOf(format), 'utf8')) as GoldenPart

/** Writes the file of a format that has none yet; never over one. */
export async function writeGoldenPart(format: number): Promise<void> {
  const rows = joined(randomGroups(20, 45))
  const part = buildPart({ firstDay: MONDAY, lastDay: MONDAY + 1 }, rows, numberOf, newcomersOf(rows))
  const { columns, checksum } = await encodePart(part)
  const { columns: own, ...frame } = part
  const golden: GoldenPart = {
    frame,
    checksum,
    stored: Object.fromEntries(
      COLUMN_NAMES.map((name) => [name, Buffer.from(columns.get(COLUMNS[name].number) ?? []).toString('hex')]),
    ),
    decoded: Object.fromEntries([...own].map(([name, column]) => [name, plainOf(column)])),
  }
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(fileOf(format), `${JSON.stringify(golden, null, 2)}\n`, { flag: 'wx' })
}

/** The stored columns by number, as they are read from rows. */
export const storedOf = (golden: GoldenPart): Map<number, Uint8Array> =>
  new Map(
    Object.entries(golden.stored)
      .map(([name, hex]) => [COLUMNS[name as ColumnName].number, Uint8Array.from(Buffer.from(hex, 'hex'))] as const)
      .sort(([a], [b]) => a - b),
  )

export function partOf(golden: GoldenPart): Part {
  const columns = new Map<ColumnName, Column>()
  for (const [name, column] of Object.entries(golden.decoded)) columns.set(name as ColumnName, packedOf(column))
  return { ...golden.frame, columns }
}

function plainOf(column: Column): PlainColumn {
  switch (column.form) {
    case 'numbers':
      return { form: 'numbers', values: [...column.values] }
    case 'coded':
      return { form: 'coded', codes: [...column.codes], ids: [...column.ids] }
    case 'sparse':
      return { form: 'sparse', rows: [...column.rows], values: [...column.values] }
    case 'texts':
      return { form: 'texts', codes: [...column.codes], texts: [...column.texts] }
  }
}

function packedOf(column: PlainColumn): Column {
  switch (column.form) {
    case 'numbers':
      return { form: 'numbers', values: narrow(column.values) }
    case 'coded':
      return { form: 'coded', codes: narrow(column.codes), ids: Uint32Array.from(column.ids) }
    case 'sparse':
      return { form: 'sparse', rows: Uint32Array.from(column.rows), values: Uint32Array.from(column.values) }
    case 'texts':
      return { form: 'texts', codes: narrow(column.codes), texts: column.texts }
  }
}

/**
 * A stored column with its body inflated, hex, without the checksum: builds of zlib deflate the same bytes differently, and all
 * of them inflate to the same.
 */
export function plainBytes(stored: Uint8Array): string {
  const input = new ByteReader(stored)
  const head = Buffer.from(input.bytes(3))
  if (head[2] !== 1) return Buffer.from(stored.subarray(0, -4)).toString('hex')
  const [rows, length] = [input.varint(), input.varint()]
  const body = inflateRawSync(input.bytes(input.left - 4))
  return `${head.toString('hex')} ${rows} ${length} ${body.toString('hex')}`
}
