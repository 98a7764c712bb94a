import fc from 'fast-check'
import type { Filter } from '../../lib/reports/filter.ts'
import { parseFilter } from '../../lib/reports/filters/parse-filter.ts'
import { resolveFilter, segmentsIn } from '../../lib/reports/filters/resolve-filter.ts'
import { textTest } from '../../lib/reports/filters/text-test.ts'
import type { WrittenFilter } from '../../lib/reports/filters/written-filter.ts'

const goals = ['Buy', 'Sign up', '12'].map((name, at) => ({
  id: at + 11,
  name,
  deed: { kind: 'event', name } as const,
}))
const segments = [
  { id: 1, name: 'Near', filter: 'country is AT|DE' },
  { id: 2, name: 'Buyers', filter: 'goal is Buy or channel is paid' },
  { id: 3, name: 'Broken', filter: 'segment is Near' },
]
const written = (text: string) => parseFilter(text) as WrittenFilter
const resolved = (text: string) => resolveFilter(written(text), { goals, segments })
const is = (name: 'country' | 'channel' | 'goal' | 'utm_source', ...values: string[]): Filter => ({
  dimension: { name },
  test: 'is',
  values,
})
const NEAR = is('country', 'AT', 'DE')

test.each<[string, Filter]>([
  ['country is AT|DE', NEAR],
  ['not country is AT|DE', { not: NEAR }],
  ['segment is Near', { any: [NEAR] }],
  ['segment is 1', { any: [NEAR] }],
  ['segment is not Near|Buyers', { not: { any: [NEAR, { any: [is('goal', 'Buy'), is('channel', 'paid')] }] } }],
  ['country is AT and segment is Near', { all: [is('country', 'AT'), { any: [NEAR] }] }],
  ['channel is organic_search|direct', is('channel', 'direct', 'search')],
  ['channel contains S', is('channel', 'search', 'social')],
  ['channel matches *l', is('channel', 'social', 'referral', 'email')],
  ['channel is absent', is('channel')],
  ['goal is "Sign up"|11', is('goal', 'Sign up', 'Buy')],
  ['goal is 12', is('goal', '12')],
  ['goal contains i', is('goal', 'Sign up')],
  ['goal matches "* up"|B*', is('goal', 'Buy', 'Sign up')],
  ['goal is absent', { not: is('goal', 'Buy', 'Sign up', '12') }],
  ['utm_source is ""', { dimension: { name: 'utm_source' }, test: 'absent', values: [] }],
  [
    'utm_source is ""|news',
    { any: [is('utm_source', 'news'), { dimension: { name: 'utm_source' }, test: 'absent', values: [] }] },
  ],
])('%s', (text, filter) => {
  expect(resolved(text)).toEqual(filter)
})

test.each([
  ['segment is Far', 'There is no segment "Far"'],
  ['segment is Broken', 'The segment "Broken" has no usable filter. Save it anew.'],
  ['goal is Rent', 'There is no goal "Rent"'],
  ['channel is search', /^There is no channel "search"\. Channels are: direct, organic_search, social, /],
])('%s is refused', (text, sentence) => {
  expect(() => resolved(text)).toThrow(sentence)
})

test('the segments of a filter are found wherever they stand', () => {
  expect(segmentsIn(written('segment is a or not (page is x and segment is not b|c)'))).toEqual(['a', 'b', 'c'])
})

test.each([
  ['/blog/*', '/blog/', true],
  ['/blog/*', '/blog', false],
  ['/blog', '/blog/', false],
  ['*', '', true],
  ['**', 'a', true],
  ['*b', 'aab', true],
  ['a*a', 'a', false],
  ['a*a', 'aa', true],
  ['*a*b*', 'xaxbx', true],
  ['*b*a*', 'xaxbx', false],
  ['/A*', '/a', false],
  ['a.c', 'abc', false],
])('%s fits %s: %p', (pattern, text, expected) => {
  expect(textTest('matches', [pattern])(text)).toBe(expected)
})

test('a pattern fits what it was made of, however many stars it has', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '/') }), { minLength: 1 }),
      fc.string(),
      (parts, gap) => {
        expect(textTest('matches', [parts.join('*')])(parts.join(gap.replaceAll('*', '')))).toBe(true)
      },
    ),
  )
  const hostile = textTest('matches', [`${'*a'.repeat(1000)}*b`])
  expect(hostile('a'.repeat(2000))).toBe(false)
})

test('letters are one whatever their case for `contains` only', () => {
  expect([textTest('contains', ['BLOG'])('/my-blog'), textTest('is', ['A'])('a')]).toEqual([true, false])
})
