import type { Random } from './random.ts'

/** Values with how often each comes up, in any unit: only the ratios count. At least one; no weight below 0. */
export type Weighted<T> = readonly (readonly [weight: number, value: T])[]

export type Sampler<T> = (random: Random) => T

/** Draws values by their weights. */
export function sampler<T>(rows: Weighted<T>): Sampler<T> {
  let sum = 0
  const bounds = rows.map(([weight]) => (sum += weight))
  const last = rows.at(-1)
  if (last === undefined || !(sum > 0)) throw new RangeError('Nothing to draw from')
  return (random) => {
    const drawn = random.fraction() * sum
    const found = bounds.findIndex((bound) => drawn < bound)
    return (rows[found] ?? last)[1]
  }
}

/** Popularity as it is in most places: the second is asked for about half as often as the first, and so on. */
export const byRank = <T>(values: readonly T[]): Sampler<T> =>
  sampler(values.map((value, index) => [1 / (index + 1), value]))
