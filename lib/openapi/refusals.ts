import * as z from 'zod'
import type { ErrorCode } from '../core/errors.ts'
import type { TooManyRequests } from '../rate-limit/too-many-requests.ts'
import { shape } from './shape.ts'

/** What is answered when something is refused. */

const CODES: Readonly<Record<ErrorCode, true>> = {
  invalid_input: true,
  unauthorized: true,
  forbidden: true,
  not_found: true,
  method_not_allowed: true,
  request_timeout: true,
  conflict: true,
  payload_too_large: true,
  unsupported_encoding: true,
  too_many_requests: true,
  headers_too_large: true,
  internal: true,
  unavailable: true,
}

const code = z.enum(Object.keys(CODES) as ErrorCode[]).meta({ description: 'For programs; stays the same.' })
const message = z.string().meta({ description: 'For people: what is wrong and what to do.' })

export const refusal = shape<{ success: false; message: string; code: ErrorCode }>()(
  'Refusal',
  z.strictObject({ success: z.literal(false), message, code }),
)

export const tooManyRequests = shape<Omit<TooManyRequests, 'data'>>()(
  'TooManyRequests',
  z.strictObject({
    success: z.literal(false),
    message,
    code,
    error: z.string().meta({ description: 'The single key that Micrologs answered with.' }),
  }),
)
