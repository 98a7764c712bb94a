import * as fc from 'fast-check'
import { blockList, fits, isAmong } from '../../lib/ingest/ignored.ts'
import { cleanAddress } from '../../lib/projects/ignored-input.ts'

/** Addresses as whole numbers, so that a network can be counted by hand. */
const bytesOf = (bits: 32 | 128, value: bigint) =>
  Array.from({ length: bits / 8 }, (_, at) => Number((value >> BigInt(bits - 8 * (at + 1))) & 0xffn))

const v4 = (value: bigint): string => bytesOf(32, value).join('.')

const v6 = (value: bigint): string => {
  const bytes = bytesOf(128, value)
  const words = Array.from({ length: 8 }, (_, at) => ((bytes[at * 2] ?? 0) << 8) | (bytes[at * 2 + 1] ?? 0))
  return words.map((word) => word.toString(16)).join(':')
}

const FAMILIES = [
  { bits: 32, shortest: 8, write: v4 },
  { bits: 128, shortest: 16, write: v6 },
] as const

describe.each(FAMILIES)('networks of $bits bits', ({ bits, shortest, write }) => {
  const value = fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n })

  test('an address is in a network when their first bits are the same', () => {
    fc.assert(
      fc.property(
        value,
        value,
        fc.integer({ min: shortest, max: bits }),
        fc.boolean(),
        (network, other, prefix, near) => {
          const shift = BigInt(bits - prefix)
          // One that shares the first bits, as often as any other.
          const address = near ? ((network >> shift) << shift) | (other & ((1n << shift) - 1n)) : other
          const clean = cleanAddress(`${write(network)}/${prefix}`)
          expect(clean).toBe(`${write(network)}/${prefix}`)
          expect(isAmong(blockList([clean ?? '']), write(address))).toBe(network >> shift === address >> shift)
        },
      ),
      { seed: 20_261_125, numRuns: 500 },
    )
  })

  test('an address is itself, and no other', () => {
    fc.assert(
      fc.property(value, value, (one, other) => {
        const list = blockList([write(one)])
        expect(isAmong(list, write(one))).toBe(true)
        expect(isAmong(list, write(other))).toBe(one === other)
      }),
      { seed: 20_261_125, numRuns: 200 },
    )
  })

  test.each([0, shortest - 1, bits + 1, 999])('a prefix of %i bits is refused', (prefix) => {
    expect(cleanAddress(`${write(5n)}/${prefix}`)).toBeUndefined()
  })
})

test('whatever is written, what passes can be matched', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[\da-f:./]{1,24}$/)), (text) => {
      const clean = cleanAddress(text)
      if (clean !== undefined) expect(isAmong(blockList([clean]), clean.split('/')[0] ?? '')).toBe(true)
    }),
    { seed: 20_261_125, numRuns: 1000 },
  )
})

test.each([
  [' 203.0.113.7 ', '203.0.113.7'],
  ['2001:DB8::/48', '2001:db8::/48'],
  ['203.0.113.0/024', '203.0.113.0/24'],
  ['203.0.113.256', undefined],
  ['203.0.113.7/', undefined],
  ['fe80::1%eth0', undefined],
  ['localhost', undefined],
  ['', undefined],
])('%j is %j', (text, clean) => {
  expect(cleanAddress(text)).toBe(clean)
})

test('an address of one family is in no network of the other', () => {
  const list = blockList(['203.0.113.0/24', '2001:db8::/32'])
  expect(
    ['203.0.113.9', '2001:db8::9', '203.0.114.9', '2001:db9::9', '', 'x'].map((one) => isAmong(list, one)),
  ).toEqual([...[true, true, false, false, false, false]])
})

test.each([
  ['/admin', '/admin', true],
  ['/admin/x', '/admin', false],
  ['/admin/x', '/admin/*', true],
  ['/admin', '/admin*', true],
  ['/en/admin/x', '*/admin/*', true],
  ['/', '*', true],
  ['/aab', '/a*ab', true],
  ['/ab', '/a*ab', false],
  ['/a', '/a*a', false],
  ['/a.c', '/a?c', false],
  ['/x', '', false],
])('the path %j and the pattern %j: %s', (path, pattern, expected) => {
  expect(fits(path, pattern)).toBe(expected)
})

test('patterns mean what they mean as expressions', () => {
  const text = fc.stringMatching(/^[ab/]{0,12}$/)
  const pattern = fc.stringMatching(/^[ab/*]{0,6}$/)
  fc.assert(
    fc.property(text, pattern, (path, like) => {
      expect(fits(path, like)).toBe(new RegExp(`^${like.replaceAll('*', '.*')}$`).test(path))
    }),
    { seed: 20_261_125, numRuns: 2000 },
  )
})
