import type { ErrorCode } from '../core/errors.ts'
import type { Envelope } from '../wire/envelope.ts'

/** Body of a 429. Micrologs sent the single key `error`, and some of its SDKs show that one. */
export interface TooManyRequests extends Envelope {
  success: false
  code: ErrorCode
  error: string
}

/** `retryAfter` in whole seconds, the same as in the header `Retry-After`. */
export const tooManyRequests = (retryAfter: number): TooManyRequests => ({
  success: false,
  message: `Too many requests. Try again in ${retryAfter} second${retryAfter === 1 ? '' : 's'}.`,
  code: 'too_many_requests',
  error: 'Too many attempts. Try again later.',
})
