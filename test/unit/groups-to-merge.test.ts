import { DAY, HOUR } from '../../lib/core/clock.ts'
import { groupsToMerge } from '../../lib/sealed-days/compact.ts'
import { baseOf } from '../../lib/sealed-days/part.ts'
import type { PartEntry } from '../../lib/sealed-days/part-store.ts'

const DAY_0 = Date.parse('2026-03-10T00:00:00Z') / DAY
const NOON = DAY_0 * DAY + 12 * HOUR

/** A part of one day with so many page views; days from March 10. */
function entry(part: number, day: number, views: number, sealedAt = NOON + day * DAY): PartEntry {
  const firstDay = DAY_0 + day
  const rows = { visits: 1, views, events: 0, clicks: 0, errors: 0, stays: 0, newcomers: 0 }
  const times = { firstAt: firstDay * DAY, lastAt: firstDay * DAY + HOUR, base: baseOf(firstDay) }
  return { part, firstDay, lastDay: firstDay, ...times, rows, bytes: views * 10, format: 1, checksum: '', sealedAt }
}

const many = (count: number, day: number, views: number, from = 1) =>
  Array.from({ length: count }, (_, index) => entry(from + index, day, views))

const numbers = (groups: readonly (readonly PartEntry[])[]) => groups.map((group) => group.map(({ part }) => part))

describe('what is merged', () => {
  test.each([
    ['seven parts of today are left alone', many(7, 0, 500), NOON, []],
    ['eight parts of today', many(8, 0, 500), NOON, [[1, 2, 3, 4, 5, 6, 7, 8]]],
    ['two parts of a day that is over, after a while', many(2, 0, 500), NOON + 17 * HOUR, [[1, 2]]],
    ['a day that is just over may get more', many(2, 0, 500), NOON + 13 * HOUR, []],
    ['one part is enough', many(1, 0, 500), NOON + 9 * DAY, []],
    ['days of a month that goes on stay apart', [entry(1, 0, 500), entry(2, 1, 500)], NOON + 9 * DAY, []],
    ['days of a month that is over', [entry(1, 0, 500), entry(2, 1, 500)], NOON + 30 * DAY, [[1, 2]]],
    ['months stay apart', [entry(1, 0, 500), entry(2, 25, 500)], NOON + 90 * DAY, []],
    [
      'what is large is left alone',
      [entry(1, 0, 130_000), entry(2, 0, 500), entry(3, 0, 500)],
      NOON + 9 * DAY,
      [[2, 3]],
    ],
    [
      'never more than 250,000 rows',
      [entry(1, 0, 100_000), entry(2, 1, 100_000), entry(3, 2, 100_000), entry(4, 3, 100_000)],
      NOON + 30 * DAY,
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'nothing that was added to just now',
      [entry(1, 0, 500), entry(2, 0, 5, NOON + 40 * DAY)],
      NOON + 40 * DAY + HOUR,
      [],
    ],
  ] as [string, PartEntry[], number, number[][]][])('%s', (_name, entries, now, expected) => {
    expect(numbers(groupsToMerge(entries, now))).toEqual(expected)
  })
})
