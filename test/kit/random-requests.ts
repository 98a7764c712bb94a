import * as fc from 'fast-check'
import type { Described, DescribedParameter, Json } from './openapi.ts'
import { operations, whole } from './openapi.ts'
import { anyText } from './arbitrary-text.ts'

/** Requests made up from what the document of the API says of an operation. */

export interface MadeUpRequest {
  readonly method: string
  /** With query. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** What is there, by the names of fields and parameters: without it good requests would find nothing. */
export type Known = Readonly<Record<string, readonly unknown[]>>

export interface Keys {
  readonly secretKey: string
  readonly publicKey: string
  readonly adminKey: string
  readonly cronKey: string
  /** Of somebody who may do everything. */
  readonly session: Readonly<Record<string, string>>
  readonly apiToken: string
  readonly shareToken: string
}

/** A request as the document wants it. */
export function goodRequest(operation: Described, known: Known, keys: Keys): fc.Arbitrary<MadeUpRequest> {
  const { method } = operation
  return fc
    .record({
      parameters: parametersOf(operation, known),
      body: bodyOf(operation, known),
      key: rightKey(operation, keys),
    })
    .map(({ parameters, body, key }) => {
      const url = urlOf(operation, takesD(operation) ? withD(parameters, body) : parameters)
      return { method, url, headers: key, body: operation.requestBody && JSON.stringify(body) }
    })
}

/** Anything at all that comes near the operation, and now and then a good request. */
export function anyRequest(operation: Described, known: Known, keys: Keys): fc.Arbitrary<MadeUpRequest> {
  const good = bodyOf(operation, known)
  const wrongField = fc.tuple(good, fc.string(), fc.jsonValue()).map(([body, at, value]) => {
    const names = Object.keys(body)
    return { ...body, [names[at.length % names.length] ?? at]: value }
  })
  const given = parametersOf(operation, known)
  const parameters = takesD(operation)
    ? fc.oneof(
        given,
        fc.tuple(given, good).map(([some, body]) => withD(some, body)),
      )
    : given
  const wild = fc.dictionary(
    fc.constantFrom('range', 'from', 'to', 'limit', 'cursor', 'id', 'code', 'c', 'd', 'x[]'),
    odd,
  )
  return fc
    .record({
      method: fc.oneof(
        { weight: 8, arbitrary: fc.constant(operation.method) },
        { weight: 2, arbitrary: fc.constantFrom('get', 'post', 'put', 'patch', 'delete', 'head', 'options') },
      ),
      parameters: fc.oneof(
        parameters,
        fc.tuple(parameters, wild).map(([some, other]) => ({ ...some, ...other })),
      ),
      body: fc.oneof(good.map(asText), wrongField.map(asText), fc.json(), fc.string(), fc.constant('x'.repeat(70_000))),
      key: fc.oneof(rightKey(operation, keys), anyKey(keys)),
      sender,
      suffix: fc.constantFrom('', '.php'),
    })
    .map(({ method, parameters: some, body, key, sender: from, suffix }) => ({
      method,
      url: urlOf(operation, some, suffix),
      headers: { ...from, ...key },
      body: method === 'post' || method === 'put' || method === 'patch' ? body : undefined,
    }))
}

const asText = (body: unknown) => JSON.stringify(body)

/** Text from far outside. */
const odd = fc.oneof(
  fc.string(),
  anyText().map((text) => text.toWellFormed()),
  fc.constantFrom('', '0', '-1', '1e400', '9007199254740993', "'", '%00', '\u{1f9f4}', 'custom', '2026-02-31', 'W10'),
)

const sender = fc.constantFrom<Readonly<Record<string, string>>>(
  {},
  { 'User-Agent': 'Googlebot/2.1', Accept: '*/*' },
  { DNT: '1' },
  { Origin: 'https://evil.example' },
  { Origin: 'null' },
  { 'Content-Type': 'text/plain' },
  { 'Content-Type': 'application/x-www-form-urlencoded' },
  { 'Content-Type': 'multipart/form-data' },
  { 'Content-Encoding': 'gzip' },
  { 'Content-Encoding': 'zstd' },
  { 'If-Modified-Since': 'Fri, 20 Nov 2026 09:15:04 GMT' },
)

const WITH_KEY: Readonly<Record<string, (keys: Keys) => Readonly<Record<string, string>>>> = {
  secretKey: ({ secretKey }) => ({ 'X-API-Key': secretKey }),
  publicKey: ({ publicKey }) => ({ 'X-API-Key': publicKey }),
  adminKey: ({ adminKey }) => ({ 'X-Admin-Key': adminKey }),
  cronKey: ({ cronKey }) => ({ 'X-Cron-Key': cronKey }),
  apiToken: ({ apiToken }) => ({ Authorization: `Bearer ${apiToken}` }),
  shareToken: ({ shareToken }) => ({ 'X-Share-Token': shareToken }),
  session: ({ session }) => session,
  // What a cookie tells may be needed, too.
  page: ({ session }) => session,
}

function rightKey({ security }: Described, keys: Keys): fc.Arbitrary<Readonly<Record<string, string>>> {
  const [first] = security.flatMap((choice) => Object.keys(choice))
  return fc.constant(first === undefined ? {} : (WITH_KEY[first]?.(keys) ?? {}))
}

const anyKey = (keys: Keys): fc.Arbitrary<Readonly<Record<string, string>>> =>
  fc.oneof(
    fc.constantFrom(...Object.values(WITH_KEY).map((headers) => headers(keys))),
    fc.constantFrom({}, { 'X-API-Key': 'f'.repeat(64) }, { 'X-API-Key': 'F'.repeat(32) }, { 'X-API-Key': 'nonsense' }),
  )

/** By GET the body of a POST to the track door travels in the parameter `d`. */
const takesD = ({ parameters = [] }: Described) => parameters.some(({ name }) => name === 'd')

const withD = (parameters: Readonly<Record<string, unknown>>, body: object) => ({
  ...parameters,
  d: Buffer.from(JSON.stringify(body)).toString('base64url'),
})

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

function urlOf({ path, parameters = [] }: Described, values: Readonly<Record<string, unknown>>, suffix = ''): string {
  const inPath = parameters.filter((one) => one.in === 'path').map(({ name }) => name)
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(textOf(values[name] ?? 'x')))
  const query = Object.entries(values)
    .filter(([name, value]) => !inPath.includes(name) && value !== undefined)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(textOf(value))}`)
    .join('&')
  const whole = path.startsWith('/api/') ? filled + suffix : filled
  return query === '' ? whole : `${whole}?${query}`
}

function parametersOf({ parameters = [] }: Described, known: Known): fc.Arbitrary<Record<string, unknown>> {
  const fields = parameters.map((one): [string, DescribedParameter] => [one.name, one])
  // A funnel is named, or comes as steps, of which there must be two; and a token may be of several projects.
  const needed = ['funnel', 'project']
  const required = fields.filter(([name, one]) => one.required === true || needed.includes(name)).map(([name]) => name)
  const values = fields.map(([name, one]) => [name, valueOf(name, one.schema, known)])
  return fc.record(Object.fromEntries(values) as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: required })
}

function bodyOf(operation: Described, known: Known): fc.Arbitrary<object> {
  const { requestBody } =
    operations.find(({ path, method }) => path === operation.path && method === 'post') ?? operation
  const schema = requestBody?.content['application/json']?.schema
  return schema === undefined ? fc.constant({}) : (valueOf('', whole(schema) as Json, known) as fc.Arbitrary<object>)
}

/** Values that a schema describes. Of what has examples, one of these: their form is more than the schema says. */
function valueOf(name: string, schema: Json, known: Known): fc.Arbitrary<unknown> {
  const { examples, enum: words, anyOf, oneOf, type } = schema as Record<string, unknown[] | undefined>
  const pool = known[name] ?? examples ?? words ?? ('const' in schema ? [schema.const] : undefined)
  if (pool !== undefined) return fc.constantFrom(...pool)
  const choices = (anyOf ?? oneOf) as Json[] | undefined
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => valueOf(name, choice, known)))
  if (Array.isArray(type)) return fc.oneof(...type.map((one) => valueOf(name, { ...schema, type: one }, known)))
  const {
    minLength = 0,
    maxLength = 40,
    minimum = 0,
    maximum = 1e6,
    minItems,
    maxItems = 5,
  } = schema as Record<string, number | undefined>
  switch (schema.type) {
    case 'string':
      return fc.string({ minLength, maxLength: Math.min(maxLength, 40), unit: 'grapheme' })
    case 'integer':
      return fc.integer({ min: minimum, max: maximum })
    case 'boolean':
      return fc.boolean()
    case 'array':
      return fc.array(valueOf('', (schema.items ?? { type: 'string' }) as Json, known), {
        ...(minItems !== undefined && { minLength: minItems }),
        maxLength: Math.min(maxItems, 5),
      })
    case 'object':
      return objectOf(schema, known)
    default:
      return fc.constant(null)
  }
}

function objectOf(schema: Json, known: Known): fc.Arbitrary<unknown> {
  const { properties, required = [], minProperties = 0 } = schema as ObjectSchema
  if (properties === undefined) return fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 })
  const fields = Object.entries(properties).map(([name, field]) => [name, valueOf(name, field, known)])
  const record = fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>, {
    // Which project is meant may be left out by some senders only.
    requiredKeys: [...new Set([...required, ...('project' in properties ? ['project'] : [])])],
  })
  // Null is as good as nothing.
  return record.filter(
    (made) => Object.values(made).filter((value) => value !== null && value !== undefined).length >= minProperties,
  )
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, Json>>
  readonly required?: string[]
  readonly minProperties?: number
}
