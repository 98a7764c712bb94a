import fc from 'fast-check'
import { Bitmap } from '../../lib/columns/bitmap.ts'

test('a bitmap is a set', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.array(fc.nat(199)), (capacity, numbers) => {
      const bitmap = new Bitmap(capacity)
      const set = new Set<number>()
      for (const number of numbers.filter((given) => given < capacity)) {
        expect(bitmap.add(number)).toBe(!set.has(number))
        set.add(number)
      }
      expect(bitmap.count()).toBe(set.size)
      for (let number = 0; number < 210; number++) expect(bitmap.has(number)).toBe(set.has(number))
      bitmap.clear()
      expect(bitmap.count()).toBe(0)
    }),
  )
})

test('a number beyond the capacity is refused, not lost', () => {
  const bitmap = new Bitmap(33)
  expect(bitmap.add(32)).toBe(true)
  expect(() => bitmap.add(33)).toThrow(RangeError)
  expect(bitmap.has(33)).toBe(false)
})

test('all bits of a word are counted', () => {
  const bitmap = new Bitmap(96)
  for (let number = 0; number < 96; number++) bitmap.add(number)
  expect(bitmap.count()).toBe(96)
})
