import { coded, codedTexts, narrow } from './pack.ts'
import type { Column } from './values.ts'

/** The column of these rows alone (ascending), as if there had never been others. */
export function pick(column: Column, rows: Uint32Array): Column {
  switch (column.form) {
    case 'numbers':
      return { form: 'numbers', values: narrow(valuesAt(column.values, rows)) }
    case 'coded':
      return { form: 'coded', ...coded(valuesAt(column.codes, rows).map((code) => column.ids[code] ?? 0)) }
    case 'sparse': {
      const placeOf = new Map<number, number>()
      rows.forEach((row, place) => placeOf.set(row, place))
      const found = Array.from(column.rows, (row, index) => [placeOf.get(row), column.values[index] ?? 0] as const)
      const kept = found.filter((one): one is readonly [number, number] => one[0] !== undefined)
      return {
        form: 'sparse',
        rows: Uint32Array.from(kept, ([place]) => place),
        values: Uint32Array.from(kept, ([, value]) => value),
      }
    }
    case 'texts':
      return {
        form: 'texts',
        ...codedTexts(Array.from(rows, (row) => column.texts[column.codes[row] ?? 0] ?? '')),
      }
  }
}

function valuesAt(values: ArrayLike<number>, rows: Uint32Array): Float64Array {
  const into = new Float64Array(rows.length)
  for (let at = 0; at < rows.length; at++) into[at] = values[rows[at] ?? 0] ?? 0
  return into
}
