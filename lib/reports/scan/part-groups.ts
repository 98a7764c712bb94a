import type { ColumnName } from '../../sealed-days/part.ts'
import { decodedBytes } from '../../sealed-days/part.ts'
import type { PartEntry } from '../../sealed-days/part-store.ts'

/** A part of which these columns are needed. */
export interface Wanted {
  readonly entry: PartEntry
  readonly columns: readonly ColumnName[]
}

/** Parts that are read with one question, all with the same columns. */
export interface Group {
  readonly entries: PartEntry[]
  columns: readonly ColumnName[]
  bytes: number
}

/** Parts of small projects, of which another question to the database would cost more than a column too many. */
const SMALL_BYTES = 200_000

/** The same list where nothing is added, so that what follows is seen to need the same. */
const union = (some: readonly ColumnName[], others: readonly ColumnName[]): readonly ColumnName[] =>
  others.every((name) => some.includes(name)) ? some : [...new Set([...some, ...others])]

/** In the order given, about so many decoded bytes at once. */
export function inGroups(wanted: readonly Wanted[], bytesAtOnce: number): Group[] {
  const groups: Group[] = []
  for (const { entry, columns } of wanted) {
    const bytes = decodedBytes(entry.rows, columns)
    const group = groups.at(-1)
    const sum = (group?.bytes ?? 0) + bytes
    if (group !== undefined && sum <= (group.columns === columns ? bytesAtOnce : SMALL_BYTES)) {
      if (group.columns !== columns) group.columns = union(group.columns, columns)
      group.entries.push(entry)
      group.bytes = sum
    } else groups.push({ entries: [entry], columns, bytes })
  }
  return groups
}
