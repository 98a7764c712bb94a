import { readConfig } from '../../lib/config/config.ts'
import { judgeDisk } from '../../lib/health/check-disk.ts'

const MB = 1024 * 1024
const now = Date.parse('2026-11-25T12:00:00Z')
const twoWeeks = [
  { day: '2026-11-11', bytes: 100 * MB },
  { day: '2026-11-18', bytes: 130 * MB },
  { day: '2026-11-25', bytes: 170 * MB },
]

describe('how long the disk lasts', () => {
  test('without a quota only how large it is and how it grows', () => {
    expect(judgeDisk({ bytes: 170 * MB, log: twoWeeks, quota: 0, now })).toEqual({
      status: 'ok',
      message: 'The database takes 170 MB, and grows by 5 MB a day.',
      bytes: 170 * MB,
      bytes_per_day: 5 * MB,
    })
  })

  test('with a quota the day it is reached', () => {
    expect(judgeDisk({ bytes: 170 * MB, log: twoWeeks, quota: 1024 * MB, now })).toMatchObject({
      status: 'ok',
      message: 'The database takes 170 MB of 1024 MB, and grows by 5 MB a day. It will be full on 2027-05-15.',
      full_on: '2027-05-15',
    })
  })

  test.each([
    ['within a month', 300 * MB, '2026-12-21'],
    ['by now', 160 * MB, '2026-11-25'],
  ])('full %s is a warning with advice', (_when, quota, day) => {
    const found = judgeDisk({ bytes: 170 * MB, log: twoWeeks, quota, now })
    expect(found).toMatchObject({ status: 'warn', full_on: day })
    expect(found.message).toContain('DATABASE_QUOTA')
  })

  test('nearly full is a warning even when it does not grow', () => {
    const log = [
      { day: '2026-11-11', bytes: 100 * MB },
      { day: '2026-11-25', bytes: 95 * MB },
    ]
    const found = judgeDisk({ bytes: 95 * MB, log, quota: 100 * MB, now })
    expect(found).toMatchObject({ status: 'warn', bytes_per_day: expect.any(Number) as number })
    expect(found).not.toHaveProperty('full_on')
    expect(found.message).toContain('shrinks')
  })

  test.each([[[]], [[{ day: '2026-11-25', bytes: MB }]]])('one day tells no growth: %j', (log) => {
    expect(judgeDisk({ bytes: MB, log, quota: 0, now })).toEqual({
      status: 'ok',
      message: 'The database takes 1 MB.',
      bytes: MB,
    })
  })
})

test.each([
  ['1GB', 1024 ** 3],
  ['500 mb', 500 * MB],
  ['1.5g', 1.5 * 1024 ** 3],
  ['123', 123],
  ['2GiB', 2 * 1024 ** 3],
  ['', 0],
])('DATABASE_QUOTA %s', (text, bytes) => {
  expect(readConfig('/nowhere', { DATABASE_QUOTA: text }).databaseQuota).toBe(bytes)
})

test.each(['much', '-1', '0', '1 PB', '1e9999'])('DATABASE_QUOTA %s is refused in words', (text) => {
  expect(() => readConfig('/nowhere', { DATABASE_QUOTA: text })).toThrow('must be an amount such as 500MB or 1GB')
})
