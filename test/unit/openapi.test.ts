import type { Described, Json } from '../kit/openapi.ts'
import { document, faults, operations, target, whole } from '../kit/openapi.ts'

/** The document of the API is well-formed. `test/http/openapi.test.ts` holds that it is about the API that there is. */

const named = ({ method, path }: Pick<Described, 'method' | 'path'>) => `${method.toUpperCase()} ${path}`
const mediaOf = (operation: Described) =>
  [operation.requestBody, ...Object.values(operation.responses)].flatMap((part) => Object.values(part?.content ?? {}))

/** Every object in a part of the document that has this key. */
function having(key: string, part: unknown = document): Json[] {
  if (typeof part !== 'object' || part === null) return []
  const inside = Object.values(part).flatMap((value) => having(key, value))
  return Object.hasOwn(part, key) ? [part as Json, ...inside] : inside
}

test('the document is OpenAPI 3.1 with all that it must have', () => {
  expect(document).toMatchObject({
    openapi: '3.1.0',
    info: { title: 'Micrologs', version: '1.2.3' },
    servers: [{ url: 'https://stats.example' }],
  })
  expect(Object.keys(document.paths).filter((path) => !path.startsWith('/') || path.endsWith('.php'))).toEqual([])
  expect(operations.length).toBeGreaterThan(40)
})

test('every operation has a name of its own, a known tag and answers', () => {
  const ids = operations.map(({ operationId }) => operationId)
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
  expect(ids.filter((id) => !/^[a-z]\w+$/.test(id))).toEqual([])
  const tags = document.tags.map(({ name }) => name)
  expect(operations.filter((one) => one.tags.length !== 1 || !tags.includes(one.tags[0] ?? '')).map(named)).toEqual([])
  expect(operations.filter(({ summary }) => summary === '').map(named)).toEqual([])
  expect(operations.filter(({ responses }) => !Object.keys(responses).some(isGood)).map(named)).toEqual([])
  const silent = operations.filter(({ responses }) => Object.values(responses).some((one) => one.description === ''))
  expect(silent.map(named)).toEqual([])
})

const isGood = (status: string) => /^[23]\d\d$/.test(status)

test('every reference points at something, and every key is known', () => {
  const refs = having('$ref').map(({ $ref }) => String($ref))
  expect(refs.length).toBeGreaterThan(200)
  for (const ref of refs) expect(() => target(ref)).not.toThrow()
  const used = operations.flatMap(({ security }) => security.flatMap((choice) => Object.keys(choice)))
  expect([...new Set(used)].sort()).toEqual(Object.keys(document.components.securitySchemes).sort())
  const components = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`)
  expect(components.filter((ref) => !refs.includes(ref))).toEqual([])
})

test('parameters in a path are described, and none is described twice', () => {
  for (const { path, parameters = [] } of operations) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(inPath)
    const names = parameters.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  }
})

test('every schema is one, and every example fits its schema', () => {
  const media = operations.flatMap(mediaOf)
  expect(media.length).toBeGreaterThan(300)
  const wrong = media.flatMap(({ schema, example, examples = {} }) => {
    const values = [...Object.values(examples).map(({ value }) => value), ...(example === undefined ? [] : [example])]
    return values.flatMap((value) => faults(schema, value))
  })
  expect(wrong).toEqual([])
  // Only the document itself is let be what it is.
  expect(media.filter(({ schema }) => faults(schema, undefined).length === 0)).toEqual([{ schema: {} }])
})

test('every field of every body says what to send', () => {
  const bodies = operations.flatMap(({ requestBody }) => Object.values(requestBody?.content ?? {}))
  const untold = bodies.flatMap(({ schema }) => {
    const { properties = {} } = whole(schema) as { properties?: Record<string, Json> }
    return Object.entries(properties)
      .filter(([, field]) => !['type', 'enum', 'anyOf', 'oneOf'].some((word) => word in field))
      .map(([name]) => `${String(schema.$ref)} ${name}`)
  })
  expect(bodies.length).toBeGreaterThan(10)
  expect(untold).toEqual([])
})

test('every shape that is answered names all its keys and no other', () => {
  const open = having('properties', document.components.schemas)
    .filter(({ required }) => required !== undefined)
    .filter(({ additionalProperties }) => additionalProperties === undefined)
  const bodies = operations.flatMap(({ requestBody }) =>
    Object.values(requestBody?.content ?? {}).flatMap(({ schema }) =>
      having('properties', typeof schema.$ref === 'string' ? target(schema.$ref) : schema),
    ),
  )
  expect(open.filter((schema) => !bodies.includes(schema))).toEqual([])
})

test('every refusal of a limit and of a method is described where it can happen', () => {
  for (const { path, responses } of operations)
    expect([path, Object.keys(responses)]).toEqual([path, expect.arrayContaining(['405'])])
  const limited = operations.filter(({ responses }) => '429' in responses)
  expect(limited.length).toBeGreaterThan(40)
  for (const { responses } of limited) expect(responses['429']?.headers).toHaveProperty('Retry-After')
})
