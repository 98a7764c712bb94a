import { HOUR, MINUTE, SECOND } from '../../lib/core/clock.ts'
import type { Interval } from '../../lib/reports/query.ts'
import { bucketAt, bucketsOf } from '../../lib/reports/scan/buckets.ts'
import { periodOf } from '../../lib/reports/scan/period.ts'

const at = (text: string) => Date.parse(text)
const buckets = (zone: string, interval: Interval, from: string, to: string, weekStart: 0 | 1 = 1) =>
  bucketsOf(zone, interval, weekStart, periodOf({ start: at(from), end: at(to) }))

/** Zone, interval, first instant, end, and where the buckets begin. */
const CASES: [string, Interval, string, string, string[]][] = [
  ['UTC', 'day', '2026-11-01T00:00Z', '2026-11-03T00:00Z', ['2026-11-01T00:00Z', '2026-11-02T00:00Z']],
  // A day of 25 hours.
  ['Europe/Berlin', 'day', '2026-10-24T22:00Z', '2026-10-26T23:00Z', ['2026-10-24T22:00Z', '2026-10-25T23:00Z']],
  // The hour from 2 to 3 is there twice, and once not at all.
  [
    'Europe/Berlin',
    'hour',
    '2026-10-24T23:00Z',
    '2026-10-25T03:00Z',
    ['2026-10-24T23:00Z', '2026-10-25T00:00Z', '2026-10-25T01:00Z', '2026-10-25T02:00Z'],
  ],
  ['Europe/Berlin', 'hour', '2026-03-29T00:00Z', '2026-03-29T02:00Z', ['2026-03-29T00:00Z', '2026-03-29T01:00Z']],
  // Hours begin on the half hour of UTC.
  ['Asia/Kolkata', 'hour', '2026-11-20T00:00Z', '2026-11-20T01:00Z', ['2026-11-19T23:30Z', '2026-11-20T00:30Z']],
  // The clock goes back by half an hour at 15:00 UTC, to half past one.
  [
    'Australia/Lord_Howe',
    'hour',
    '2026-04-04T14:00Z',
    '2026-04-04T16:00Z',
    ['2026-04-04T14:00Z', '2026-04-04T15:00Z', '2026-04-04T15:30Z'],
  ],
  ['UTC', 'week', '2026-11-20T00:00Z', '2026-11-24T00:00Z', ['2026-11-16T00:00Z', '2026-11-23T00:00Z']],
  ['America/New_York', 'month', '2026-10-31T00:00Z', '2026-11-02T00:00Z', ['2026-10-01T04:00Z', '2026-11-01T04:00Z']],
  ['UTC', 'minute', '2026-11-20T10:00:30Z', '2026-11-20T10:02:00Z', ['2026-11-20T10:00Z', '2026-11-20T10:01Z']],
  ['UTC', 'day', '2026-11-20T00:00Z', '2026-11-20T00:00Z', []],
]

test.each(CASES)('%s, %s buckets from %s to %s', (zone, interval, from, to, starts) => {
  const found = buckets(zone, interval, from, to)
  expect(found.starts.map((start) => new Date(start).toISOString())).toEqual(
    starts.map((start) => new Date(start).toISOString()),
  )
})

test('weeks may begin on Sundays', () => {
  const { starts } = buckets('UTC', 'week', '2026-11-20T00:00Z', '2026-11-24T00:00Z', 0)
  expect(starts).toEqual([at('2026-11-15T00:00Z'), at('2026-11-22T00:00Z')])
})

test('a clock put back over midnight makes one day of two stretches', () => {
  // At one minute past midnight it became one minute past 23:00 of the day before; here changes fall on quarters of an hour.
  const found = buckets('America/St_Johns', 'day', '2009-11-01T01:30Z', '2009-11-01T04:30Z')
  const secondOf = (text: string) => at(text) / SECOND
  const days = [
    '2009-11-01T02:29:59Z',
    '2009-11-01T02:30:30Z',
    '2009-11-01T02:45Z',
    '2009-11-01T03:29Z',
    '2009-11-01T03:30Z',
  ]
  expect(days.map((text) => bucketAt(found, secondOf(text)))).toEqual([0, 1, 0, 0, 1])
  expect(found.count).toBe(2)
})

test.each<Interval>(['minute', 'hour', 'day', 'week', 'month'])('every second is in one %s', (interval) => {
  for (const zone of ['Europe/Berlin', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Asia/Kathmandu']) {
    const [from, to] = ['2018-02-17T00:00Z', '2018-02-19T00:00Z']
    const found = buckets(zone, interval, from, to)
    let last = 0
    for (let instant = at(from); instant < at(to); instant += interval === 'minute' ? MINUTE : HOUR / 6) {
      const bucket = bucketAt(found, instant / SECOND)
      expect(bucket).toBeDefined()
      expect(found.starts[bucket ?? 0]).toBeLessThanOrEqual(instant)
      last = bucket ?? 0
    }
    expect(last).toBe(found.count - 1)
    expect(bucketAt(found, at(to) / SECOND)).toBeUndefined()
    expect(bucketAt(found, at(from) / SECOND - 1)).toBeUndefined()
  }
})
