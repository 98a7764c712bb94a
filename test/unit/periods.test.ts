import fc from 'fast-check'
import { DAY, HOUR, MINUTE } from '../../lib/core/clock.ts'
import { AppError } from '../../lib/core/errors.ts'
import { localDay } from '../../lib/core/time-zone.ts'
import type { ComparisonWishes } from '../../lib/reports/periods/comparison.ts'
import { parseComparison } from '../../lib/reports/periods/comparison.ts'
import type { PeriodWishes } from '../../lib/reports/periods/period.ts'
import { parsePeriod, wirePeriod } from '../../lib/reports/periods/period.ts'

// A Friday. In Kolkata it is Saturday the 21st already.
const NOW = Date.parse('2026-11-20T20:00Z')
const LATER = Date.parse('2030-01-01T00:00Z')

const period = (wishes: PeriodWishes, zone = 'UTC', now = NOW, firstAt?: number) =>
  parsePeriod(wishes, { zone, now, firstAt })
const said = (wishes: PeriodWishes, zone?: string, now?: number, firstAt?: number) => {
  const { from, to } = wirePeriod(period(wishes, zone, now, firstAt))
  return `${from} - ${to}`
}
const days = (wishes: PeriodWishes, zone?: string) => {
  const { from, to } = period(wishes, zone)
  return `${from} ${to}`
}

test.each([
  [undefined, '2026-10-22 2026-11-20'],
  ['today', '2026-11-20 2026-11-20'],
  ['yesterday', '2026-11-19 2026-11-19'],
  ['1d', '2026-11-20 2026-11-20'],
  ['7d', '2026-11-14 2026-11-20'],
  ['28d', '2026-10-24 2026-11-20'],
  ['800d', '2024-09-12 2026-11-20'],
  ['1mo', '2026-11-01 2026-11-20'],
  ['12mo', '2025-12-01 2026-11-20'],
  ['month', '2026-11-01 2026-11-20'],
  ['last_month', '2026-10-01 2026-10-31'],
  ['year', '2026-01-01 2026-11-20'],
  ['last_year', '2025-01-01 2025-12-31'],
  ['all', '2026-11-20 2026-11-20'],
])('range=%s is %s', (range, expected) => {
  expect(days({ range })).toBe(expected)
})

test('a day is the project’s, and `all` begins with the oldest thing there is', () => {
  expect(days({ range: 'today' }, 'Asia/Kolkata')).toBe('2026-11-21 2026-11-21')
  const first = Date.parse('2024-02-29T20:00Z')
  expect(said({ range: 'all' }, 'Asia/Kolkata', NOW, first)).toBe('2024-03-01 00:00:00 - 2026-11-21 23:59:59')
  expect(said({ range: 'all' }, 'UTC', NOW, LATER)).toBe('2026-11-20 00:00:00 - 2026-11-20 23:59:59')
})

test.each([
  ['2026-11-01', '2026-11-01', '2026-11-01 00:00:00 - 2026-11-01 23:59:59'],
  ['2020-02-29', '2026-11-01', '2020-02-29 00:00:00 - 2026-11-01 23:59:59'],
  ['2026-11-01T09:30', '2026-11-01T09:31', '2026-11-01 09:30:00 - 2026-11-01 09:30:59'],
  ['2026-11-01 09:30:00', '2026-11-02', '2026-11-01 09:30:00 - 2026-11-02 23:59:59'],
  ['2026-11-01', '2026-11-01T12:00', '2026-11-01 00:00:00 - 2026-11-01 11:59:59'],
])('%s to %s is %s', (from, to, expected) => {
  for (const zone of ['UTC', 'Asia/Kolkata', 'America/New_York']) {
    expect(said({ from, to }, zone)).toBe(expected)
    expect(said({ range: 'custom', from, to }, zone)).toBe(expected)
  }
})

const RANGE = /^range must be today, yesterday, .* or custom with from and to$/
const DATES = /^from and to must both be given with range=custom, as days .* or as times/

test.each([
  [{ range: 'Today' }, RANGE],
  [{ range: '0d' }, RANGE],
  [{ range: '-7d' }, RANGE],
  [{ range: '7 d' }, RANGE],
  [{ range: '7D' }, RANGE],
  [{ range: '10000d' }, RANGE],
  [{ range: '481mo' }, RANGE],
  [{ range: '٣d' }, RANGE],
  [{ range: 'custom' }, DATES],
  [{ range: 'custom', from: '2026-11-01' }, DATES],
  [{ to: '2026-11-01' }, DATES],
  [{ from: '2026-2-3', to: '2026-11-01' }, DATES],
  [{ from: '2026-02-31', to: '2026-11-01' }, DATES],
  [{ from: '2026-02-01T24:00', to: '2026-11-01' }, DATES],
  [{ from: '2026-02-01T09:30:15', to: '2026-11-01' }, DATES],
  [{ from: '0001-01-01', to: '9999-01-01' }, DATES],
  [{ from: '2026-11-02', to: '2026-11-01' }, /^from must not be later than to$/],
  [{ from: '2026-11-01T10:00', to: '2026-11-01T10:00' }, /^from must be earlier than to$/],
  [{ range: '7d', from: '2026-11-01' }, /^from and to go with range=custom only, not with range=7d$/],
] as const)('%p is refused', (wishes, sentence) => {
  const ask = () => period(wishes)
  expect(ask).toThrow(AppError)
  expect(ask).toThrow(sentence)
})

