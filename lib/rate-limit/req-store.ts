import type { Store } from 'express-rate-limit'
import { SECOND, systemClock } from '../core/clock.ts'
import { countKey } from './check-limit.ts'
import type { RouteFamily } from './limits.ts'
import { LIMITS } from './limits.ts'
import type { ReqCounter } from './req-counter.ts'

/**
 * The counter as a store of express-rate-limit, for one route family. Counts together with `makeLimiter`.
 *
 * Files that are only appended to cannot take a hit back: `decrement` (of `skipFailedRequests` and its like) and
 * `resetKey` do nothing. The window forgets soon enough.
 */
export function makeReqStore(counter: ReqCounter, family: RouteFamily): Store {
  return {
    // Other processes see the same counts; the prefix tells the package that two families of one request are not one hit.
    localKeys: false,
    prefix: `${family} `,
    increment(key) {
      const { hits, resetMs } = counter.hit(countKey(family, key), LIMITS[family])
      // The package measures this against the real time of day, whatever clock the counter goes by. Whole seconds, so
      // that the millisecond until it does makes no difference.
      const seconds = Math.ceil(resetMs / SECOND)
      return { totalHits: hits, resetTime: new Date(systemClock.now() + seconds * SECOND) }
    },
    decrement() {},
    resetKey() {},
  }
}
