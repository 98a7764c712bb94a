import type { Condition, DimensionRef } from '../filter.ts'
import { isBareValue } from './parse-filter.ts'
import type { WrittenFilter } from './written-filter.ts'
import { dimensionOf, isCondition } from './written-filter.ts'

/** The canonical text of a filter: what `parseFilter` reads as exactly this filter. */
export function printFilter(filter: WrittenFilter): string {
  if ('any' in filter) return filter.any.map(alternative).join(' or ')
  if ('all' in filter) return filter.all.map(part).join(' and ')
  if ('not' in filter) return negation(filter.not)
  if ('segments' in filter) return `segment is ${values(filter.segments)}`
  return `${printDimension(filter.dimension)} ${test(filter)}`
}

const alternative = (filter: WrittenFilter) => ('any' in filter ? inParentheses(filter) : printFilter(filter))

const part = (filter: WrittenFilter) =>
  'any' in filter || 'all' in filter ? inParentheses(filter) : printFilter(filter)

const inParentheses = (filter: WrittenFilter) => `(${printFilter(filter)})`

function negation(inside: WrittenFilter): string {
  if (isCondition(inside)) return `${printDimension(inside.dimension)} ${NEGATED[inside.test](inside.values)}`
  if ('segments' in inside) return `segment is not ${values(inside.segments)}`
  return `not ${part(inside)}`
}

const NEGATED: Readonly<Record<Condition['test'], (of: readonly string[]) => string>> = {
  is: (of) => `is not ${values(of)}`,
  contains: (of) => `does not contain ${values(of)}`,
  matches: (of) => `does not match ${values(of)}`,
  absent: () => 'is present',
}

const test = (condition: Condition) =>
  condition.test === 'absent' ? 'is absent' : `${condition.test} ${values(condition.values)}`

const values = (of: readonly string[]) => of.map((value) => (isBareValue(value) ? value : quoted(value))).join('|')

const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`

/** As people write it: `property:plan`. */
export function printDimension({ name, key }: DimensionRef): string {
  if (key === undefined) return name
  const isPlain = /^[^\s()|"]+$/.test(key) && dimensionOf(`property:${key}`) !== undefined
  return isPlain ? `${name}:${key}` : `${name}:${quoted(key)}`
}
