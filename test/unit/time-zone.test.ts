import { addDays, isTimeZone, localDay, localTime, offsetAt, startOfDay } from '../../lib/core/time-zone.ts'
import { HOUR } from '../../lib/core/clock.ts'

describe('the start of a day', () => {
  test.each([
    ['UTC', '2026-11-20', '2026-11-20T00:00Z'],
    ['Asia/Kolkata', '2026-11-20', '2026-11-19T18:30Z'],
    ['Asia/Kathmandu', '2026-11-20', '2026-11-19T18:15Z'],
    ['Pacific/Kiritimati', '2026-11-20', '2026-11-19T10:00Z'],
    ['Pacific/Pago_Pago', '2026-11-20', '2026-11-20T11:00Z'],
    // Midnight does not exist: the clock goes from 24:00 to 01:00.
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00Z'],
    ['Asia/Beirut', '2022-03-27', '2022-03-26T22:00Z'],
    // The clock goes from 24:00 back to 23:00: the day before has 23:00 to 24:00 twice.
    ['America/Sao_Paulo', '2018-02-18', '2018-02-18T03:00Z'],
    ['Asia/Beirut', '2022-10-30', '2022-10-29T22:00Z'],
    // Midnight comes twice: the clock goes from 01:00 back to 00:00.
    ['America/Havana', '2026-11-01', '2026-11-01T04:00Z'],
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00Z'],
  ])('%s %s is %s', (zone, day, instant) => {
    const at = startOfDay(zone, day)
    expect(new Date(at).toISOString()).toBe(new Date(instant).toISOString())
    expect(localDay(zone, at)).toBe(day)
    expect(localDay(zone, at - 1)).not.toBe(day)
  })

  test.each([
    ['Europe/Berlin', '2026-03-29', 23],
    ['Europe/Berlin', '2026-10-25', 25],
    ['Europe/Berlin', '2026-11-20', 24],
    ['America/New_York', '2026-03-08', 23],
    ['America/New_York', '2026-11-01', 25],
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
    ['Australia/Lord_Howe', '2026-10-04', 23.5],
    ['America/Sao_Paulo', '2018-11-04', 23],
    ['America/Sao_Paulo', '2018-02-17', 25],
    ['Asia/Beirut', '2022-03-27', 23],
    ['Asia/Beirut', '2022-10-29', 25],
    ['Asia/Kolkata', '2026-03-29', 24],
  ])('%s %s has %d hours', (zone, day, hours) => {
    expect((startOfDay(zone, addDays(day, 1)) - startOfDay(zone, day)) / HOUR).toBe(hours)
  })
})

test.each([
  ['Asia/Kolkata', '2026-11-20T18:29:59.999Z', '2026-11-20 23:59:59'],
  ['Asia/Kolkata', '2026-11-20T18:30Z', '2026-11-21 00:00:00'],
  ['Australia/Lord_Howe', '2026-04-04T14:59Z', '2026-04-05 01:59:00'],
  ['Australia/Lord_Howe', '2026-04-04T15:00Z', '2026-04-05 01:30:00'],
  ['Pacific/Apia', '2011-12-30T09:59:59Z', '2011-12-29 23:59:59'],
  ['Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31 00:00:00'],
])('the wall clock in %s at %s shows %s', (zone, at, shown) => {
  expect(localTime(zone, Date.parse(at))).toBe(shown)
})

test('offsets do not depend on what was asked before', () => {
  const change = Date.parse('2026-03-29T01:00Z')
  expect([-1, 0, -1].map((shift) => offsetAt('Europe/Berlin', change + shift) / HOUR)).toEqual([1, 2, 1])
})

test.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['', false],
  ['Mars/Olympus', false],
  ['__proto__', false],
])('is %j a time zone: %p', (zone, expected) => {
  expect(isTimeZone(zone)).toBe(expected)
})
