import fc from 'fast-check'
import { AppError } from '../../lib/core/errors.ts'
import { tokensOf } from '../../lib/reports/filters/filter-tokens.ts'
import { parseFilter } from '../../lib/reports/filters/parse-filter.ts'
import { printFilter } from '../../lib/reports/filters/print-filter.ts'
import type { WrittenFilter } from '../../lib/reports/filters/written-filter.ts'
import { DIMENSIONS } from '../../lib/reports/filters/written-filter.ts'

const is = (name: 'country' | 'page' | 'browser' | 'event', ...values: string[]): WrittenFilter => ({
  dimension: { name },
  test: 'is',
  values,
})
const AT = is('country', 'AT')
const DE = is('country', 'DE')
const FF = is('browser', 'Firefox')

test.each<[string, WrittenFilter]>([
  ['country is AT', AT],
  ['  COUNTRY   Is AT  ', AT],
  ['country is AT|DE | FR', is('country', 'AT', 'DE', 'FR')],
  ['country is not AT', { not: AT }],
  ['not country is AT', { not: AT }],
  ['not not country is AT', { not: { not: AT } }],
  ['page is "/a \\"b\\" c\\\\d"', is('page', '/a "b" c\\d')],
  ['page is ""', is('page', '')],
  ['page contains blog', { dimension: { name: 'page' }, test: 'contains', values: ['blog'] }],
  ['page does not contain blog', { not: { dimension: { name: 'page' }, test: 'contains', values: ['blog'] } }],
  ['page matches /blog/*', { dimension: { name: 'page' }, test: 'matches', values: ['/blog/*'] }],
  ['page does not match /blog/*', { not: { dimension: { name: 'page' }, test: 'matches', values: ['/blog/*'] } }],
  ['utm_source is absent', { dimension: { name: 'utm_source' }, test: 'absent', values: [] }],
  ['utm_source is present', { not: { dimension: { name: 'utm_source' }, test: 'absent', values: [] } }],
  ['utm_source is not absent', { not: { dimension: { name: 'utm_source' }, test: 'absent', values: [] } }],
  ['utm_source is not present', { dimension: { name: 'utm_source' }, test: 'absent', values: [] }],
  ['utm_source is "absent"', { dimension: { name: 'utm_source' }, test: 'is', values: ['absent'] }],
  ['property:plan is pro', { dimension: { name: 'property', key: 'plan' }, test: 'is', values: ['pro'] }],
  ['property:"my plan" is pro', { dimension: { name: 'property', key: 'my plan' }, test: 'is', values: ['pro'] }],
  ['property:a:b is pro', { dimension: { name: 'property', key: 'a:b' }, test: 'is', values: ['pro'] }],
  ['country is AT and browser is Firefox', { all: [AT, FF] }],
  ['country is AT or country is DE and browser is Firefox', { any: [AT, { all: [DE, FF] }] }],
  ['(country is AT or country is DE) and browser is Firefox', { all: [{ any: [AT, DE] }, FF] }],
  ['not (country is AT or country is DE)', { not: { any: [AT, DE] } }],
  ['((country is AT))', AT],
  ['(country is AT AND (country is DE and browser is Firefox))', { all: [AT, { all: [DE, FF] }] }],
  ['segment is Buyers', { segments: ['Buyers'] }],
  ['segment is not "Big buyers"|7', { not: { segments: ['Big buyers', '7'] } }],
  ['event is "and"', is('event', 'and')],
  ['event is "|"|"("', is('event', '|', '(')],
])('%s', (text, filter) => {
  expect(parseFilter(text)).toEqual(filter)
})

test.each(['', ' ', '\n\t'])('%j is no filter', (text) => {
  expect(parseFilter(text)).toBeUndefined()
})

test('the example of the documentation', () => {
  const text = 'country is AT|DE and not page matches "/blog/*" and utm_source is absent and property:plan contains pro'
  const canonical =
    'country is AT|DE and page does not match /blog/* and utm_source is absent and property:plan contains pro'
  expect(printFilter(parseFilter(text) as WrittenFilter)).toBe(canonical)
})

