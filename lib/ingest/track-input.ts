import * as z from 'zod'
import { AppError } from '../core/errors.ts'
import { isId53, randomId } from '../core/ids.ts'
import { cleanText } from '../core/text.ts'
import { DAY, HOUR } from '../core/clock.ts'

/**
 * The bodies of `/api/track/*`, read once and tolerant where the contract is: numbers and booleans become text, absent
 * and null become empty, text is cut at characters. What no text can be made of is refused with the field's name.
 */
/** Absent or anything at all. */
const given = z.unknown().optional()

const text = (max: number, absent: unknown = '') =>
  given.transform((value, check) => textOf(value ?? absent, max, check))

const textOrNull = (max: number) =>
  given.transform((value, check) => ((value ?? null) === null ? null : textOf(value, max, check)))

function textOf(value: unknown, max: number, check: z.RefinementCtx): string {
  if (typeof value === 'string') return cleanText(value, max)
  if (typeof value === 'boolean') return value ? '1' : ''
  if (typeof value === 'number') return String(value)
  check.addIssue({ code: 'custom', message: 'must be text' })
  return z.NEVER
}

const wholeNumber = (min: number, max: number) =>
  given.transform((value) => {
    const number = typeof value === 'string' ? parseFloat(value) : value
    return typeof number === 'number' && Number.isFinite(number)
      ? Math.min(max, Math.max(min, Math.trunc(number)))
      : min
  })

/** The sender's id of a message; one that is missing or no id is replaced, so that the message counts once. */
const messageId = given.transform((value) => (isId53(value) ? value : randomId()))

/** Long enough for a laptop that slept over night, short enough that yesterday's salt still exists. */
const age = wholeNumber(0, DAY)

const identity = {
  visitor_id: text(256),
  fingerprint: text(256),
  seen: text(32),
}

const pageview = z.object({
  ...identity,
  url: text(8192),
  view: given,
  session_token: text(256),
  page_title: text(512),
  referrer: text(2048),
  screen_resolution: text(20),
  timezone: text(100),
  age,
})

const engagement = z.object({
  ...identity,
  url: text(8192),
  view: messageId,
  id: messageId,
  engaged: wholeNumber(0, 4 * HOUR),
  scroll: wholeNumber(0, 100),
  age,
})

const SEVERITIES = ['info', 'warning', 'error', 'critical'] as const
const ENVIRONMENTS = ['production', 'staging', 'development'] as const
const MAX_CONTEXT_BYTES = 8192
const MAX_LINE = 0x7fffffff

const wordOf = <const T extends string>(words: readonly T[], otherwise: T) =>
  given.transform((value) => words.find((word) => word === value) ?? otherwise)

const line = given.transform((value) => {
  const number = typeof value === 'string' ? parseInt(value, 10) : value
  if (typeof number !== 'number' || !Number.isFinite(number)) return null
  return number >= 0 && number <= MAX_LINE ? Math.trunc(number) : null
})

/** As JSON text; null for what is neither object nor array, and for what is too large or too deep. */
const context = given.transform((value) => {
  if (typeof value !== 'object' || value === null) return null
  const json = jsonOf(value)
  return json !== undefined && Buffer.byteLength(json) <= MAX_CONTEXT_BYTES ? json : null
})

function jsonOf(value: object): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    // Ten thousand brackets can be read, but not written: that goes as deep as the stack.
    return undefined
  }
}

const errorEvent = z.object({
  ...identity,
  id: messageId,
  message: text(1024),
  error_type: text(100, 'Unknown'),
  file: text(512),
  line,
  stack: textOrNull(65_535),
  url: text(2048),
  severity: wordOf(SEVERITIES, 'error'),
  environment: wordOf(ENVIRONMENTS, 'production'),
  context,
  view: messageId,
  timezone: text(100),
  age,
})

export type PageviewInput = Omit<z.output<typeof pageview>, 'view'> & { readonly view: number }
export type EngagementInput = z.output<typeof engagement>
export type ErrorInput = z.output<typeof errorEvent>

/** Throws `invalid_input` in the contract's words. */
export function readPageview(body: unknown): PageviewInput {
  const input = read(pageview, body)
  // Older snippets identify visitor and session themselves and must do so; ours sends a view id instead.
  const isOurs = isId53(input.view)
  if (input.url === '' || (!isOurs && (input.visitor_id === '' || input.session_token === '')))
    throw new AppError('invalid_input', 'url, visitor_id and session_token are required')
  return { ...input, view: isOurs ? (input.view as number) : randomId() }
}

export function readEngagement(body: unknown): EngagementInput {
  const input = read(engagement, body)
  if (input.url === '') throw new AppError('invalid_input', 'url is required')
  return input
}

export function readError(body: unknown): ErrorInput {
  const input = read(errorEvent, body)
  if (isBlank(input.message)) throw new AppError('invalid_input', 'message is required')
  return input
}

// The contract's test for "empty": the text "0" counts as nothing.
const isBlank = (value: string) => value === '' || value === '0'

function read<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new AppError('invalid_input', `${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is wrong'}`.trim())
}
