import fc from 'fast-check'
import { buildPart } from '../../lib/sealed-days/build-part.ts'
import { encodePart } from '../../lib/sealed-days/encode-part.ts'
import { mergeParts } from '../../lib/sealed-days/merge-parts.ts'
import type { Part } from '../../lib/sealed-days/part.ts'
import { codedOf, numbersOf, textsOf } from '../../lib/sealed-days/part.ts'
import { samePart } from '../../lib/sealed-days/same-part.ts'
import type { RowGroup } from '../kit/open-rows.ts'
import { joined, MONDAY, newcomersOf, numberOf, randomGroups } from '../kit/open-rows.ts'

const DAYS = 40

function partOf(groups: readonly RowGroup[], newcomers = newcomersOf(joined(groups)), firstDay = MONDAY): Part {
  return buildPart({ firstDay, lastDay: MONDAY + DAYS - 1 }, joined(groups), numberOf, newcomers)
}

test('parts that are merged are as if they had been sealed at once, byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1_000_000),
      fc.nat(60),
      fc.constantFrom(1, 2, DAYS),
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.nat(3), { minLength: 60, maxLength: 60 }),
      async (seed, count, days, pieces, sides) => {
        const groups = randomGroups(seed, count, days)
        const all = newcomersOf(joined(groups))
        const split = Array.from({ length: pieces }, (_, side) => ({
          groups: groups.filter((_group, index) => (sides[index] ?? 0) % pieces === side),
          newcomers: all.filter(({ number }) => number % pieces === side),
        }))
        const merged = await mergeParts(split.map((side) => partOf(side.groups, side.newcomers)))
        const whole = partOf(groups, all)
        expect(samePart(merged, whole)).toBe(true)
        expect((await encodePart(merged)).checksum).toBe((await encodePart(whole)).checksum)
      },
    ),
    { numRuns: 40 },
  )
})

test('parts of different days are moved to the first of them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(1_000_000), fc.nat(40), async (seed, count) => {
      const groups = randomGroups(seed, count, DAYS)
      const middle = MONDAY + DAYS / 2
      const isLate = ({ visits, views, events }: RowGroup) =>
        (visits[0]?.started_at ?? views[0]?.at ?? events[0]?.at ?? 0) >= middle * 86_400_000
      const late = groups.filter(isLate)
      const early = groups.filter((group) => !isLate(group))
      const merged = await mergeParts([partOf(late, [], middle), partOf(early, [])])
      expect(samePart(merged, partOf(groups, []))).toBe(true)
    }),
    { numRuns: 40 },
  )
})

test('merging again changes nothing', async () => {
  const part = partOf(randomGroups(7, 50))
  expect(samePart(await mergeParts([part]), part)).toBe(true)
  expect(samePart(await mergeParts([part, partOf([])]), part)).toBe(true)
  await expect(mergeParts([])).rejects.toThrow(RangeError)
})

test('what a visit did in one second stays in its order, whatever it is called', async () => {
  const group = randomGroups(1, 20).find(({ visits }) => visits.length > 0)
  const visit = group?.visits[0]
  if (group === undefined || visit === undefined) throw new Error('The seed made no visit')
  const event = (name: number, after: number, props: string) => ({
    at: Math.floor(visit.started_at / 1_000) * 1_000 + after,
    id: 9,
    name,
    visitor: visit.visitor,
    visit: visit.id,
    page: 1,
    props,
  })
  const events = [event(1, 900, 'c'), event(2, 500, 'b'), event(3, 100, 'a')]
  const stranger = { ...event(9, 50, 'x'), visit: 0 }
  const own = partOf([{ ...group, events }])
  const merged = await mergeParts([own, partOf([{ ...joined([]), events: [stranger] }])])
  const names = codedOf(merged, 'event.name')
  expect(Array.from(names.codes, (code) => names.ids[code])).toEqual([9, 3, 2, 1])
  expect([...numbersOf(merged, 'event.visit')]).toEqual([0, 1, 1, 1])
  expect(textsOf(merged, 'event.props').texts).toEqual(['x', 'a', 'b', 'c'])
})
