import type { Reader } from '../db/open-db.ts'
import type { Piece } from './pieces.ts'

/** Rows of the columns of all of these parts, by part; those of one column in order. One statement sees all or nothing of a part. */
export async function readPieces(
  read: Reader,
  project: number,
  entries: readonly { readonly part: number }[],
  numbers: readonly number[],
): Promise<Map<number, Piece[]>> {
  const rows = await read
    .selectFrom('sealed_columns')
    .select(['number', 'part', 'piece', 'body'])
    .where('project_id', '=', project)
    .where('part', 'in', filled(entries.map(({ part }) => part)))
    .where('number', 'in', numbers)
    .execute()
  // Here rather than by the database, which would carry all the bytes through its sorting.
  rows.sort((a, b) => a.part - b.part || a.number - b.number || a.piece - b.piece)
  const byPart = new Map<number, Piece[]>()
  for (const row of rows) {
    const known = byPart.get(row.part)
    if (known === undefined) byPart.set(row.part, [row])
    else known.push(row)
  }
  return byPart
}

/** The list with its last entry repeated up to a power of 2: SQLite keeps a statement by its text, so few texts are best. */
function filled(list: readonly number[]): number[] {
  const length = 2 ** Math.ceil(Math.log2(Math.max(1, list.length)))
  return Array.from({ length }, (_, index) => list[Math.min(index, list.length - 1)] ?? 0)
}
