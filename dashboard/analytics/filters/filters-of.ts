import { changeQuery } from '../../routing/use-place.ts'
import type { Condition } from './condition.ts'
import { readFilter, writeFilter } from './filter-text.ts'

interface Filters {
  /** Undefined where the filter says more than chips can show. */
  readonly conditions: readonly Condition[] | undefined
  readonly set: (conditions: readonly Condition[]) => void
  /** Adds some that are not there yet. */
  readonly add: (conditions: readonly Condition[]) => void
  readonly setText: (text: string) => void
}

/** The filter of the address. */
export function filtersOf(text: string): Filters {
  const conditions = readFilter(text)
  const setText = (filter: string) => changeQuery({ filter })
  return {
    conditions,
    setText,
    set: (next) => setText(writeFilter(next)),
    add(more) {
      const added = writeFilter(more.filter((one) => !conditions?.some((known) => isSame(known, one))))
      if (added === '') return
      setText(conditions === undefined ? `(${text}) and ${added}` : [text, added].filter(Boolean).join(' and '))
    },
  }
}

const isSame = (a: Condition, b: Condition): boolean => writeFilter([a]) === writeFilter([b])
