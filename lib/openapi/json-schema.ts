import * as z from 'zod'
import { SHAPES } from './shape.ts'

/** JSON Schema 2020-12, as OpenAPI 3.1 has it. */
export type JsonSchema = Record<string, unknown>

export const refTo = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })

/** Where a schema of `SHAPES` stands. */
export function refToShape(schema: z.ZodType): JsonSchema {
  const name = SHAPES.get(schema)?.id
  if (name === undefined) throw new Error('Only shapes with a name can be referred to')
  return refTo(name)
}

type Override = NonNullable<z.core.JSONSchemaGeneratorParams['override']>

/** What Zod says twice, or not at all. */
const override: Override = ({ zodSchema, jsonSchema }) => {
  const said = z.globalRegistry.get(zodSchema)
  // Of what is transformed Zod leaves these out, because it takes them for the result's. Ours are of what is sent.
  if (Array.isArray(said?.examples)) jsonSchema.examples = said.examples
  if (said?.default !== undefined) jsonSchema.default = said.default
  // What a client should send is one type; what else is borne for Micrologs' sake would only confuse.
  if (said?.type !== undefined && said.anyOf === undefined) delete jsonSchema.anyOf
  // The largest whole number there is bounds nothing.
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER && said?.maximum === undefined) delete jsonSchema.maximum
}

/** What a client should send so that this schema takes it. */
export const requestSchema = (schema: z.ZodType): JsonSchema => plain(z.toJSONSchema(schema, { io: 'input', override }))

/** All shapes of answers, by name; they refer to each other. */
export function answerSchemas(): Record<string, JsonSchema> {
  const uri = (name: string) => refTo(name).$ref as string
  const { schemas } = z.toJSONSchema(SHAPES, { io: 'output', override, uri })
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, plain(schema)]))
}

/** In a document of its own a schema says what it is; in ours all are the same. */
function plain(schema: object): JsonSchema {
  const { $schema: _dialect, $id: _name, ...rest } = schema as JsonSchema
  return rest
}
