import type { Condition, DimensionName, DimensionRef } from '../filter.ts'
import { DEED_DIMENSIONS, EVENT_DIMENSIONS, VIEW_DIMENSIONS, VISIT_DIMENSIONS } from '../filter.ts'

/** A filter as people write it: it may name saved segments, and channels go by the words of the reports. */
export type WrittenFilter =
  | { readonly all: readonly WrittenFilter[] }
  | { readonly any: readonly WrittenFilter[] }
  | { readonly not: WrittenFilter }
  | { readonly segments: readonly string[] }
  | Condition

export const DIMENSIONS: readonly DimensionName[] = [
  ...VIEW_DIMENSIONS,
  ...VISIT_DIMENSIONS,
  ...EVENT_DIMENSIONS,
  ...DEED_DIMENSIONS,
]

/** The longest value and the longest name of a property, in characters. */
export const LONGEST_VALUE = 2048
export const LONGEST_KEY = 100

/** `country`, `property:plan`: a dimension as it is written; undefined for what is none. */
export function dimensionOf(text: string): DimensionRef | undefined {
  const [, word = '', key] = /^([^:]*)(?::([\s\S]*))?$/.exec(text) ?? []
  const name = DIMENSIONS.find((known) => known === word.toLowerCase())
  if (name === undefined) return undefined
  if (name !== 'property') return key === undefined ? { name } : undefined
  return key === undefined || key === '' || key.length > LONGEST_KEY ? undefined : { name, key }
}

export const isCondition = (filter: WrittenFilter): filter is Condition => 'dimension' in filter
