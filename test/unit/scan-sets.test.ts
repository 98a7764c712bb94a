import fc from 'fast-check'
import { countBits, countShared, grownBits, addBit } from '../../lib/reports/scan/bits.ts'
import { Histograms } from '../../lib/reports/scan/histograms.ts'
import { NO_GROUP } from '../../lib/reports/scan/kernels.ts'
import { countByView, countByVisit, sortByMember } from '../../lib/reports/scan/visitor-kernels.ts'
import { PairSet } from '../../lib/reports/scan/pair-set.ts'
import { compareTexts, firstOf } from '../../lib/reports/scan/ranking.ts'
import { RowGroups } from '../../lib/reports/scan/row-groups.ts'

const small = fc.integer({ min: 0, max: 300 })

test('bits count what is in one and in both', () => {
  fc.assert(
    fc.property(fc.array(small), fc.array(small), (first, second) => {
      const bitsOf = (list: readonly number[]) => {
        const bits = grownBits(new Uint32Array(1), 10)
        for (const number of list) addBit(bits, number)
        return bits
      }
      const [a, b] = [bitsOf(first), bitsOf(second)]
      expect(countBits(a)).toBe(new Set(first).size)
      expect(countShared(a, b)).toBe(new Set(first.filter((number) => second.includes(number))).size)
      const high = second.filter((number) => number >= 64)
      expect(countShared(a, b.subarray(2), 2)).toBe(new Set(first.filter((number) => high.includes(number))).size)
      expect(countShared(a, b, 2, a.length, 2)).toBe(new Set(first.filter((number) => high.includes(number))).size)
    }),
  )
})

test('pairs are new once, also after others were let go', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(9), fc.oneof(small, fc.integer({ min: 0, max: 2 ** 31 })))), (pairs) => {
      const set = new PairSet(4)
      const known = new Set<string>()
      for (const [group, member] of pairs) {
        const key = `${group} ${member}`
        expect(set.add(group, member)).toBe(!known.has(key))
        known.add(key)
      }
      expect(set.size).toBe(known.size)
      set.keep((group) => group > 4)
      for (const [group, member] of pairs) if (group > 4) expect(set.add(group, member)).toBe(false)
      set.clear()
      for (const [group, member] of pairs.slice(0, 1)) expect(set.add(group, member)).toBe(true)
    }),
  )
})

/** Rows are visitors with the groups of their page views, in two parts; two groups are one value, one is none. */
test.each([
  ['few groups', 0],
  ['more groups than two bytes hold', 70_000],
])('visitors by value, of visits and of views, with %s', (_what, more) => {
  const row = fc.record({ visitor: fc.nat(20), groups: fc.array(fc.nat(5), { maxLength: 3 }) })
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), fc.nat(40), fc.nat(10), (visits, first, from) => {
      const valueOf = Uint32Array.from({ length: 6 + more }, (_, group) => [0, 1, 1, 2, NO_GROUP, 3][group] ?? 4)
      const byVisit = new RowGroups(false)
      const byView = new RowGroups(true)
      const odd = Uint32Array.of(0, NO_GROUP, 3)
      // Not in the order of visits: they go by bands of visitors.
      const places = [...visits.keys()].reverse()
      const picked = {
        rows: Uint32Array.from([...places, visits.length + 1, visits.length + 2]),
        count: visits.length + 2,
        visits: visits.length,
      }
      const lane = Uint32Array.from(visits, ({ groups }) => groups[0] ?? NO_GROUP)
      const touches = visits.flatMap(({ groups }, at) => [...new Set(groups)].map((group) => ({ at, group })))
      const touched = {
        rows: Uint32Array.from(touches, ({ at }) => at),
        groups: Uint32Array.from(touches, ({ group }) => group),
        count: touches.length,
      }
      // With the second part groups may have become many.
      for (const groups of [6, 6 + more]) {
        byVisit.addVisits(picked, lane, odd, groups)
        byView.addViews(picked, { touched, starts: new Uint32Array(visits.length + 1) }, odd, groups)
      }
      const rows = [...visits.toReversed(), { visitor: 7, groups: [] }, { visitor: 9, groups: [3] }]
      for (const list of [byVisit, byView]) list.keepFirst([Math.min(first, rows.length), rows.length])
      const end = Math.min(first, rows.length)
      const stretches = [
        { part: 0, from: Math.min(from, end), end },
        { part: 1, from, end: rows.length },
      ].filter((stretch) => stretch.from < stretch.end)
      const kept = stretches.flatMap((stretch) => rows.slice(stretch.from, stretch.end))
      const members = Uint32Array.from(kept, ({ visitor }) => visitor + 5)
      const room = { rows: new Uint32Array(kept.length), members: new Uint32Array(22), ends: new Uint32Array(22) }
      const order = sortByMember(members, kept.length, 5, room)
      // Visitors with even numbers are new.
      const news = Uint32Array.of(0x55555555)
      const counted = (list: RowGroups) => {
        const into = { visitors: new Float64Array(5), newVisitors: new Float64Array(5) }
        const { groups, ends } = list.load(stretches, kept.length)
        const of = { groups: list, valueOf, news, into }
        if (ends === undefined) countByVisit(order, groups, of, new Uint32Array(5))
        else countByView(order, groups, ends, of, new Uint32Array(5))
        return into
      }
      const expected = (groupsOf: (groups: readonly number[]) => readonly number[], isNew: boolean) =>
        Float64Array.from([0, 1, 2, 3, 4], (value) => {
          const there = kept.filter(({ groups }) => groupsOf(groups).some((group) => valueOf[group] === value))
          const visitors = new Set(there.map(({ visitor }) => visitor + 5))
          return [...visitors].filter((visitor) => !isNew || visitor % 2 === 0).length
        })
      const one = (groups: readonly number[]) => groups.slice(0, 1)
      const all = (groups: readonly number[]) => groups
      expect(counted(byVisit)).toEqual({ visitors: expected(one, false), newVisitors: expected(one, true) })
      expect(counted(byView)).toEqual({ visitors: expected(all, false), newVisitors: expected(all, true) })
    }),
    { numRuns: more > 0 ? 20 : 300 },
  )
})

test('medians are the middle one, or the lower of two', () => {
  const histograms = new Histograms()
  for (const seconds of [5, 1, 9000, 2]) histograms.add(3, seconds)
  expect([histograms.median(3), histograms.median(0)]).toEqual([2, 0])
  histograms.add(3, 6)
  expect(histograms.median(3)).toBe(5)
})

test('the first of a list are those of the sorted list', () => {
  fc.assert(
    fc.property(fc.array(small), fc.nat(9), (list, most) => {
      const sorted = [...list].sort((a, b) => b - a).slice(0, most)
      expect(firstOf(list, most, (a, b) => a > b)).toEqual(sorted)
    }),
  )
})

test.each([
  ['a', 'b'],
  ['', 'a'],
  ['a', 'ab'],
  ['\uffee', '😀'],
  ['Z', 'a'],
])('%j comes before %j, as in UTF-8', (a, b) => {
  expect(Math.sign(compareTexts(a, b))).toBe(-1)
  expect(Math.sign(compareTexts(b, a))).toBe(1)
  expect(Buffer.compare(Buffer.from(a), Buffer.from(b))).toBe(-1)
})
