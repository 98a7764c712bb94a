import * as z from 'zod'
import { fieldText, isBlank } from '../core/input.ts'
import { cleanText, cutText } from '../core/text.ts'
import type { Deed } from '../reports/query.ts'
import { segmentFilter } from './segment-filter.ts'

/**
 * Bodies of `/api/goals/*`, `/api/funnels/*` and `/api/segments/*`. `null` counts as not given. `meta` says in JSON Schema
 * what a client should send; it decides nothing.
 */

const LONGEST_NAME = 100
const LONGEST_EVENT = 100
/** Short enough that ten steps fit into their column. */
const LONGEST_PATTERN = 500
const LONGEST_ENGAGED = 86_400
const FEWEST_STEPS = 2
export const MOST_STEPS = 10

const name = fieldText('name')
  .transform((given) => cleanText(given, Infinity))
  .refine((given) => !isBlank(given), { error: 'name is required', abort: true })
  .refine((given) => cutText(given, LONGEST_NAME) === given, `name must be ${LONGEST_NAME} characters or less`)
  .meta({ type: 'string', minLength: 1, maxLength: LONGEST_NAME, description: 'Unique in the project.' })

const id = z
  .int('id is required')
  .positive('id is required')
  .meta({ type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER })

const EVENT = `trigger.event must be the name of an event, at most ${LONGEST_EVENT} characters`
const PAGE = `trigger.page must be a pattern such as /thanks or /blog/*, beginning with / or *, at most ${LONGEST_PATTERN} characters`
const SECONDS = `trigger.seconds must be a whole number from 1 to ${LONGEST_ENGAGED}`
const PERCENT = 'trigger.percent must be a whole number from 1 to 100'
const TYPE = 'trigger.type must be one of: event, page, engaged, scroll'

const event = z
  .string(EVENT)
  .transform((given) => cleanText(given, Infinity))
  .refine((given) => given !== '' && given.length <= LONGEST_EVENT, EVENT)
  .meta({ type: 'string', minLength: 1, maxLength: LONGEST_EVENT, examples: ['signup'] })

const page = z
  .string(PAGE)
  .transform((given) => cleanText(given, Infinity))
  .refine((given) => /^[/*]/.test(given) && given.length <= LONGEST_PATTERN, PAGE)
  .meta({
    type: 'string',
    pattern: '^[/*]',
    maxLength: LONGEST_PATTERN,
    description: 'The address of a page without the host; `*` is any text.',
    examples: ['/thanks', '/blog/*'],
  })

const whole = (sentence: string, most: number) =>
  z.int(sentence).min(1, sentence).max(most, sentence).meta({ type: 'integer', minimum: 1, maximum: most })

const trigger = z
  .discriminatedUnion(
    'type',
    [
      z.object({ type: z.literal('event'), event }),
      z.object({ type: z.literal('page'), page }),
      z.object({ type: z.literal('engaged'), seconds: whole(SECONDS, LONGEST_ENGAGED) }),
      z.object({ type: z.literal('scroll'), page, percent: whole(PERCENT, 100) }),
    ],
    TYPE,
  )
  .transform((given): Deed => {
    switch (given.type) {
      case 'event':
        return { kind: 'event', name: given.event }
      case 'page':
        return { kind: 'page', pattern: given.page }
      case 'engaged':
        return { kind: 'engaged', seconds: given.seconds }
      case 'scroll':
        return { kind: 'scroll', pattern: given.page, percent: given.percent }
    }
  })

const STEPS = `steps must be a list of ${FEWEST_STEPS} to ${MOST_STEPS} triggers`
const steps = z.array(trigger, STEPS).min(FEWEST_STEPS, STEPS).max(MOST_STEPS, STEPS)

const filter = z
  .string('filter is required')
  .transform((text, check) => {
    const written = segmentFilter(text)
    if (typeof written === 'string') return written
    check.addIssue({ code: 'custom', message: written.fault })
    return z.NEVER
  })
  .meta({
    type: 'string',
    description: 'In the filter language of the reports. It may not name other segments.',
    examples: ['country is AT|DE and page matches /blog/*'],
  })

const given = <T>(value: T | null | undefined): T | undefined => value ?? undefined

const NOTHING = (what: string) => `Nothing to update. Provide name or ${what}.`
const isChange = ({ name, definition }: { name: unknown; definition: unknown }) =>
  name !== undefined || definition !== undefined
const TWO_FIELDS = { minProperties: 2 }

export const createGoalInput = z
  .object({ name, trigger })
  .transform((body) => ({ name: body.name, definition: body.trigger }))
export const editGoalInput = z
  .object({ id, name: name.nullish(), trigger: trigger.nullish() })
  .transform((body) => ({ id: body.id, name: given(body.name), definition: given(body.trigger) }))
  .refine(isChange, NOTHING('trigger'))
  .meta(TWO_FIELDS)

export const createFunnelInput = z
  .object({ name, steps })
  .transform((body) => ({ name: body.name, definition: body.steps }))
export const editFunnelInput = z
  .object({ id, name: name.nullish(), steps: steps.nullish() })
  .transform((body) => ({ id: body.id, name: given(body.name), definition: given(body.steps) }))
  .refine(isChange, NOTHING('steps'))
  .meta(TWO_FIELDS)

export const createSegmentInput = z
  .object({ name, filter })
  .transform((body) => ({ name: body.name, definition: body.filter }))
export const editSegmentInput = z
  .object({ id, name: name.nullish(), filter: filter.nullish() })
  .transform((body) => ({ id: body.id, name: given(body.name), definition: given(body.filter) }))
  .refine(isChange, NOTHING('filter'))
  .meta(TWO_FIELDS)

export const deleteSavedInput = z.object({ id })
