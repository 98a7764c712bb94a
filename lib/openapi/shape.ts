import * as z from 'zod'

/** The same JSON, whatever is `readonly` or put together of several types. */
type Plain<T> = T extends readonly (infer E)[]
  ? Plain<E>[]
  : T extends object
    ? { -readonly [K in keyof T]: Plain<T[K]> }
    : T

/** Whether two types are one: no key, no type and no question mark differs. A condition that waits for `T` is compared as it is. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- it is what keeps the condition open
type Same<A, B> = (<T>() => T extends Plain<A> ? 1 : 2) extends <T>() => T extends Plain<B> ? 1 : 2 ? true : false

/** The shapes that stand under `components/schemas`, by name. */
export const SHAPES = z.registry<{ id: string }>()

/**
 * The schema of an answer under a name of its own, tied to the type that the code answers with: it does not compile as
 * soon as one of the two has a key, a type or a question mark that the other has not. Schemas inside that have a
 * name themselves are referred to by it.
 */
export const shape =
  <T>() =>
  <S extends z.ZodType>(
    id: string,
    schema: S,
    ..._same: Same<T, z.output<S>> extends true ? [] : ['The schema and the type differ']
  ): S => {
    SHAPES.add(schema, { id })
    return schema
  }

/** A whole number, 0 or more. */
export const count = z.int().nonnegative()

/** Numbers of rows begin at 1. */
export const rowId = z.int().positive()

export const percent = z
  .number()
  .min(0)
  .max(100)
  .meta({ description: 'Percent, one decimal.', examples: [41.7] })

export const seconds = count.meta({ description: 'Seconds.' })

export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .meta({ description: 'Day of the project’s time zone.', examples: ['2026-11-20'] })

export const time = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/)
  .meta({ description: 'In the project’s time zone.', examples: ['2026-11-20 09:15:04'] })

/** Text that is one of these words today; a client must bear others. */
export const word = (words: readonly string[]) => z.string().meta({ enum: [...words] })

export const countryName = z.string().meta({ description: 'English name.', examples: ['Austria'] })
export const countryCode = z.string().meta({ description: 'ISO 3166-1 alpha-2.', examples: ['AT'] })

export const nextCursor = z
  .string()
  .exactOptional()
  .meta({ description: 'There when there is more. Sent back as `cursor`, it asks for the next piece of the list.' })
