import { MOST_ROWS } from './column.ts'
import { arrayFor } from './pack.ts'
import type { Column, Values } from './values.ts'

/**
 * The rows in the order of their keys; equal ones in that of `tie`, or else as they were. Keys are whole numbers below
 * 2^31. Numbers are sorted without calling back, so key and row are made one number.
 */
export function orderBy(keys: ArrayLike<number>, tie: (a: number, b: number) => number = () => 0): Uint32Array {
  if (keys.length > MOST_ROWS) throw new RangeError(`${keys.length} rows; ${MOST_ROWS} are the most`)
  const sorted = new Float64Array(keys.length)
  for (let row = 0; row < keys.length; row++) sorted[row] = (keys[row] ?? 0) * MOST_ROWS + row
  sorted.sort()
  const order = new Uint32Array(keys.length)
  for (let at = 0; at < order.length; at++) order[at] = (sorted[at] ?? 0) % MOST_ROWS
  let begin = 0
  for (let at = 1; at <= order.length; at++) {
    if (at < order.length && keys[order[at] ?? 0] === keys[order[begin] ?? 0]) continue
    if (at - begin > 1) order.subarray(begin, at).sort((a, b) => tie(a, b) || a - b)
    begin = at
  }
  return order
}

/** Where each row goes by an order. */
export function placesBy(order: Uint32Array): Uint32Array {
  const places = new Uint32Array(order.length)
  for (let at = 0; at < order.length; at++) places[order[at] ?? 0] = at
  return places
}

/** The column with its rows in another order. */
export function arrange(column: Column, order: Uint32Array): Column {
  switch (column.form) {
    case 'numbers':
      return { form: 'numbers', values: picked(column.values, order) }
    case 'coded':
      return { form: 'coded', codes: picked(column.codes, order), ids: column.ids }
    case 'sparse': {
      const places = placesBy(order)
      const rows = column.rows.map((row) => places[row] ?? 0)
      const ascending = orderBy(rows)
      return { form: 'sparse', rows: picked(rows, ascending), values: picked(column.values, ascending) }
    }
    case 'texts':
      return { form: 'texts', ...inFirstOrder(picked(column.codes, order), column.texts) }
  }
}

/** All values are kept, so the array stays the narrowest. */
function picked<T extends Values>(values: T, order: Uint32Array): T {
  const into = values.slice() as T
  for (let at = 0; at < order.length; at++) into[at] = values[order[at] ?? 0] ?? 0
  return into
}

/** The same texts, in the order of their first appearance. */
function inFirstOrder(codes: Values, texts: readonly string[]): { codes: Values; texts: string[] } {
  const codeOf = new Map<number, number>()
  const ordered: string[] = []
  const recoded = arrayFor(texts.length - 1, codes.length)
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] ?? 0
    const known = codeOf.get(code)
    recoded[row] = known ?? ordered.length
    if (known !== undefined) continue
    codeOf.set(code, ordered.length)
    ordered.push(texts[code] ?? '')
  }
  return { codes: recoded, texts: ordered }
}
