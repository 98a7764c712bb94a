import { SECOND } from '../core/clock.ts'
import type { RouteFamily } from './limits.ts'
import { LIMITS } from './limits.ts'
import type { ReqCounter } from './req-counter.ts'

export interface LimitResult {
  readonly allowed: boolean
  /** Requests per window; `Infinity` when limits are off. */
  readonly limit: number
  readonly remaining: number
  /** Allowed: until the window ends. Refused: until there is room again. Whole seconds, at least 1. */
  readonly resetSeconds: number
  /** As `resetSeconds` when refused, 0 when allowed. */
  readonly retryAfterSeconds: number
}

export interface Limiter {
  /** Counts one request. `key` is whom the family's limit holds for, see `LIMITS` and `clientKey`. Never throws. */
  check(family: RouteFamily, key: string): LimitResult
}

export interface LimiterParts {
  readonly counter: ReqCounter
  /** Setting `RATE_LIMIT`. When false everything is allowed and nothing counted. */
  readonly enabled: boolean
}

const UNLIMITED: LimitResult = {
  allowed: true,
  limit: Infinity,
  remaining: Infinity,
  resetSeconds: 0,
  retryAfterSeconds: 0,
}

/** The limits for code that answers without Express. Counts together with the middleware `limit` of the same counter. */
export function makeLimiter({ counter, enabled }: LimiterParts): Limiter {
  return {
    check(family, key) {
      if (!enabled) return UNLIMITED
      const { limit } = LIMITS[family]
      const { hits, resetMs } = counter.hit(countKey(family, key), LIMITS[family])
      const allowed = hits <= limit
      const resetSeconds = Math.ceil(resetMs / SECOND)
      return {
        allowed,
        limit,
        remaining: Math.max(0, limit - hits),
        resetSeconds,
        retryAfterSeconds: allowed ? 0 : resetSeconds,
      }
    },
  }
}

/** What a family's hits are counted under. */
export const countKey = (family: RouteFamily, key: string): string => `${family} ${key}`

/** Header fields of draft-ietf-httpapi-ratelimit-headers-06; none when limits are off. */
export function rateLimitHeaders(result: LimitResult): Record<string, string> {
  if (result.limit === Infinity) return {}
  return {
    'RateLimit-Limit': String(result.limit),
    'RateLimit-Remaining': String(result.remaining),
    'RateLimit-Reset': String(result.resetSeconds),
    ...(!result.allowed && { 'Retry-After': String(result.retryAfterSeconds) }),
  }
}
