import * as z from 'zod'
import { openApiDocument } from '../../lib/openapi/document.ts'

/** What the tests of the API's document read of it. */

export type Json = Record<string, unknown>

interface Media {
  readonly schema: Json
  readonly example?: unknown
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>
}

interface DescribedAnswer {
  readonly description: string
  readonly content?: Readonly<Record<string, Media>>
  readonly headers?: Readonly<Record<string, Json>>
}

export interface DescribedParameter {
  readonly name: string
  readonly in: 'query' | 'path'
  readonly required?: boolean
  readonly schema: Json
}

export interface Described {
  readonly method: string
  readonly path: string
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly security: readonly Json[]
  readonly parameters?: readonly DescribedParameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> }
  readonly responses: Readonly<Record<string, DescribedAnswer>>
}

export const document = openApiDocument({ base: 'https://stats.example', version: '1.2.3' })

/** Every operation of the document. */
export const operations: readonly Described[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ ...(operation as unknown as Described), method, path })),
)

/** What a `$ref` points at. Throws when that is nothing. */
export function target(ref: string): Json {
  if (!ref.startsWith('#/')) throw new Error(`${ref} points out of the document`)
  const found = ref
    .slice(2)
    .split('/')
    .reduce<unknown>((inside, key) => (inside as Json | undefined)?.[key], document)
  if (found === undefined) throw new Error(`${ref} points at nothing`)
  return found as Json
}

/** The same with what is referred to in the place of the references; none refers to itself. */
export function whole(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(whole)
  if (typeof part !== 'object' || part === null) return part
  const { $ref, ...rest } = part as Json
  const own = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, whole(value)]))
  return typeof $ref === 'string' ? { ...(whole(target($ref)) as Json), ...own } : own
}

/** What a schema of the document has against a value; empty when it fits. */
export function faults(schema: Json, value: unknown): string[] {
  const checked = compiled(schema).safeParse(value)
  return checked.success ? [] : checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

const made = new Map<Json, z.ZodType>()

function compiled(schema: Json): z.ZodType {
  const known = made.get(schema)
  if (known !== undefined) return known
  const checker = z.fromJSONSchema(whole(schema) as Parameters<typeof z.fromJSONSchema>[0])
  made.set(schema, checker)
  return checker
}