test.each([
  [
    'country',
    'filter: "is", "is not", "contains", "does not contain", "matches", "does not match", "is absent" or "is present" was expected at character 8, but the filter ends.',
  ],
  ['country = AT', /was expected at character 9, but there is "="\.$/],
  ['country is', /^filter: a value was expected at character 11, but the filter ends\./],
  ['country is and browser is x', /^filter: a value was expected at character 12, but there is "and"\./],
  ['country is AT|', /^filter: a value was expected at character 15/],
  [
    'country is AT browser',
    /^filter: "and", "or" or the end was expected at character 15, but there is "browser"\. Text with spaces goes into quotes\.$/,
  ],
  ['city is New York', /^filter: "and", "or" or the end was expected at character 13, but there is "York"\./],
  ['(country is AT', /^filter: "\)" was expected at character 15, but the filter ends\./],
  ['country is AT)', /^filter: "and", "or" or the end was expected at character 14, but there is "\)"\./],
  [
    'contry is AT',
    /^filter: there is no dimension "contry" \(character 1\)\. There are: segment, page, .*property:plan\.$/,
  ],
  ['country:x is AT', /^filter: there is no dimension "country:x"/],
  ['property is x', /^filter: a property needs its name \(character 1\)/],
  ['property: is x', /^filter: a property needs its name \(character 1\)/],
  ['property: "plan" is x', /^filter: a property needs its name \(character 1\)/],
  ['"country" is AT', /^filter: a dimension, such as country or page was expected at character 1/],
  ['and', /^filter: there is no dimension "and"/],
  [
    'country is AT and',
    /^filter: a dimension, such as country or page was expected at character 18, but the filter ends/,
  ],
  ['page does contain x', /^filter: "not" was expected at character 11, but there is "contain"/],
  ['page does not be x', /^filter: "contain" or "match" was expected at character 15/],
  ['segment contains x', /^filter: "is" or "is not" was expected at character 9/],
  ['page is "a', /^The quote at character 9 of the filter is not closed\./],
  ['page is "a\\n"', /^The quote at character 9 of the filter is not closed\. Inside quotes a backslash/],
])('%s is refused', (text, sentence) => {
  const ask = () => parseFilter(text)
  expect(ask).toThrow(AppError)
  expect(ask).toThrow(sentence)
})

test('there is an end to everything', () => {
  const times = (many: number, text: string, by = '') => Array.from({ length: many }, () => text).join(by)
  expect(parseFilter(times(100, 'page is a', ' or '))).toBeDefined()
  expect(() => parseFilter(times(101, 'page is a', ' or '))).toThrow('A filter has at most 100 conditions')
  expect(parseFilter(`${times(20, '(')}page is a${times(20, ')')}`)).toBeDefined()
  expect(() => parseFilter(`${times(21, '(')}page is a${times(21, ')')}`)).toThrow(/^A filter has at most 20 parenth/)
  expect(() => parseFilter(`${times(21, 'not ')}page is a`)).toThrow(/^A filter has at most 20 parenth/)
  expect(parseFilter(`page is ${times(200, 'a', '|')}`)).toBeDefined()
  expect(() => parseFilter(`page is ${times(201, 'a', '|')}`)).toThrow('A condition has at most 200 values')
  expect(parseFilter(`page is ${times(2048, 'a')}`)).toBeDefined()
  expect(() => parseFilter(`page is ${times(2049, 'a')}`)).toThrow(/a value of at most 2048 characters was expected/)
  expect(() => parseFilter(`page is a${times(4000, ' ')}`)).toThrow('A filter has at most 4000 characters')
  expect(parseFilter(`property:${times(100, 'k')} is a`)).toBeDefined()
  expect(() => parseFilter(`property:${times(101, 'k')} is a`)).toThrow(/a property needs its name/)
})

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 5 }),
  fc.constantFrom('and', 'NOT', 'absent', 'is', '"', '\\', '\\"', '|', '(a)', ' ', '', 'a b', '*'),
)
const dimension = fc.oneof(
  fc.constantFrom(...DIMENSIONS.filter((name) => name !== 'property')).map((name) => ({ name })),
  fc
    .oneof(text, fc.constantFrom('plan', 'a:b', 'my plan'))
    .filter((key) => key !== '')
    .map((key) => ({ name: 'property' as const, key })),
)
const values = fc.array(text, { minLength: 1, maxLength: 3 })
const condition: fc.Arbitrary<WrittenFilter> = fc.oneof(
  fc.record({ dimension, test: fc.constantFrom('is' as const, 'contains' as const, 'matches' as const), values }),
  fc.record({ dimension, test: fc.constant('absent' as const), values: fc.constant([]) }),
  fc.record({ segments: values }),
)
const { filter } = fc.letrec<{ filter: WrittenFilter }>((tie) => {
  const parts = fc.array(tie('filter'), { minLength: 2, maxLength: 3 })
  return {
    filter: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      condition,
      fc.record({ all: parts }),
      fc.record({ any: parts }),
      fc.record({ not: tie('filter') }),
    ),
  }
})

test('what is printed is read as the same filter, and printed the same again', () => {
  fc.assert(
    fc.property(filter, (written) => {
      const printed = printFilter(written)
      fc.pre(printed.length <= 4000)
      const read = parseFilter(printed)
      expect(read).toEqual(written)
      expect(printFilter(read as WrittenFilter)).toBe(printed)
    }),
    { numRuns: 500 },
  )
})

test('no text does anything but be read or refused, and places are places in it', () => {
  const pieces = fc.constantFrom(
    'country',
    'is',
    'not',
    'and',
    'or',
    '(',
    ')',
    '|',
    '"',
    '\\',
    ' ',
    'AT',
    'property:',
    'segment',
    'does',
    'contain',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, text), { maxLength: 30 }), (parts) => {
      try {
        const read = parseFilter(parts.join(''))
        if (read !== undefined) expect(parseFilter(printFilter(read))).toEqual(read)
      } catch (fault) {
        expect(fault).toBeInstanceOf(AppError)
      }
    }),
    { numRuns: 1000 },
  )
  expect(tokensOf(' a  "b c"| (').map(({ kind, at }) => [kind, at])).toEqual([
    ['word', 2],
    ['quoted', 5],
    ['|', 10],
    ['(', 12],
    ['end', 13],
  ])
})
