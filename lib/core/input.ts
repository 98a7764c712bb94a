import * as z from 'zod'
import { AppError } from './errors.ts'

/** What comes in from outside, read as Micrologs reads it. */

/** Text as Micrologs takes it: a number or a boolean becomes text, `true` as `1` and `false` as nothing. */
export const fieldText = (field: string) =>
  z
    .union([z.string(), z.number(), z.boolean()], {
      error: ({ input }) => (input === undefined || input === null ? `${field} is required` : `${field} must be text`),
    })
    .transform((given) => (typeof given === 'boolean' ? (given ? '1' : '') : String(given)))

/** As everywhere in Micrologs, the text `0` is as good as none. */
export const isBlank = (text: string): boolean => text === '' || text === '0'

/** PHP's integer cast, clamped to 1 to `most`: what is no number is 1, and decimals are cut. */
export const clampedInteger = (text: string, most: number): number =>
  Math.min(most, Math.max(1, Number(/^\s*[+-]?\d+/.exec(text)?.[0] ?? 1)))

/** A parameter of a query. Given several times it counts as its last; empty, or no text at all, as not given. */
export const inQuery = <S extends z.ZodType>(schema: S) =>
  z.preprocess((given: unknown) => {
    const value: unknown = Array.isArray(given) ? given.at(-1) : given
    return typeof value === 'string' && value !== '' ? value : undefined
  }, schema)

/** A whole number in a query, within bounds; `fallback` where it is not given. */
export const wholeInQuery = (name: string, least: number, most: number, fallback: number) => {
  const sentence = `${name} must be a whole number from ${least} to ${most}`
  return inQuery(
    z
      .string()
      .regex(/^\d{1,9}$/, sentence)
      .transform(Number)
      .refine((number) => number >= least && number <= most, sentence)
      .default(fallback),
  )
}

/** What the schema makes of a body. Throws `invalid_input` with the first fault, in the order of the schema's fields. */
export function parseInput<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  throw new AppError('invalid_input', result.error.issues[0]?.message ?? 'Invalid or missing JSON body')
}
