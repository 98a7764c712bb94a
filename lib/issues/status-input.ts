import * as z from 'zod'
import { ISSUE_STATUSES } from './issue.ts'

/** The body of `errors-update-status`. The messages and what counts as an id are those of Micrologs. */

const MOST_IDS = 100

const NO_STATUS = `status is required and must be one of: ${ISSUE_STATUSES.join(', ')}`
const status = z.string(NO_STATUS).trim().pipe(z.enum(ISSUE_STATUSES, NO_STATUS))

/** The fields as they come, for who documents them. */
const ID = { oneOf: [{ type: 'integer' }, { type: 'string' }, { type: 'array', maxItems: MOST_IDS }] } as const

/** `ids` or `id`: a number, the same as text, or an array of them. What is no number, and 0, is passed over. */
const idsIn = (given: unknown): number[] => [
  ...new Set(
    (Array.isArray(given) ? given : [given]).map(numberIn).filter((id) => Number.isSafeInteger(id) && id !== 0),
  ),
]

function numberIn(given: unknown): number {
  if (typeof given === 'number') return Math.trunc(given)
  return typeof given === 'string' && /^\s*[+-]?\d+(\.\d*)?\s*$/.test(given) ? Math.trunc(Number(given)) : NaN
}

export const statusInput = z
  .object({
    status: status.meta({ enum: [...ISSUE_STATUSES] }),
    ids: z.unknown().optional().meta(ID),
    id: z.unknown().optional().meta(ID),
  })
  .transform(({ status: wanted, ids, id }) => ({ status: wanted, given: ids ?? id ?? undefined }))
  .refine(({ given }) => given !== undefined, { error: 'ids (array) or id (integer) is required', abort: true })
  .transform(({ status: wanted, given }) => ({ status: wanted, ids: idsIn(given) }))
  .refine(({ ids }) => ids.length > 0, { error: 'No valid IDs provided', abort: true })
  .refine(({ ids }) => ids.length <= MOST_IDS, `Maximum ${MOST_IDS} IDs per request`)
