import { HOUR, MINUTE } from '../../lib/core/clock.ts'
import { localTime } from '../../lib/core/time-zone.ts'
import type { Interval } from '../../lib/reports/query.ts'
import { bucketName, bucketStarts, parseInterval, parseWeekStart } from '../../lib/reports/periods/intervals.ts'
import { parsePeriod } from '../../lib/reports/periods/period.ts'

const NOW = Date.parse('2026-11-20T20:00Z')
const between = (from: string, to: string, zone = 'UTC') => parsePeriod({ from, to }, { zone, now: NOW })
const named = (from: string, to: string, interval: Interval, zone?: string, weekStart: 0 | 1 = 1) =>
  bucketStarts(between(from, to, zone), interval, weekStart).map((at) => bucketName(zone ?? 'UTC', at, interval))

test.each([
  ['2026-11-01T00:00', '2026-11-01T03:00', 'minute'],
  ['2026-11-01T00:00', '2026-11-01T03:01', 'hour'],
  ['2026-11-01', '2026-11-02', 'hour'],
  ['2026-10-24', '2026-10-25', 'hour'],
  ['2026-11-01', '2026-11-03', 'day'],
  ['2026-08-01', '2026-11-01', 'day'],
  ['2026-06-01', '2026-11-20', 'week'],
  ['2026-01-01', '2026-11-20', 'month'],
])('%s to %s is told by the %s unless told otherwise', (from, to, expected) => {
  expect(parseInterval(undefined, between(from, to, 'Europe/Vienna'))).toBe(expected)
})

test('some thousands of buckets are given, and no more', () => {
  expect(parseInterval('minute', between('2026-11-01', '2026-11-03'))).toBe('minute')
  expect(() => parseInterval('minute', between('2026-11-01', '2026-11-04'))).toThrow(
    'interval=minute would make 5,760 buckets of this range; at most 5,000 are given. Choose a longer interval or a shorter range.',
  )
  expect(parseInterval('month', between('1970-01-01', '2300-01-01'))).toBe('month')
  expect(() => parseInterval(undefined, between('1970-01-01', '9998-12-31'))).toThrow(/^interval=month would make/)
})

test('other words are refused', () => {
  expect(() => parseInterval('year', between('2026-11-01', '2026-11-03'))).toThrow(
    'interval must be one of: minute, hour, day, week, month',
  )
  expect(() => parseWeekStart('saturday')).toThrow('week must be monday or sunday')
  expect([parseWeekStart(undefined), parseWeekStart('monday'), parseWeekStart('sunday')]).toEqual([1, 1, 0])
})

test('days, weeks and months are those of the calendar', () => {
  expect(named('2026-02-27', '2026-03-01', 'day')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01'])
  // 1 November 2026 is a Sunday.
  expect(named('2026-11-01', '2026-11-09', 'week')).toEqual(['2026-10-26', '2026-11-02', '2026-11-09'])
  expect(named('2026-11-01', '2026-11-09', 'week', 'UTC', 0)).toEqual(['2026-11-01', '2026-11-08'])
  expect(named('2025-12-31', '2026-02-01', 'month')).toEqual(['2025-12-01', '2026-01-01', '2026-02-01'])
})

test('hours are those of the wall clock', () => {
  expect(named('2026-11-01T09:30', '2026-11-01T11:01', 'hour', 'Asia/Kolkata')).toEqual([
    '2026-11-01 09:00',
    '2026-11-01 10:00',
    '2026-11-01 11:00',
  ])
  const night = (day: string) =>
    named(`${day}T01:00`, `${day}T04:00`, 'hour', 'Europe/Vienna').map((at) => at.slice(11))
  expect(night('2026-03-29')).toEqual(['01:00', '03:00'])
  expect(night('2026-10-25')).toEqual(['01:00', '02:00', '02:00', '03:00'])
  expect(named('2026-10-25', '2026-10-25', 'minute', 'Europe/Vienna')).toHaveLength(25 * 60)
})

test.each(['Europe/Vienna', 'America/Havana', 'Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Kathmandu'])(
  'buckets in %s ascend, and each begins where its name says',
  (zone) => {
    for (const interval of ['hour', 'day', 'week', 'month'] as const) {
      const range = between('2011-10-01', '2012-04-15', zone)
      const starts = bucketStarts(range, interval, 1)
      expect(starts.filter((at, index) => index > 0 && at <= (starts[index - 1] ?? 0))).toEqual([])
      expect(starts[0]).toBeLessThanOrEqual(range.start)
      expect(starts[1]).toBeGreaterThan(range.start)
      expect(starts.at(-1)).toBeLessThan(range.end)
      const longest = interval === 'hour' ? HOUR + 30 * MINUTE : 32 * 24 * HOUR
      expect(starts.filter((at, index) => index > 0 && at - (starts[index - 1] ?? 0) > longest)).toEqual([])
      const odd = starts.filter((at) => !localTime(zone, at).endsWith(':00:00'))
      expect(odd.length).toBeLessThanOrEqual(2)
    }
  },
)
