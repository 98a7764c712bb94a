import type { Selectable } from 'kysely'
import { FORMAT } from '../columns/column.ts'
import { insertRows } from '../db/dialect.ts'
import type { Engine, Reader, Writer } from '../db/open-db.ts'
import type { SealedPartsTable } from '../db/sealed-tables.ts'
import type { EncodedPart, PartFrame } from './encode-part.ts'
import { storedNumbers } from './encode-part.ts'
import type { Part } from './part.ts'
import { baseOf, COLUMN_NAMES } from './part.ts'
import { BUNDLE, cutColumns, joinColumns } from './pieces.ts'
import { readPieces } from './read-pieces.ts'

/** A part as the catalogue knows it. */
export interface PartEntry extends PartFrame {
  /** Unique in its project. */
  readonly part: number
  /** Of its columns, as stored. */
  readonly bytes: number
  readonly format: number
  readonly checksum: string
  readonly sealedAt: number
}

/** Rows in one statement. MySQL's driver writes bytes as hex, so one row is up to 15 KB of the 512 KB that hosts take. */
const ROWS_AT_ONCE = 24

/** Writes a part's columns and its line in the catalogue, in the caller's transaction. */
export async function insertPart(
  tx: Writer,
  engine: Engine,
  project: number,
  part: Part,
  encoded: EncodedPart,
  { partNumber, sealedAt }: { readonly partNumber: number; readonly sealedAt: number },
): Promise<PartEntry> {
  const rows = cutColumns(encoded.columns).map(({ number, piece, body }) => ({
    project_id: project,
    part: partNumber,
    number,
    piece,
    // MySQL's driver takes nothing but a Buffer for bytes.
    body: Buffer.from(body.buffer, body.byteOffset, body.byteLength),
  }))
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
    await insertRows(tx, engine, 'sealed_columns', rows.slice(at, at + ROWS_AT_ONCE))
  const row: Selectable<SealedPartsTable> = {
    project_id: project,
    first_day: part.firstDay,
    part: partNumber,
    last_day: part.lastDay,
    first_at: part.firstAt,
    last_at: part.lastAt,
    ...part.rows,
    bytes: encoded.bytes,
    format: FORMAT,
    checksum: encoded.checksum,
    sealed_at: sealedAt,
  }
  await insertRows(tx, engine, 'sealed_parts', [row])
  return entryOf(row)
}

/** Removes parts, in the caller's transaction. Throws when one of them is not there: somebody else has been at it. */
export async function deleteParts(
  tx: Writer,
  project: number,
  entries: readonly Pick<PartEntry, 'firstDay' | 'part'>[],
): Promise<void> {
  for (const { firstDay, part } of entries) {
    await tx.deleteFrom('sealed_columns').where('project_id', '=', project).where('part', '=', part).execute()
    const { numDeletedRows } = await tx
      .deleteFrom('sealed_parts')
      .where('project_id', '=', project)
      .where('first_day', '=', firstDay)
      .where('part', '=', part)
      .executeTakeFirst()
    if (Number(numDeletedRows) !== 1) throw new Error(`Part ${part} of day ${firstDay} is not there any more`)
  }
}

/** The project's parts with anything in [from, to), ms since 1970, in the order of their beginning; all of them by default. */
export async function catalogue(
  read: Reader,
  project: number,
  { from = Number.MIN_SAFE_INTEGER, to = Number.MAX_SAFE_INTEGER }: { from?: number; to?: number } = {},
): Promise<PartEntry[]> {
  const rows = await read
    .selectFrom('sealed_parts')
    .selectAll()
    .where('project_id', '=', project)
    .where('last_at', '>=', wholeSecond(from))
    .where('first_at', '<', to)
    .orderBy('first_at')
    .orderBy('part')
    .execute()
  return rows.map(entryOf)
}

/** How often the project's parts, or what of it lies in them, have changed. */
export async function generationOf(read: Reader, project: number): Promise<number> {
  const head = await read
    .selectFrom('seal_heads')
    .select('generation')
    .where('project_id', '=', project)
    .executeTakeFirst()
  return head?.generation ?? 0
}

/** Times in parts are whole seconds, so what was at `from` or a little later may lie just before it. */
const wholeSecond = (at: number) => (Number.isSafeInteger(at) ? at - (((at % 1_000) + 1_000) % 1_000) : at)

function entryOf(row: Selectable<SealedPartsTable>): PartEntry {
  const { visits, views, events, clicks, errors, stays, newcomers } = row
  return {
    firstDay: row.first_day,
    lastDay: row.last_day,
    base: baseOf(row.first_day),
    firstAt: row.first_at,
    lastAt: row.last_at,
    rows: { visits, views, events, clicks, errors, stays, newcomers },
    part: row.part,
    bytes: row.bytes,
    format: row.format,
    checksum: row.checksum,
    sealedAt: row.sealed_at,
  }
}

/** All columns of a part, as they are stored, by their numbers, which ascend. */
export async function storedColumns(read: Reader, project: number, entry: PartEntry): Promise<Map<number, Uint8Array>> {
  const pieces = await readPieces(read, project, [entry], [BUNDLE, ...storedNumbers(COLUMN_NAMES)])
  const columns = joinColumns(pieces.get(entry.part) ?? [])
  return new Map([...columns].sort(([a], [b]) => a - b))
}

export const frameOf = ({ firstDay, lastDay, base, firstAt, lastAt, rows }: PartEntry): PartFrame => ({
  firstDay,
  lastDay,
  base,
  firstAt,
  lastAt,
  rows,
})
