import * as fc from 'fast-check'
import { chartPoints } from '../../dashboard/analytics/chart/chart-points.ts'
import { marksByBucket } from '../../dashboard/analytics/annotations/marks.ts'
import { conditionsOf } from '../../dashboard/analytics/panels/row-conditions.ts'
import { comparedWords, viewOf } from '../../dashboard/analytics/view.ts'
import { hrefOf, parsePlace } from '../../dashboard/routing/place.ts'

describe('places of the dashboard', () => {
  test('are read from their address again', () => {
    const part = fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' })
    const name = fc.stringMatching(/^[a-z]{1,8}$/)
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), fc.dictionary(name, part), (path, query) => {
        expect(parsePlace(hrefOf(path, query))).toEqual({ path, query: { ...query } })
      }),
    )
  })

  test.each([
    ['', [], {}],
    ['#', [], {}],
    ['#signin=abc', [], {}],
    ['#/', [], {}],
    [
      '#/p/1/analytics?range=7d&filter=page+is+%2Fa%3Fb',
      ['p', '1', 'analytics'],
      { range: '7d', filter: 'page is /a?b' },
    ],
    ['#/p/%E0%A4%A/x', ['p', '%E0%A4%A', 'x'], {}],
  ])('%s', (hash, path, query) => {
    expect(parsePlace(hash)).toEqual({ path, query })
  })

  test('empty words are left out', () => {
    expect(hrefOf(['p', 1, 'live'], { filter: '' })).toBe('#/p/1/live')
  })
})

describe('what is looked at', () => {
  test('is what the address says, as far as that is anything', () => {
    expect(viewOf(1, {})).toMatchObject({ range: '28d', compare: 'previous', filter: '' })
    expect(viewOf(1, { range: 'nonsense', compare: 'never' })).toMatchObject({ range: '28d', compare: 'previous' })
    expect(viewOf(1, { range: 'custom', from: '2026-11-01' })).toMatchObject({ range: '28d', from: '' })
    const custom = { range: 'custom', from: '2026-11-01', to: '2026-11-20' }
    expect(viewOf(1, custom)).toMatchObject(custom)
  })

  test('is compared with nothing where there is nothing before', () => {
    expect(comparedWords(viewOf(1, { range: 'all' })).compare).toBeUndefined()
    expect(comparedWords(viewOf(1, { compare: 'none' })).compare).toBeUndefined()
    expect(comparedWords(viewOf(1, { compare: 'year' })).compare).toBe('year')
  })
})

describe('a row of a list', () => {
  test.each([
    ['country', '', {}, ['country is absent']],
    ['country', 'AT', {}, ['country is AT']],
    ['source', '', { channel: 'direct' }, ['channel is direct']],
    ['source', 'Google', { channel: 'organic_search' }, ['source is Google']],
    ['source', 'Google', { channel: 'paid' }, ['source is Google', 'channel is paid']],
    ['city', 'Paris', { country: 'FR', region: 'IDF' }, ['city is Paris', 'country is FR']],
  ])('%s %j stands for %j', (dimension, value, fields, expected) => {
    const found = conditionsOf(dimension, { value, fields: fields })
    expect(found.map(({ dimension: of, test, values }) => [of, test, ...values].join(' '))).toEqual(expected)
  })
})

describe('the chart', () => {
  const series = [
    { at: '2026-11-20 08:00', visitors: 2, pageviews: 3 },
    { at: '2026-11-20 09:00', visitors: 1, pageviews: 1 },
    { at: '2026-11-20 10:00', visitors: 0, pageviews: 0 },
  ]

  test('leaves hours out that have not come yet, and only those', () => {
    expect(chartPoints({ series }, 'visitors', true).map(({ value }) => value)).toEqual([2, 1, null])
    expect(chartPoints({ series }, 'visitors', false).map(({ value }) => value)).toEqual([2, 1, 0])
  })

  test('puts beside each bucket what was there before', () => {
    const range = { from: '2026-11-19 00:00:00', to: '2026-11-19 23:59:59' }
    const compare = { range, totals: {}, change: {}, series: [{ at: '2026-11-19 08:00', visitors: 7 }] }
    expect(chartPoints({ series, compare }, 'visitors', false)).toEqual([
      { at: '2026-11-20 08:00', value: 2, beforeAt: '2026-11-19 08:00', before: 7 },
      { at: '2026-11-20 09:00', value: 1, beforeAt: undefined, before: null },
      { at: '2026-11-20 10:00', value: 0, beforeAt: undefined, before: null },
    ])
  })
})

describe('what happened', () => {
  const note = (at: string) => ({ kind: 'note' as const, at, text: 'A letter went out', id: 1 })

  test.each([
    [['2026-11-18', '2026-11-19', '2026-11-20'], '2026-11-19', 1],
    [['2026-11-18', '2026-11-19', '2026-11-20'], '2026-11-20 23:59:00', 2],
    [['2026-11-02', '2026-11-09', '2026-11-16'], '2026-11-15', 1],
    [['2026-10', '2026-11'], '2026-11-15', 1],
    [['2026-11-20 08:00', '2026-11-20 09:00'], '2026-11-20 08:59:59', 0],
    [['2026-11-20 00:00', '2026-11-20 01:00'], '2026-11-20', 0],
  ])('of %j, %s is in %i', (starts, at, expected) => {
    const points = starts.map((start) => ({ at: start }))
    expect(marksByBucket(points, [note(at)])).toEqual([{ at: expected, marks: [note(at)] }])
  })

  test('is nowhere before the first', () => {
    expect(marksByBucket([{ at: '2026-11-18' }], [note('2026-11-17')])).toEqual([])
  })
})
