import { texts } from '../../language.ts'
import { valueName } from '../value-name.ts'
import type { Condition } from './condition.ts'

export const dimensionName = (dimension: string): string =>
  dimension.startsWith('property:') ? dimension.slice(9) : (texts.dimensions[dimension] ?? dimension)

/** A condition as people say it: `Country is Austria or Germany`. */
export function conditionName({ dimension, test, values }: Condition): string {
  const words = texts.filters
  const named = values.map((value) => valueName(dimension, value)).join(` ${words.or} `)
  return [dimensionName(dimension), words.shortTests[test], named].filter(Boolean).join(' ')
}
