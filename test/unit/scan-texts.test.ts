import { screenClass } from '../../lib/reports/scan/dimensions.ts'
import { moneyOf, propertyOf } from '../../lib/reports/scan/properties.ts'

test.each([
  ['390x844', 'mobile'],
  ['575x1', 'mobile'],
  ['576x1', 'tablet'],
  ['991x1', 'tablet'],
  ['992x1', 'laptop'],
  ['1439x900', 'laptop'],
  ['1440x900', 'desktop'],
  ['5120x1440', 'desktop'],
  ['', ''],
  ['0x0', ''],
  ['wide', ''],
])('a screen of %s is %s', (size, expected) => {
  expect(screenClass(size)).toBe(expected)
})

test.each<[object, string | undefined]>([
  [{ plan: 'pro' }, 'pro'],
  [{ plan: 3 }, '3'],
  [{ plan: false }, 'false'],
  [{ plan: '' }, undefined],
  [{ plan: null }, undefined],
  [{ plan: { a: 1 } }, undefined],
  [{ plan: ['a'] }, undefined],
  [{}, undefined],
])('the property plan of %j is %j', (properties, expected) => {
  expect(propertyOf(properties as Record<string, unknown>, 'plan')).toBe(expected)
  expect(propertyOf(properties as Record<string, unknown>, 'toString')).toBeUndefined()
})

test.each<[object, { currency: string; parts: number } | undefined]>([
  [
    { revenue: '19.99', currency: 'eur' },
    { currency: 'EUR', parts: 199_900 },
  ],
  [{ revenue: 5 }, { currency: '', parts: 50_000 }],
  [
    { revenue: '.5', currency: ' USD ' },
    { currency: 'USD', parts: 5_000 },
  ],
  [
    { revenue: -3, currency: 'JPY' },
    { currency: 'JPY', parts: -30_000 },
  ],
  [
    { revenue: '1e3', currency: 'JPY' },
    { currency: 'JPY', parts: 10_000_000 },
  ],
  [{ revenue: 'much', currency: 'EUR' }, undefined],
  [{ revenue: '', currency: 'EUR' }, undefined],
  [{ revenue: 1e300, currency: 'EUR' }, undefined],
  [{ currency: 'EUR' }, undefined],
])('%j is worth %j', (properties, expected) => {
  expect(moneyOf(properties as Record<string, unknown>)).toEqual(expected)
})
