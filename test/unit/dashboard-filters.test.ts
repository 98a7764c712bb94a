import * as fc from 'fast-check'
import type { Condition } from '../../dashboard/analytics/filters/condition.ts'
import { negated, takesValues, TESTS } from '../../dashboard/analytics/filters/condition.ts'
import { readFilter, writeFilter } from '../../dashboard/analytics/filters/filter-text.ts'
import { parseFilter } from '../../lib/reports/filters/parse-filter.ts'
import { printFilter } from '../../lib/reports/filters/print-filter.ts'

const DIMENSIONS = ['page', 'country', 'utm_source', 'event', 'property:plan', 'property:my plan', 'segment'] as const
const values = fc.array(fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }), { minLength: 1, maxLength: 3 })

const condition: fc.Arbitrary<Condition> = fc
  .record({ dimension: fc.constantFrom(...DIMENSIONS), test: fc.constantFrom(...TESTS), values })
  .map((made) => ({
    ...made,
    test: made.dimension === 'segment' ? ('is' as const) : made.test,
    values: takesValues(made.test) || made.dimension === 'segment' ? made.values : [],
  }))

describe('filters of the dashboard', () => {
  test('are read again as they were written', () => {
    fc.assert(
      fc.property(fc.array(condition, { maxLength: 4 }), (conditions) => {
        expect(readFilter(writeFilter(conditions))).toEqual(conditions)
      }),
    )
  })

  test('are understood by the server, which may write them in its own words', () => {
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 4 }), (conditions) => {
        const parsed = parseFilter(writeFilter(conditions))
        expect(parsed).toBeDefined()
        if (parsed !== undefined) expect(readFilter(printFilter(parsed))).toEqual(conditions)
      }),
    )
  })

  test.each([
    ['country is AT or country is DE'],
    ['(country is AT)'],
    ['not country is AT'],
    ['country is'],
    ['country is AT and'],
    ['country likes AT'],
    ['page is "unclosed'],
  ])('%s is more than chips can show', (text) => {
    expect(readFilter(text)).toBeUndefined()
  })

  test.each([
    ['', []],
    ['utm_source IS NOT Present', [{ dimension: 'utm_source', test: 'is absent', values: [] }]],
    ['page does not match "/a b*"|/c', [{ dimension: 'page', test: 'does not match', values: ['/a b*', '/c'] }]],
    ['property:"my plan" is "and"', [{ dimension: 'property:my plan', test: 'is', values: ['and'] }]],
  ])('%s', (text, conditions) => {
    expect(readFilter(text)).toEqual(conditions)
  })

  test('the opposite of the opposite is the same', () => {
    for (const test of TESTS) {
      const one = { dimension: 'page', test, values: ['/'] }
      expect(negated(one).test).not.toBe(test)
      expect(negated(negated(one))).toEqual(one)
    }
  })
})
