import * as z from 'zod'
import { inQuery } from '../core/input.ts'
import { cleanText } from '../core/text.ts'

/** What comes with `/api/annotations/*`. */

const LONGEST = 200

/** A day or a time of the wall clock, as if it were UTC. */
export interface WallTime {
  readonly wall: number
  readonly hasTime: boolean
}

const AT = 'at must be a day (2026-11-20) or a time (2026-11-20 09:30) of the project’s time zone'

const at = z
  .string(AT)
  .transform((given, check): WallTime => {
    const [, day = '', time] = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?))?$/.exec(given) ?? []
    const wall = Date.parse(`${day}T${time ?? '00:00'}Z`)
    // 2026-02-31 is 3 March to some, and no day to us; nothing was counted before 1970.
    const isThere = wall > 0 && new Date(wall).toISOString().startsWith(day)
    if (!isThere) check.addIssue({ code: 'custom', message: AT })
    return { wall, hasTime: time !== undefined }
  })
  .meta({ type: 'string', description: 'In the project’s time zone.', examples: ['2026-11-20', '2026-11-20 09:30'] })

const text = z
  .string('text is required')
  .transform((given) => cleanText(given, LONGEST))
  .refine((given) => given !== '', 'text is required')
  .meta({
    type: 'string',
    minLength: 1,
    maxLength: LONGEST,
    description: 'What is longer is cut.',
    examples: ['Newsletter sent'],
  })

const id = z.int('id must be a number').positive('id must be a number').meta({ description: 'Of the annotation.' })

export const createAnnotationInput = z.object({ at, text })

export const editAnnotationInput = z
  .object({ id, at: at.optional(), text: text.optional() })
  .refine((given) => given.at !== undefined || given.text !== undefined, 'Nothing to update. Provide at or text.')
  .meta({ minProperties: 2 })

export const deleteAnnotationInput = z.object({ id })

/** Of the query string. */
export const annotationListInput = z.object({
  range: inQuery(z.string().optional()),
  from: inQuery(z.string().optional()),
  to: inQuery(z.string().optional()),
})
