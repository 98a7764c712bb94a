import fc from 'fast-check'
import { countBits, countShared, grownBits, addBit } from '../../lib/reports/scan/bits.ts'
import { SeenSince } from '../../lib/reports/scan/first-seen.ts'
import { Histograms } from '../../lib/reports/scan/histograms.ts'
import { PairSet } from '../../lib/reports/scan/pair-set.ts'
import { compareTexts, firstOf } from '../../lib/reports/scan/ranking.ts'
import { SlotSets } from '../../lib/reports/scan/slot-sets.ts'

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

/** Visitors come in parts, whose numbers lie anywhere; values have large and small sets. */
test('sets of visitors by value, wherever their numbers lie', () => {
  const part = fc.record({
    base: fc.integer({ min: 0, max: 5000 }),
    pairs: fc.array(fc.tuple(fc.nat(5), fc.nat(200)), { minLength: 1 }),
  })
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
      const sets = new SlotSets(new SeenSince(0))
      const known = [0, 1, 2, 3, 4, 5].map(() => new Set<number>())
      for (const [at, { base, pairs }] of parts.entries()) {
        sets.open({ least: base, most: base + 200 }, 6)
        if (at === 0) {
          for (const value of [0, 1, 2]) sets.take(value)
          for (const value of [3, 4]) sets.takeSmall(value)
        }
        const listed = {
          rows: Uint32Array.from(pairs, (_, row) => row),
          groups: Uint32Array.from(pairs, ([value]) => value),
          count: pairs.length,
        }
        const present = [0, 1, 2, 3, 4, 5]
        const values = { present, valueOf: Uint32Array.from(present), room: new Uint32Array(6) }
        sets.addAll(
          listed,
          values,
          Uint32Array.from(pairs, ([, member]) => base + member),
        )
        for (const [value, member] of pairs) {
          sets.add(value, base + member)
          known[value]?.add(base + member)
        }
      }
      for (const value of [0, 1, 2, 3, 4]) expect(sets.size(value)).toBe(known[value]?.size)
      expect(sets.size(5)).toBe(0)
    }),
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
