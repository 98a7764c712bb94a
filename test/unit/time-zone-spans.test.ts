import fc from 'fast-check'
import { DAY, HOUR } from '../../lib/core/clock.ts'
import { localDay } from '../../lib/core/time-zone.ts'
import { offsetSpans } from '../../lib/reports/offset-spans.ts'

const spansOf = (zone: string, start: string, end: string) =>
  offsetSpans(zone, Date.parse(start), Date.parse(end)).map(
    ({ until, offset }) => `${new Date(until).toISOString().slice(0, 16)} ${offset / HOUR}`,
  )

test.each([
  ['Asia/Kolkata', '2026-01-01', '2027-01-01', ['2027-01-01T00:00 5.5']],
  ['Europe/Berlin', '2026-01-01', '2027-01-01', ['2026-03-29T01:00 1', '2026-10-25T01:00 2', '2027-01-01T00:00 1']],
  ['Australia/Lord_Howe', '2026-04-01', '2026-04-10', ['2026-04-04T15:00 11', '2026-04-10T00:00 10.5']],
  ['Pacific/Apia', '2011-12-29', '2012-01-02', ['2011-12-30T10:00 -10', '2012-01-02T00:00 14']],
  // Morocco sets its clocks back for Ramadan.
  ['Africa/Casablanca', '2025-02-01', '2025-05-01', ['2025-02-23T02:00 1', '2025-04-06T02:00 0', '2025-05-01T00:00 1']],
  // A change at the very start or end of the interval is outside of it.
  ['Europe/Berlin', '2026-03-29T01:00Z', '2026-03-30', ['2026-03-30T00:00 2']],
  ['Europe/Berlin', '2026-03-28', '2026-03-29T01:00Z', ['2026-03-29T01:00 1']],
  ['UTC', '2026-03-28', '2026-03-28', ['2026-03-28T00:00 0']],
])('%s from %s to %s', (zone, start, end, expected) => {
  expect(spansOf(zone, start, end)).toEqual(expected)
})

test('the day by arithmetic is the day by the calendar, for any instant in any interval', () => {
  const zones = [
    'Europe/Berlin',
    'America/Sao_Paulo',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Asia/Beirut',
    'Africa/Casablanca',
  ]
  const first = Date.parse('2005-01-01')
  const last = Date.parse('2035-01-01')
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: first, max: last }),
      fc.integer({ min: 1, max: 366 * DAY }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (zone, start, length, where) => {
        const spans = offsetSpans(zone, start, start + length)
        const at = start + Math.floor(where * length)
        const offset = spans.find(({ until }) => at < until)?.offset ?? NaN
        expect(new Date(at + offset).toISOString().slice(0, 10)).toBe(localDay(zone, at))
      },
    ),
    { numRuns: 300 },
  )
})
