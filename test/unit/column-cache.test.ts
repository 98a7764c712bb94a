import type { Column } from '../../lib/columns/values.ts'
import { ColumnCache } from '../../lib/sealed-days/column-cache.ts'
import type { ColumnName } from '../../lib/sealed-days/part.ts'
import { eventually } from '../kit/eventually.ts'

const OVERHEAD = 400
const column = (bytes: number): ReadonlyMap<ColumnName, Column> =>
  new Map([['visit.views', { form: 'numbers', values: new Uint8Array(bytes) }]])

/** A scan looks for a part, and keeps it when there is room. Answers whether it was there. */
function look(cache: ColumnCache, checksum: string, scan: number, bytes = 1_000): boolean {
  if (cache.of(checksum, scan).has('visit.views')) return true
  if (cache.hasRoomFor(bytes, scan)) cache.keep(checksum, column(bytes), scan)
  return false
}

test('what was decoded is there the next time, and counted once', () => {
  const cache = new ColumnCache(10_000)
  const [first, second] = [cache.begin(), cache.begin()]
  expect([look(cache, 'a', first), look(cache, 'a', second)]).toEqual([false, true])
  cache.keep('a', column(1_000), second)
  expect(cache.bytes).toBe(1_000 + OVERHEAD)
})

test('a scan pushes out what older ones used longest ago', () => {
  const cache = new ColumnCache(3 * (1_000 + OVERHEAD))
  const old = cache.begin()
  for (const part of ['a', 'b', 'c']) look(cache, part, old)
  const next = cache.begin()
  expect(look(cache, 'a', next)).toBe(true)
  expect(look(cache, 'd', next)).toBe(false)
  const last = cache.begin()
  expect(['a', 'd', 'b'].map((part) => cache.of(part, last).size)).toEqual([1, 1, 0])
})

test('a scan that is too large does not push out its own, so the next one finds what fitted', () => {
  const cache = new ColumnCache(3 * (1_000 + OVERHEAD))
  const parts = ['a', 'b', 'c', 'd', 'e', 'f']
  const hits = () => {
    const scan = cache.begin()
    return parts.filter((part) => look(cache, part, scan)).join('')
  }
  expect([hits(), hits(), hits()]).toEqual(['', 'abc', 'abc'])
})

test('all goes when nobody has asked for a while', async () => {
  const cache = new ColumnCache(10_000, 30)
  look(cache, 'a', cache.begin())
  expect(look(cache, 'a', cache.begin())).toBe(true)
  await eventually(() => expect(cache.bytes).toBe(0))
  expect(look(cache, 'a', cache.begin())).toBe(false)
})
