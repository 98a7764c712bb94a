import type { Column } from '../columns/values.ts'
import type { Part } from './part.ts'

/** Whether two parts say the same, value by value: asked before rows are given up for their columns. */
export function samePart(a: Part, b: Part): boolean {
  return (
    JSON.stringify(frameOf(a)) === JSON.stringify(frameOf(b)) &&
    a.columns.size === b.columns.size &&
    [...a.columns].every(([name, column]) => sameColumn(column, b.columns.get(name)))
  )
}

const frameOf = ({ firstDay, lastDay, base, firstAt, lastAt, rows }: Part) => {
  const { visits, views, events, clicks, errors, stays, newcomers } = rows
  return [firstDay, lastDay, base, firstAt, lastAt, visits, views, events, clicks, errors, stays, newcomers]
}

function sameColumn(a: Column, b: Column | undefined): boolean {
  switch (a.form) {
    case 'numbers':
      return b?.form === 'numbers' && sameList(a.values, b.values)
    case 'coded':
      return b?.form === 'coded' && sameList(a.codes, b.codes) && sameList(a.ids, b.ids)
    case 'sparse':
      return b?.form === 'sparse' && sameList(a.rows, b.rows) && sameList(a.values, b.values)
    case 'texts':
      return b?.form === 'texts' && sameList(a.codes, b.codes) && sameList(a.texts, b.texts)
  }
}

function sameList<T>(a: ArrayLike<T>, b: ArrayLike<T>): boolean {
  if (a.length !== b.length) return false
  for (let row = 0; row < a.length; row++) if (a[row] !== b[row]) return false
  return true
}
