import { AppError } from './errors.ts'

/**
 * Where the next piece of a list begins: the sort values of the last row of this piece, as text that a client hands back
 * unread. A list that is paged by values rather than by counting shows no row twice when new ones come in.
 */
export const encodeCursor = (values: readonly number[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url')

/**
 * The rows of a piece, and the cursor behind it when there is more: `found` is asked for with one row more than `most`,
 * which tells. `placeOf` gives the sort values of a row. Without `most` all rows are the piece.
 */
export function pieceOf<T>(
  found: readonly T[],
  most: number | undefined,
  placeOf: (row: T) => readonly number[],
): { readonly rows: readonly T[]; readonly next: { next_cursor?: string } } {
  const rows = found.slice(0, most)
  const last = rows.at(-1)
  const isMore = last !== undefined && found.length > rows.length
  return { rows, next: isMore ? { next_cursor: encodeCursor(placeOf(last)) } : {} }
}

/** The values of a cursor with that many of them; undefined for none. Throws `invalid_input` for what is no cursor. */
export function decodeCursor(text: string | undefined, length: number): readonly number[] | undefined {
  if (text === undefined || text === '') return undefined
  const values = parse(text)
  const isCursor =
    Array.isArray(values) && values.length === length && values.every((value) => Number.isSafeInteger(value))
  if (!isCursor) throw new AppError('invalid_input', 'cursor must be a next_cursor that this list gave')
  return values as number[]
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
