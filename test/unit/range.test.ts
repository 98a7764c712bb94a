import fc from 'fast-check'
import { DAY, HOUR } from '../../lib/core/clock.ts'
import { AppError } from '../../lib/core/errors.ts'
import { clampedInteger } from '../../lib/core/input.ts'
import { parseRange, rangeOf, wireRange } from '../../lib/reports/range.ts'
import { parseQuestion } from '../../lib/reports/report.ts'
import { anyText } from '../kit/arbitrary-text.ts'

// In Kolkata it is the 21st already.
const NOW = Date.parse('2026-11-20T20:00Z')
const days = (range: string | undefined, zone = 'UTC') => {
  const { from, to } = parseRange({ range }, zone, NOW)
  return `${from} ${to}`
}

test.each([
  [undefined, '2026-10-22 2026-11-20'],
  ['7d', '2026-11-14 2026-11-20'],
  ['1d', '2026-11-20 2026-11-20'],
  ['90D', '2026-08-23 2026-11-20'],
  ['12h', '2026-11-09 2026-11-20'],
  ['7-3', '2026-11-14 2026-11-20'],
  ['+7d', '2026-11-14 2026-11-20'],
])('range=%s is %s', (range, expected) => {
  expect(days(range)).toBe(expected)
})

test.each(['1y', 'abc', 'today', 'yesterday', '', '0d', '-5d', '--5', '+-7', 'Custom', '٣d'])(
  'range=%s is today',
  (range) => {
    expect(days(range)).toBe('2026-11-20 2026-11-20')
  },
)

test.each(['365d', '400d', '7d30', '9'.repeat(400)])('range=%s is a year', (range) => {
  expect(days(range)).toBe('2025-11-21 2026-11-20')
})

test('today is the day of the project', () => {
  expect(days('2d', 'Asia/Kolkata')).toBe('2026-11-20 2026-11-21')
  expect(days('2d', 'America/New_York')).toBe('2026-11-19 2026-11-20')
})

const custom = (from?: string, to?: string) => () => parseRange({ range: 'custom', from, to }, 'UTC', NOW)

test.each([
  ['2026-2-3', '2026-02-28', '2026-02-03 2026-02-28'],
  ['2026-11-20', '2026-11-20', '2026-11-20 2026-11-20'],
  ['2024-02-29', '2025-02-28', '2024-02-29 2025-02-28'],
  ['2030-01-01', '2030-01-02', '2030-01-01 2030-01-02'],
  ['9998-12-31', '9998-12-31', '9998-12-31 9998-12-31'],
])('custom %s to %s is %s', (from, to, expected) => {
  const range = custom(from, to)()
  expect(`${range.from} ${range.to}`).toBe(expected)
})

const FORMAT = 'Invalid date format. Use YYYY-MM-DD'

test.each([
  [undefined, undefined, FORMAT],
  ['2026-11-01', undefined, FORMAT],
  [undefined, '2026-11-01', FORMAT],
  ['2026-02-31', '2026-03-01', FORMAT],
  ['2025-02-29', '2025-03-01', FORMAT],
  ['2026-13-01', '2026-03-01', FORMAT],
  ['2026-00-01', '2026-03-01', FORMAT],
  ['2026-11-01 00:00:00', '2026-11-02', FORMAT],
  ['20261101', '2026-11-02', FORMAT],
  ['0001-01-01', '0001-01-02', FORMAT],
  ['9999-12-31', '9999-12-31', FORMAT],
  // Format comes first, then the order, then the length.
  ['2026-11-02', '2026-02-31', FORMAT],
  ['2026-11-02', '2026-11-01', "'from' must be before 'to'"],
  ['2026-11-02', '2020-11-01', "'from' must be before 'to'"],
  ['2024-02-29', '2025-03-01', 'Custom date range cannot exceed 365 days'],
])('custom %s to %s is refused: %s', (from, to, message) => {
  expect(custom(from, to)).toThrow(new AppError('invalid_input', message))
})

test('a range runs from the first instant of its first day to the first after its last', () => {
  const range = rangeOf('Europe/Berlin', '2026-10-24', '2026-10-25')
  expect(new Date(range.start).toISOString()).toBe('2026-10-23T22:00:00.000Z')
  expect((range.end - range.start) / HOUR).toBe(49)
  expect(wireRange(range)).toEqual({ from: '2026-10-24 00:00:00', to: '2026-10-25 23:59:59' })
})

test('a day that a zone left out is empty, and its neighbours are whole', () => {
  const length = (from: string, to: string) => {
    const { start, end } = rangeOf('Pacific/Apia', from, to)
    return (end - start) / DAY
  }
  expect(length('2011-12-29', '2011-12-29')).toBe(1)
  expect(length('2011-12-30', '2011-12-30')).toBe(0)
  expect(length('2011-12-31', '2011-12-31')).toBe(1)
  expect(length('2011-12-29', '2011-12-31')).toBe(2)
})

test.each([
  ['20', 20],
  ['7.9', 7],
  ['5abc', 5],
  [' 5', 5],
  ['0', 1],
  ['-3', 1],
  ['abc', 1],
  ['', 1],
  ['101', 100],
  ['9'.repeat(400), 100],
])('limit=%s is %d', (text, expected) => {
  expect(clampedInteger(text, 100)).toBe(expected)
})

test.each([
  [{ range: ['30d', '7d'] }, '2026-11-14'],
  [{ range: { d: '7' } }, '2026-10-22'],
  [{ range: [] }, '2026-10-22'],
  [{ range: ['7d', { a: '1' }] }, '2026-10-22'],
  [{ range: '7d', action: 'login', from: ['x'] }, '2026-11-14'],
])('the query %j begins at %s', (query, from) => {
  expect(parseQuestion(query, { id: 1, timeZone: 'UTC' }, { now: NOW, base: '' }).scope.range.from).toBe(from)
})

test('no text makes more than a refusal, and no range is longer than a year and a day', () => {
  const text = fc.option(fc.oneof(anyText(), fc.stringMatching(/^[0-9+\-dT:. ]{0,12}$/)), {
    nil: undefined,
  })
  fc.assert(
    fc.property(fc.oneof(text, fc.constant('custom')), text, text, (range, from, to) => {
      try {
        const { start, end } = parseRange({ range, from, to }, 'America/New_York', NOW)
        expect(end - start).toBeLessThanOrEqual(366 * DAY + 2 * HOUR)
        expect(start).toBeLessThan(end)
      } catch (refusal) {
        expect(refusal).toMatchObject({ code: 'invalid_input' })
      }
    }),
  )
})
