import { arrayFor } from './pack.ts'
import type { Coded, CodedTexts, Column, Sparse, Values } from './values.ts'

/**
 * Columns of one form as one, row after row. `lengths` are the rows of each one's table. `shifts`, of numbers only, is what
 * is added to every number of each.
 */
export function concatenate(
  columns: readonly Column[],
  lengths: readonly number[],
  shifts: readonly number[] = [],
): Column {
  const of = <F extends Column['form']>(form: F) =>
    columns.filter((column): column is Extract<Column, { form: F }> => column.form === form)
  const form = columns[0]?.form ?? 'numbers'
  switch (form) {
    case 'numbers':
      return {
        form,
        values: oneOf(
          of(form).map(({ values }) => values),
          shifts,
        ),
      }
    case 'coded':
      return { form, ...codedOf(of(form)) }
    case 'sparse':
      return { form, ...sparseOf(of(form), lengths) }
    case 'texts':
      return { form, ...textsOf(of(form)) }
  }
}

/** Numbers one after the other, in the narrowest array. */
function oneOf(lists: readonly Values[], shifts: readonly number[]): Values {
  let most = 0
  let length = 0
  lists.forEach((list, index) => {
    length += list.length
    for (let row = 0; row < list.length; row++) most = Math.max(most, (list[row] ?? 0) + (shifts[index] ?? 0))
  })
  const into = arrayFor(most, length)
  let at = 0
  lists.forEach((list, index) => {
    const shift = shifts[index] ?? 0
    for (let row = 0; row < list.length; row++) into[at++] = (list[row] ?? 0) + shift
  })
  return into
}

function codedOf(columns: readonly Coded[]): Coded {
  const all = new Set<number>()
  for (const { ids } of columns) for (const id of ids) all.add(id)
  const ids = Uint32Array.from(all).sort()
  const codeOf = new Map<number, number>()
  ids.forEach((id, code) => codeOf.set(id, code))
  const recoded = columns.map((column) =>
    recode(
      column.codes,
      Array.from(column.ids, (id) => codeOf.get(id) ?? 0),
    ),
  )
  return { codes: oneOf(recoded, []), ids }
}

function textsOf(columns: readonly CodedTexts[]): CodedTexts {
  const codeOf = new Map<string, number>()
  for (const { texts } of columns) for (const text of texts) if (!codeOf.has(text)) codeOf.set(text, codeOf.size)
  const recoded = columns.map(({ codes, texts }) =>
    recode(
      codes,
      texts.map((text) => codeOf.get(text) ?? 0),
    ),
  )
  return { codes: oneOf(recoded, []), texts: [...codeOf.keys()] }
}

function recode(codes: Values, fresh: readonly number[]): Uint32Array {
  const into = new Uint32Array(codes.length)
  for (let row = 0; row < codes.length; row++) into[row] = fresh[codes[row] ?? 0] ?? 0
  return into
}

function sparseOf(columns: readonly Sparse[], lengths: readonly number[]): Sparse {
  const count = columns.reduce((sum, { rows }) => sum + rows.length, 0)
  const [rows, values] = [new Uint32Array(count), new Uint32Array(count)]
  let at = 0
  let before = 0
  columns.forEach((column, index) => {
    const offset = before
    rows.set(
      column.rows.map((row) => row + offset),
      at,
    )
    values.set(column.values, at)
    at += column.rows.length
    before += lengths[index] ?? 0
  })
  return { rows, values }
}
