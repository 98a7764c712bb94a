import type { Request, RequestHandler } from 'express'
import { rateLimit } from 'express-rate-limit'
import type { LimiterParts } from '../../lib/rate-limit/check-limit.ts'
import type { RouteFamily } from '../../lib/rate-limit/limits.ts'
import { LIMITS } from '../../lib/rate-limit/limits.ts'
import { makeReqStore } from '../../lib/rate-limit/req-store.ts'
import { tooManyRequests } from '../../lib/rate-limit/too-many-requests.ts'

/**
 * Lets a request pass, with `RateLimit-*` on its answer, or refuses it with 429 and `Retry-After`.
 * `keyOf` names whom the family's limit holds for; addresses go through `clientKey`.
 */
export function limit(
  { counter, enabled }: LimiterParts,
  family: RouteFamily,
  keyOf: (req: Request) => string,
): RequestHandler {
  return rateLimit({
    windowMs: LIMITS[family].windowMs,
    limit: LIMITS[family].limit,
    keyGenerator: keyOf,
    skip: () => !enabled,
    store: makeReqStore(counter, family),
    passOnStoreError: true,
    standardHeaders: 'draft-6',
    legacyHeaders: false,
    // It looks for its own IPv6 function in the source of `keyOf`; ours is `clientKey`.
    validate: { keyGeneratorIpFallback: false },
    handler(_req, res) {
      // The package has set the header from the store's answer.
      const seconds = Number(res.getHeader('Retry-After'))
      res.status(429).json(tooManyRequests(seconds))
    },
  })
}
