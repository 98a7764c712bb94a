import { buildPart } from '../../lib/sealed-days/build-part.ts'
import { checkPart, WrongPart } from '../../lib/sealed-days/check-part.ts'
import type { OpenRows } from '../../lib/sealed-days/open-rows.ts'
import { difference, sumsOf } from '../../lib/sealed-days/part-sums.ts'
import { joined, MONDAY, newcomersOf, numberOf, randomGroups } from '../kit/open-rows.ts'

const DAYS = { firstDay: MONDAY, lastDay: MONDAY + 1 }
const ROWS = joined(randomGroups(3, 80))
const partOf = (rows: OpenRows) => buildPart(DAYS, rows, numberOf, newcomersOf(rows))

test('a part says what its rows say', () => {
  expect(() => checkPart(partOf(ROWS), ROWS, numberOf)).not.toThrow()
})

test.each<[string, OpenRows]>([
  ['a visit less', { ...ROWS, visits: ROWS.visits.slice(1) }],
  ['a view less', { ...ROWS, views: ROWS.views.slice(1) }],
  ['a click less', { ...ROWS, clicks: ROWS.clicks.slice(1) }],
  [
    'another page',
    { ...ROWS, views: ROWS.views.map((view, at) => (at === 3 ? { ...view, page: view.page + 1 } : view)) },
  ],
  [
    'another time',
    { ...ROWS, events: ROWS.events.map((event, at) => (at === 3 ? { ...event, at: event.at + 5000 } : event)) },
  ],
  [
    'somebody else',
    { ...ROWS, events: ROWS.events.map((event, at) => (at === 3 ? { ...event, visitor: 61 } : event)) },
  ],
  ['another issue', { ...ROWS, errors: ROWS.errors.map((error, at) => (at === 0 ? { ...error, issue: 99 } : error)) }],
])('a part with %s is noticed', (_name, rows) => {
  expect(() => checkPart(partOf(rows), ROWS, numberOf)).toThrow(WrongPart)
})

describe('sums of parts', () => {
  const groups = randomGroups(4, 60)
  const whole = sumsOf([partOf(joined(groups))])

  test('are the same however the rows are divided', () => {
    const halves = [groups.slice(0, 20), groups.slice(20)].map((some) => buildPart(DAYS, joined(some), numberOf))
    const undivided = sumsOf([buildPart(DAYS, joined(groups), numberOf)])
    expect(difference(sumsOf(halves), undivided)).toBeUndefined()
    expect(whole.size).toBeGreaterThan(40)
  })

  test('tell what differs', () => {
    const rows = joined(groups)
    const other = {
      ...rows,
      views: rows.views.map((view, at) => (at === 0 ? { ...view, title: view.title + 1 } : view)),
    }
    expect(difference(whole, sumsOf([partOf(other)]))).toBe('view.title')
  })
})
