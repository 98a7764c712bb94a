import { buildPart } from '../../lib/sealed-days/build-part.ts'
import { keepRows } from '../../lib/sealed-days/keep-rows.ts'
import { numbersOf } from '../../lib/sealed-days/part.ts'
import { samePart } from '../../lib/sealed-days/same-part.ts'
import { joined, MONDAY, newcomersOf, numberOf, randomGroups } from '../kit/open-rows.ts'

const DAYS = { firstDay: MONDAY, lastDay: MONDAY + 1 }

describe('a part without some of its rows', () => {
  test.each([1, 2, 3, 4])('is as if they had never been (mix %i)', (seed) => {
    const groups = randomGroups(seed, 150)
    // Of rows without a visit equal ones cannot be told apart, so whole visits go.
    const goes = groups.map(({ visits }, index) => visits.length > 0 && index % 3 === 0)
    const rest = joined(groups.filter((_, index) => !goes[index]))
    const gone = new Set(
      groups.flatMap(({ visits }, index) => (goes[index] === true ? visits.map(({ id }) => id) : [])),
    )
    const whole = buildPart(DAYS, joined(groups), numberOf, newcomersOf(joined(groups)))
    const ids = numbersOf(whole, 'visit.id')
    const isGone = (row: number) => gone.has(ids[row] ?? 0)
    const refs = {
      events: numbersOf(whole, 'event.visit'),
      clicks: numbersOf(whole, 'click.visit'),
      errors: numbersOf(whole, 'error.visit'),
      stays: numbersOf(whole, 'stay.visit'),
    }
    const left = keepRows(whole, (table, row) => {
      if (table === 'visits') return !isGone(row)
      if (table === 'newcomers') return true
      const visit = refs[table][row] ?? 0
      return visit === 0 || !isGone(visit - 1)
    })
    expect(gone.size).toBeGreaterThan(20)
    expect(samePart(left, buildPart(DAYS, rest, numberOf, newcomersOf(joined(groups))))).toBe(true)
  })

  test('what hung on a visit that goes and stays hangs on none', () => {
    const whole = buildPart(DAYS, joined(randomGroups(5, 80)), numberOf)
    const left = keepRows(whole, (table) => table !== 'visits')
    expect(left.rows).toEqual({ ...whole.rows, visits: 0, views: 0 })
    for (const name of ['event.visit', 'click.visit', 'error.visit', 'stay.visit'] as const)
      expect([...numbersOf(left, name)].every((visit) => visit === 0)).toBe(true)
  })

  test('nothing of it is nowhere', () => {
    const left = keepRows(buildPart(DAYS, joined(randomGroups(6, 30)), numberOf), () => false)
    expect(left).toMatchObject({ firstAt: 0, lastAt: 0, rows: { visits: 0, views: 0, events: 0 } })
  })
})