describe('what a period is held against', () => {
  const against = (wishes: ComparisonWishes, range: PeriodWishes, zone = 'UTC', now = NOW) => {
    const found = parseComparison(wishes, period(range, zone, now), now)
    if (found === undefined) return undefined
    const { from, to } = wirePeriod(found)
    return `${from} - ${to}`
  }
  const PREVIOUS = { compare: 'previous' }

  test('nothing, unless it is asked for', () => {
    expect(against({}, { range: '7d' })).toBeUndefined()
  })

  test.each([
    [PREVIOUS, { range: 'yesterday' }, '2026-11-18 00:00:00 - 2026-11-18 23:59:59'],
    [PREVIOUS, { range: 'last_month' }, '2026-08-31 00:00:00 - 2026-09-30 23:59:59'],
    [PREVIOUS, { from: '2026-11-10', to: '2026-11-12' }, '2026-11-07 00:00:00 - 2026-11-09 23:59:59'],
    [PREVIOUS, { from: '2026-11-10T09:00', to: '2026-11-10T10:30' }, '2026-11-10 07:30:00 - 2026-11-10 08:59:59'],
    [{ compare: 'previous_weekday' }, { range: 'yesterday' }, '2026-11-12 00:00:00 - 2026-11-12 23:59:59'],
    [{ compare: 'previous', align: 'weekday' }, { range: 'yesterday' }, '2026-11-12 00:00:00 - 2026-11-12 23:59:59'],
    [
      { compare: 'previous_weekday' },
      { from: '2026-11-09', to: '2026-11-18' },
      '2026-10-26 00:00:00 - 2026-11-04 23:59:59',
    ],
    [{ compare: 'year' }, { range: 'last_month' }, '2025-10-01 00:00:00 - 2025-10-31 23:59:59'],
    [{ compare: 'year' }, { from: '2024-02-29', to: '2024-02-29' }, '2023-02-28 00:00:00 - 2023-02-28 23:59:59'],
    [{ compare: 'year', align: 'weekday' }, { range: 'yesterday' }, '2025-11-20 00:00:00 - 2025-11-20 23:59:59'],
    [
      { compare: 'custom', compare_from: '2020-01-01', compare_to: '2020-01-02T06:00' },
      { range: 'yesterday' },
      '2020-01-01 00:00:00 - 2020-01-02 05:59:59',
    ],
  ] as const)('%p of %p', (wishes, range, expected) => {
    expect(against(wishes, range)).toBe(expected)
  })

  test('a period that is running is held against as much of the other one', () => {
    expect(against(PREVIOUS, { range: 'today' })).toBe('2026-11-19 00:00:00 - 2026-11-19 19:59:59')
    expect(against(PREVIOUS, { range: '7d' }, 'Asia/Kolkata')).toBe('2026-11-08 00:00:00 - 2026-11-14 01:29:59')
    expect(against({ compare: 'year' }, { range: 'month' })).toBe('2025-11-01 00:00:00 - 2025-11-20 19:59:59')
    const running = { from: '2026-11-20T18:00', to: '2026-11-20T22:00' }
    expect(against(PREVIOUS, running)).toBe('2026-11-20 14:00:00 - 2026-11-20 15:59:59')
  })

  test('nothing lies before 1970', () => {
    const all = { from: '1970-01-01', to: '9998-12-31' }
    for (const compare of ['previous', 'previous_weekday', 'year'])
      expect(against({ compare }, all, 'UTC', LATER * 1000)).toMatch(/^1970-01-01 00:00:00 - (1970-01-01|9997-12-31)/)
    const times = { from: '1970-01-01T00:00', to: '9998-12-31T00:00' }
    expect(against(PREVIOUS, times, 'UTC', 0)).toBe('1970-01-01 00:00:00 - 1970-01-01 00:00:00')
  })

  test('days are held against days where a clock change makes them longer or shorter', () => {
    // On 25 October 2026 the clocks of Vienna went back.
    expect(against(PREVIOUS, { from: '2026-10-26', to: '2026-10-26' }, 'Europe/Vienna')).toBe(
      '2026-10-25 00:00:00 - 2026-10-25 23:59:59',
    )
    const sunday = parseComparison(PREVIOUS, period({ from: '2026-10-26', to: '2026-10-26' }, 'Europe/Vienna'), NOW)
    expect((sunday?.end ?? 0) - (sunday?.start ?? 0)).toBe(25 * HOUR)
  })

  test.each([
    [{ compare: 'before' }, /^compare must be previous, previous_weekday, year, or custom/],
    [{ align: 'month' }, /^align must be weekday$/],
    [{ compare: 'custom' }, /^compare_from and compare_to must both be given/],
    [{ compare: 'custom', compare_from: '2020-01-01' }, /^compare_from and compare_to must both be given/],
    [{ compare: 'year', compare_from: '2020-01-01' }, /^compare_from and compare_to go with compare=custom only$/],
    [{ compare_to: '2020-01-01' }, /^compare_from and compare_to go with compare=custom only$/],
  ] as const)('%p is refused', (wishes, sentence) => {
    expect(() => against(wishes, { range: '7d' })).toThrow(sentence)
  })

  test('of any days it has as many, right before them', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Vienna', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia')
    fc.assert(
      fc.property(zones, fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 900 }), (zone, first, more) => {
        const day = (at: number) => new Date(at * DAY).toISOString().slice(0, 10)
        const own = period({ from: day(first + 1000), to: day(first + 1000 + more) }, zone, LATER * 10)
        const other = parseComparison(PREVIOUS, own, LATER * 10)
        expect([other?.from, other?.to]).toEqual([day(first + 1000 - more - 1), day(first + 999)])
        // A day that its zone left out has no length.
        expect(other?.end).toBeLessThanOrEqual(own.start)
        expect(localDay(zone, (other?.end ?? 0) - MINUTE) <= day(first + 999)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})
