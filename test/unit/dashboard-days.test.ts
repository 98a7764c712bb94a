import { fillDays, scaleTop } from '../../dashboard/report/fill-days.ts'

const range = (from: string, to: string) => ({ from: `${from} 00:00:00`, to: `${to} 23:59:59` })

describe('fillDays', () => {
  test('puts in the days that an answer leaves out', () => {
    const seen = { date: '2026-03-01', pageviews: 3, unique_visitors: 2 }
    const none = { pageviews: 0, unique_visitors: 0 }
    expect(fillDays({ range: range('2026-02-27', '2026-03-02'), over_time: [seen] })).toEqual([
      { date: '2026-02-27', ...none },
      { date: '2026-02-28', ...none },
      seen,
      { date: '2026-03-02', ...none },
    ])
  })

  test.each([
    ['2026-11-20', '2026-11-20', 1],
    // Clocks change in between, in most of the world.
    ['2026-03-01', '2026-11-30', 275],
    ['2027-12-01', '2028-02-29', 91],
  ])('%s to %s are %i days', (from, to, count) => {
    const days = fillDays({ range: range(from, to), over_time: [] })
    expect([days.length, days.at(-1)?.date]).toEqual([count, to])
  })
})

test.each([
  [0, 1],
  [1, 1],
  [2, 2],
  [3, 4],
  [5, 5],
  [6, 10],
  [11, 20],
  [41, 50],
  [99, 100],
  [100, 100],
  [401, 500],
  [123_456, 200_000],
])('the scale for %i ends at %i', (most, top) => {
  expect(scaleTop(most)).toBe(top)
})
