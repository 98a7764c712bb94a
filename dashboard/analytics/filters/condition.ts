/** One test of a filter. Several values: any of them will do. */
export interface Condition {
  /** `country`, `property:plan`, or `segment` for a saved filter. */
  readonly dimension: string
  readonly test: Test
  readonly values: readonly string[]
}

export const TESTS = [
  'is',
  'is not',
  'contains',
  'does not contain',
  'matches',
  'does not match',
  'is present',
  'is absent',
] as const
export type Test = (typeof TESTS)[number]

/** Tests that are about no value. */
export const takesValues = (test: Test): boolean => test !== 'is present' && test !== 'is absent'

const OPPOSITES: Readonly<Record<Test, Test>> = {
  is: 'is not',
  'is not': 'is',
  contains: 'does not contain',
  'does not contain': 'contains',
  matches: 'does not match',
  'does not match': 'matches',
  'is present': 'is absent',
  'is absent': 'is present',
}

export const negated = (condition: Condition): Condition => ({ ...condition, test: OPPOSITES[condition.test] })

/** What a value of a list stands for; no value at all where nothing is known. */
export const isValue = (dimension: string, value: string): Condition =>
  value === '' ? { dimension, test: 'is absent', values: [] } : { dimension, test: 'is', values: [value] }
