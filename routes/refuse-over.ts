import { AppError } from '../lib/core/errors.ts'
import type { LimitResult } from '../lib/rate-limit/check-limit.ts'
import { tooManyRequests } from '../lib/rate-limit/too-many-requests.ts'

/** Throws the refusal of a request that came over its limit. */
export function refuseOver({ allowed, retryAfterSeconds: retryAfter }: LimitResult): void {
  if (!allowed) throw new AppError('too_many_requests', tooManyRequests(retryAfter).message, { retryAfter })
}
