import { AppError } from './errors.ts'

/**
 * Where the next piece of a list begins: the sort values of the last row of this piece, as text that a client hands back
 * unread. A list that is paged by values rather than by counting shows no row twice when new ones come in.
 */
export const encodeCursor = (values: readonly number[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url')

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
