import fc from 'fast-check'
import { DamagedBytes } from '../../lib/columns/bytes.ts'
import { decodeColumn, encodeColumn, MOST_ROWS } from '../../lib/columns/column.ts'
import { coded, codedTexts, narrow } from '../../lib/columns/pack.ts'
import type { Column } from '../../lib/columns/values.ts'

const wide = fc.maxSafeNat()
const narrowNumber = fc.oneof(fc.nat(0), fc.nat(3), fc.nat(255), fc.nat(256), fc.nat(70_000), fc.nat(0xffffffff))
const id = fc.nat(0xffffffff)
const list = <T>(of: fc.Arbitrary<T>) => fc.array(of, { maxLength: 300 })
/** Runs of what repeats, because real columns have many. */
const runs = list(fc.tuple(narrowNumber, fc.nat(40))).map((found) =>
  found.flatMap(([value, times]) => Array.from({ length: times % 40 }, () => value)),
)
const rising = list(fc.nat(1_000)).map((steps) => {
  let sum = 0
  return steps.map((step) => (sum += step))
})

const numbers = fc
  .oneof(list(wide), list(narrowNumber), runs, rising, list(fc.constant(Number.MAX_SAFE_INTEGER)))
  .map((values): Column => ({ form: 'numbers', values: narrow(values) }))
const codedColumn = fc.oneof(list(id), runs).map((values): Column => ({ form: 'coded', ...coded(values) }))
const sparse = fc.uniqueArray(fc.nat(5_000), { maxLength: 200 }).chain((rows) =>
  fc.array(id, { minLength: rows.length, maxLength: rows.length }).map((values): Column => ({
    form: 'sparse',
    rows: Uint32Array.from(rows).sort(),
    values: Uint32Array.from(values),
  })),
)
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '{"plan":"Größe 😀"}', '\u0000', 'a'.repeat(400)),
)
const texts = list(text).map((values): Column => ({ form: 'texts', ...codedTexts(values) }))
const column = fc.oneof(numbers, codedColumn, sparse, texts)

test('a column comes back as it was, in the narrowest arrays', async () => {
  await fc.assert(
    fc.asyncProperty(column, async (given) => {
      expect(await decodeColumn(await encodeColumn(given))).toStrictEqual(given)
    }),
    { numRuns: 200 },
  )
})

test.each<[string, Column]>([
  ['none', { form: 'numbers', values: narrow([]) }],
  ['the largest', { form: 'numbers', values: narrow([2 ** 53 - 1, 0, 2 ** 53 - 1]) }],
  ['the largest alone', { form: 'numbers', values: narrow([2 ** 53 - 1]) }],
  ['large ones close to each other', { form: 'numbers', values: narrow([2 ** 53 - 2, 2 ** 53 - 1, 2 ** 53 - 3]) }],
  ['at the edge of an array', { form: 'numbers', values: narrow([255, 200, 255]) }],
  ['at the edge of 32 bits', { form: 'numbers', values: narrow([2 ** 32 - 1, 0, 2 ** 31, 2 ** 32 - 1]) }],
  ['falling', { form: 'numbers', values: narrow([900, 800, 700, 600, 500]) }],
  ['no texts', { form: 'texts', ...codedTexts([]) }],
  ['no exceptions', { form: 'sparse', rows: new Uint32Array(), values: new Uint32Array() }],
])('%s', async (_name, given) => {
  expect(await decodeColumn(await encodeColumn(given))).toStrictEqual(given)
})

test('a sparse column has the length of its table', async () => {
  const given: Column = { form: 'sparse', rows: Uint32Array.of(3), values: Uint32Array.of(7) }
  const bytes = await encodeColumn(given, 1_000)
  expect(await decodeColumn(bytes, 1_000)).toStrictEqual(given)
  await expect(decodeColumn(bytes, 999)).rejects.toThrow('1000 rows instead of 999')
})

test('any changed byte is found', async () => {
  await fc.assert(
    fc.asyncProperty(column, fc.nat(), fc.integer({ min: 1, max: 255 }), async (given, place, change) => {
      const bytes = Uint8Array.from(await encodeColumn(given))
      const at = place % bytes.length
      bytes[at] = (bytes[at] ?? 0) ^ change
      await expect(decodeColumn(bytes)).rejects.toThrow(DamagedBytes)
    }),
  )
})

test('bytes that were cut, or have something behind them, are refused', async () => {
  await fc.assert(
    fc.asyncProperty(column, fc.nat(), async (given, place) => {
      const bytes = await encodeColumn(given)
      await expect(decodeColumn(bytes.subarray(0, place % bytes.length))).rejects.toThrow(DamagedBytes)
      await expect(decodeColumn(Uint8Array.of(...bytes, 0))).rejects.toThrow(DamagedBytes)
    }),
  )
})

test('made-up bytes with a right checksum are refused or are a column, soon', async () => {
  const { crc32 } = await import('node:zlib')
  const byte = fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 255))
  const body = fc.array(byte, { maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(fc.nat(4), fc.nat(2), body, async (form, flags, rest) => {
      const head = Uint8Array.of(1, form, flags, ...rest)
      const bytes = new Uint8Array(head.length + 4)
      bytes.set(head)
      new DataView(bytes.buffer).setUint32(head.length, crc32(head), true)
      const found = await decodeColumn(bytes).catch((fault: unknown) => fault)
      expect(found instanceof Error && !(found instanceof DamagedBytes)).toBe(false)
    }),
    { numRuns: 1_000 },
  )
})

test('a version that is not known is said so', async () => {
  const bytes = Uint8Array.from(await encodeColumn({ form: 'numbers', values: narrow([1, 2]) }))
  bytes[0] = 2
  await expect(decodeColumn(bytes)).rejects.toThrow('form 2 is not known')
})

test('sizes: nothing for what is constant or even, bits for what is random, less for what repeats', async () => {
  const sizeOf = async (values: number[]) => (await encodeColumn({ form: 'numbers', values: narrow(values) })).length
  const rows = Array.from({ length: 10_000 }, (_, row) => row)
  const random = (most: number) => rows.map((row) => Math.floor(((Math.sin(row + 1) * 43_758.5453) % 1) ** 2 * most))
  expect(await sizeOf(rows.map(() => 123_456_789))).toBeLessThan(25)
  expect(await sizeOf(rows.map((row) => 1_000_000 + 3 * row))).toBeLessThan(25)
  expect(await sizeOf(rows.map((row) => row % 7))).toBeLessThan(100)
  // 10 bits each.
  expect(await sizeOf(random(1_000))).toBeLessThan(12_600)
  expect(await sizeOf(rows.map(() => 0).concat([2 ** 40]))).toBeLessThan(100)
  await expect(encodeColumn({ form: 'numbers', values: new Uint8Array(MOST_ROWS + 1) })).rejects.toThrow(RangeError)
})
