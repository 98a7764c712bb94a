import { Random } from '../../lib/seed/random.ts'
import { byRank, sampler } from '../../lib/seed/sampler.ts'

const draws = (count: number, draw: () => number) => Array.from({ length: count }, draw)
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe('Random', () => {
  test('the same name gives the same draws, another name others', () => {
    const first = (...name: (string | number)[]) => {
      const random = new Random(...name)
      return draws(5, () => random.word())
    }
    expect(first('day', 1)).toEqual(first('day', 1))
    expect(first('day', 1)).not.toEqual(first('day', 2))
    expect(first('day', 11)).not.toEqual(first('day1', 1))
  })

  test('draws are the same for ever: what was seeded can be made again', () => {
    const random = new Random('for ever')
    expect(draws(4, () => random.word())).toMatchInlineSnapshot(`
     [
       47407779,
       3104203194,
       2707517276,
       658311905,
     ]
    `)
  })

  test('values are spread as promised', () => {
    const random = new Random('spread')
    expect(mean(draws(20_000, () => random.fraction()))).toBeCloseTo(0.5, 1)
    expect(mean(draws(20_000, () => random.exponential(10)))).toBeCloseTo(10, 0)
    const times = draws(20_001, () => random.logNormal(30, 1)).sort((a, b) => a - b)
    expect(times[10_000]).toBeGreaterThan(28)
    expect(times[10_000]).toBeLessThan(32)
    expect(new Set(draws(1000, () => random.below(3)))).toEqual(new Set([0, 1, 2]))
    expect(draws(1000, () => random.id()).every((id) => Number.isSafeInteger(id) && id > 0)).toBe(true)
  })
})

describe('sampler', () => {
  const count = (draw: () => string) => {
    const counts: Record<string, number> = {}
    for (let i = 0; i < 11_000; i++) {
      const drawn = draw()
      counts[drawn] = (counts[drawn] ?? 0) + 1
    }
    return counts
  }

  test('draws by weight, and never what has none', () => {
    const random = new Random('weights')
    const draw = sampler([
      [3, 'often'],
      [0, 'never'],
      [1, 'rarely'],
    ])
    const { often = 0, rarely = 0, never } = count(() => draw(random))
    expect(often / rarely).toBeGreaterThan(2.7)
    expect(often / rarely).toBeLessThan(3.3)
    expect(never).toBeUndefined()
  })

  test('by rank the first comes twice as often as the second', () => {
    const random = new Random('ranks')
    const draw = byRank(['a', 'b', 'c'])
    const { a = 0, b = 0, c = 0 } = count(() => draw(random))
    expect(a / b).toBeCloseTo(2, 0)
    expect(a / c).toBeCloseTo(3, 0)
  })

  test('nothing to draw from is an error', () => {
    expect(() => sampler([])).toThrow(RangeError)
    expect(() => sampler([[0, 'a']])).toThrow(RangeError)
  })
})
