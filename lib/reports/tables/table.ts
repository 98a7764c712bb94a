/** Part of an answer as rows and columns, for CSV and the like. */
export interface Table {
  /** The key under which the answer has it. */
  readonly name: string
  /** Columns that are there even if no row is; what rows have beyond them comes behind. */
  readonly columns: readonly string[]
  readonly rows: readonly object[]
  /** Columns whose values may have any form; where rows are flat, they are JSON. */
  readonly loose?: readonly string[]
}

export type Cell = string | number | boolean | null | undefined

/** A row with the fields of objects inside it under names such as `device.type`; lists and what is `loose` as JSON. */
export function flatRow(row: object, loose: readonly string[] = [], prefix = ''): Record<string, Cell> {
  const cells: Record<string, Cell> = {}
  for (const [key, value] of Object.entries(row) as [string, unknown][]) {
    const name = prefix + key
    if (typeof value !== 'object' || value === null) cells[name] = value as Cell
    else if (Array.isArray(value) || loose.includes(name)) cells[name] = JSON.stringify(value)
    else Object.assign(cells, flatRow(value, loose, `${name}.`))
  }
  return cells
}
