import { DamagedBytes } from './bytes.ts'
import { narrow } from './pack.ts'
import type { Room } from './rooms.ts'
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

const NO_CODE = 0xffffffff

/**
 * For each code of `other` the code of `column` that most of its rows have; of equal ones the lowest. Nearly all rows have
 * the one that came first, which is counted in an array; a map of all pairs takes ten times as long.
 */
function mostFrequent(column: Coded, other: Coded): Uint32Array {
  const width = column.ids.length
  const first = new Uint32Array(other.ids.length).fill(NO_CODE)
  const most = new Uint32Array(other.ids.length)
  const counts = new Map<number, number>()
  for (let row = 0; row < column.codes.length; row++) {
    const [code, own] = [other.codes[row] ?? 0, column.codes[row] ?? 0]
    if (first[code] === NO_CODE) first[code] = own
    if (first[code] === own) most[code] = (most[code] ?? 0) + 1
    else counts.set(code * width + own, (counts.get(code * width + own) ?? 0) + 1)
  }
  const guesses = first.map((code) => (code === NO_CODE ? 0 : code))
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
export function unguessed({ ids, guesses, rows, codes: exceptions }: Guessed, other: Coded, room: Room): Coded {
  if (guesses.length !== other.ids.length) throw new DamagedBytes('they belong to another column than this one')
  const codes = room.values(ids.length - 1, other.codes.length)
  for (let row = 0; row < codes.length; row++) codes[row] = guesses[other.codes[row] ?? 0] ?? 0
  for (let index = 0; index < rows.length; index++) codes[rows[index] ?? 0] = exceptions[index] ?? 0
  return { codes, ids }
}
