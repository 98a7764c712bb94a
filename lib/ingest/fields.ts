import * as z from 'zod'
import { DAY } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import { isId53, randomId } from '../core/ids.ts'
import { cleanText } from '../core/text.ts'

/**
 * The fields of what is sent to `/api/track/*`, tolerant where the contract is: numbers and booleans become text, absent
 * and null become empty, text is cut at characters. What no text can be made of is refused with the field's name.
 * `meta` says in JSON Schema what a client should send; it decides nothing.
 */

/** Absent or anything at all. */
export const given = z.unknown().optional()

export const text = (max: number, absent: unknown = '') =>
  given
    .transform((value, check) => textOf(value ?? absent, max, check))
    .meta({ type: 'string', maxLength: max, ...(absent !== '' && { default: absent }) })

export const textOrNull = (max: number) =>
  given
    .transform((value, check) => ((value ?? null) === null ? null : textOf(value, max, check)))
    .meta({ type: ['string', 'null'], maxLength: max })

function textOf(value: unknown, max: number, check: z.RefinementCtx): string {
  if (typeof value === 'string') return cleanText(value, max)
  if (typeof value === 'boolean') return value ? '1' : ''
  if (typeof value === 'number') return String(value)
  check.addIssue({ code: 'custom', message: 'must be text' })
  return z.NEVER
}

export const wholeNumber = (min: number, max: number) =>
  given
    .transform((value) => {
      const number = typeof value === 'string' ? parseFloat(value) : value
      return typeof number === 'number' && Number.isFinite(number)
        ? Math.min(max, Math.max(min, Math.trunc(number)))
        : min
    })
    .meta({ type: 'integer', minimum: min, maximum: max })

/** How an id that the sender makes up looks. */
export const ID53 = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER } as const

/** The sender's id of a message; one that is missing or no id is replaced, so that the message counts once. */
export const messageId = given
  .transform((value) => (isId53(value) ? value : randomId()))
  .meta({
    ...ID53,
    description: 'Random id of this message: a repeated one counts once. One is made up where it is missing.',
  })

/** Long enough for a laptop that slept over night, short enough that yesterday's salt still exists. */
export const age = wholeNumber(0, DAY).meta({
  description: 'Milliseconds between the happening and the sending, for what waited in a queue.',
})

const MAX_LINE = 0x7fffffff

export const wordOf = <const T extends string>(words: readonly T[], otherwise: T) =>
  given
    .transform((value) => words.find((word) => word === value) ?? otherwise)
    .meta({ type: 'string', enum: [...words], default: otherwise })

export const line = given
  .transform((value) => {
    const number = typeof value === 'string' ? parseInt(value, 10) : value
    if (typeof number !== 'number' || !Number.isFinite(number)) return null
    return number >= 0 && number <= MAX_LINE ? Math.trunc(number) : null
  })
  .meta({ type: ['integer', 'null'], minimum: 0, maximum: MAX_LINE })

/**
 * As JSON text; null for what is neither object nor array, and for what is too large or too deep. Not refused: the
 * error or the entry itself is worth more than what was said with it.
 */
export const jsonText = (maxBytes: number) =>
  given
    .transform((value) => {
      if (typeof value !== 'object' || value === null) return null
      const json = jsonOf(value)
      return json !== undefined && Buffer.byteLength(json) <= maxBytes ? json : null
    })
    .meta({ type: ['object', 'array', 'null'] })

function jsonOf(value: object): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    // Ten thousand brackets can be read, but not written: that goes as deep as the stack.
    return undefined
  }
}

/** Throws `invalid_input` in the contract's words. */
export function read<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new AppError('invalid_input', `${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is wrong'}`.trim())
}
