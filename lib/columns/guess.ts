import { DamagedBytes } from './bytes.ts'
import { arrayFor, narrow } from './pack.ts'
import type { Coded, Guessed } from './values.ts'

/** What `column` has that does not follow from the codes of `other`, a column of the same table. */
export function guessed(column: Coded, other: Coded): Guessed {
  const guesses = mostFrequent(column, other)
  const rows: number[] = []
  for (let row = 0; row < column.codes.length; row++)
    if (column.codes[row] !== guesses[other.codes[row] ?? 0]) rows.push(row)
  return {
    form: 'guessed',
    ids: column.ids,
    guesses: narrow(guesses),
    rows: Uint32Array.from(rows),
    codes: narrow(rows.map((row) => column.codes[row] ?? 0)),
  }
}

/** For each code of `other` the code of `column` that most of its rows have; of equal ones the lowest. */
function mostFrequent(column: Coded, other: Coded): Uint32Array {
  const width = column.ids.length
  const counts = new Map<number, number>()
  for (let row = 0; row < column.codes.length; row++) {
    const pair = (other.codes[row] ?? 0) * width + (column.codes[row] ?? 0)
    counts.set(pair, (counts.get(pair) ?? 0) + 1)
  }
  const guesses = new Uint32Array(other.ids.length)
  const most = new Uint32Array(other.ids.length)
  for (const [pair, count] of counts) {
    const [code, own] = [Math.floor(pair / width), pair % width]
    const best = most[code] ?? 0
    if (count < best || (count === best && own > (guesses[code] ?? 0))) continue
    guesses[code] = own
    most[code] = count
  }
  return guesses
}

/** The column again. Throws `DamagedBytes` when it was not made of `other`. */
export function unguessed({ ids, guesses, rows, codes: exceptions }: Guessed, other: Coded): Coded {
  if (guesses.length !== other.ids.length) throw new DamagedBytes('they belong to another column than this one')
  const codes = arrayFor(ids.length - 1, other.codes.length)
  for (let row = 0; row < codes.length; row++) codes[row] = guesses[other.codes[row] ?? 0] ?? 0
  for (let index = 0; index < rows.length; index++) codes[rows[index] ?? 0] = exceptions[index] ?? 0
  return { codes, ids }
}
