import { LIMITS } from '../rate-limit/limits.ts'
import type { RouteFamily } from '../rate-limit/limits.ts'
import type { JsonSchema } from './json-schema.ts'
import { refTo, refToShape } from './json-schema.ts'
import type { Answer, Operation } from './operation.ts'
import { refusal, tooManyRequests } from './refusals.ts'

/** One operation in the words of OpenAPI 3.1. */
export function describeOperation(operation: Operation): JsonSchema {
  const { id, tag, summary, description, parameters = [], body, upload, key } = operation
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: [description, limitSentence(operation)].filter((part) => part !== undefined).join('\n\n'),
    security: SECURITY[key],
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: refTo(body.name), ...(body.examples && { examples: body.examples }) },
        },
      },
    }),
    ...(upload && { requestBody: formOf(upload) }),
    responses: responsesOf(operation),
  }
}

const formOf = ({ field, description }: NonNullable<Operation['upload']>): JsonSchema => ({
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        properties: { [field]: { type: 'string', contentMediaType: 'application/octet-stream', description } },
        required: [field],
      },
    },
  },
})

/** Each list is a choice. */
const SECURITY: Readonly<Record<Operation['key'], readonly object[]>> = {
  public: [{ publicKey: [] }],
  secret: [{ secretKey: [] }, { apiToken: [] }, { session: [] }],
  figures: [{ secretKey: [] }, { apiToken: [] }, { session: [] }, { shareToken: [] }],
  share: [{ shareToken: [] }],
  token: [{ apiToken: [] }, { session: [] }],
  either: [{ secretKey: [] }, { publicKey: [] }, { apiToken: [] }],
  admin: [{ adminKey: [] }, { apiToken: [] }, { session: [] }],
  session: [{ session: [] }],
  page: [{ page: [] }],
  // The address may hold it instead.
  cron: [{ cronKey: [] }, {}],
  none: [],
}

const familiesOf = ({ limit = [] }: Operation): readonly RouteFamily[] => (typeof limit === 'string' ? [limit] : limit)

const WHOM = { client: 'address', 'key and client': 'key and address', account: 'account' }

function limitSentence(operation: Operation): string | undefined {
  const sentences = familiesOf(operation).map((family) => {
    const { limit, windowMs, per } = LIMITS[family]
    const whose = family === 'track/backend' ? 'secret key' : WHOM[per]
    return `${limit} requests in ${windowMs / 1000} seconds for each ${whose}`
  })
  return sentences.length === 0 ? undefined : `Limit: ${sentences.join('; ')}.`
}

function responsesOf(operation: Operation): JsonSchema {
  const isLimited = familiesOf(operation).length > 0
  const refused = refusalsOf(operation)
  const answers = Object.entries(operation.answers).map(([status, answer]) => [status, answerOf(answer, isLimited)])
  const refusals = Object.entries(refused).map(([status, sentences]) => [
    status,
    refusalOf(Number(status), sentences, operation.refusesInText),
  ])
  return Object.fromEntries([...refusals, ...answers]) as JsonSchema
}

const RATE_HEADERS = Object.fromEntries(
  ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'].map((name) => [
    name,
    { $ref: `#/components/headers/${name}` },
  ]),
)
const RETRY_AFTER = { 'Retry-After': { $ref: '#/components/headers/Retry-After' } }

function answerOf(answer: Answer, isLimited: boolean): JsonSchema {
  const { description, message, example, json, type, files = [] } = answer
  const headers = { ...answer.headers, ...(isLimited && RATE_HEADERS) }
  const data = answer.data && refToShape(answer.data)
  const envelope = data && { schema: envelopeOf(data, message ?? 'OK') }
  const whole = example && { example: { success: true, message: message ?? 'OK', data: example } }
  const media = envelope ? { ...envelope, ...whole } : json && { schema: refToShape(json) }
  return {
    description,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...((media ?? files.length > 0) && { content: { ...(media && { 'application/json': media }), ...asFiles(files) } }),
    ...(type !== undefined && {
      content: { [type]: { schema: type === 'application/json' ? {} : { type: 'string' } } },
    }),
  }
}

const asFiles = (types: readonly string[]) =>
  Object.fromEntries(types.map((type) => [type, { schema: { type: 'string' } }]))

/** As `Envelope` in `lib/wire/envelope.ts`. */
const envelopeOf = (data: JsonSchema, message: string): JsonSchema => ({
  type: 'object',
  properties: { success: { const: true }, message: { type: 'string', examples: [message] }, data },
  required: ['success', 'message', 'data'],
  additionalProperties: false,
})

const UNKNOWN_KEY = 'Invalid API key'
const UNKNOWN_TOKEN = 'Invalid API token'
const NOT_OURS = 'This must come from the page of Micrologs, with the header X-Micrologs: 1.'
const NO_BODY = 'Invalid or missing JSON body'
const NO_PROJECT = 'project is required: its number, as in ?project=1 or in the header X-Project'
const MAY_NOT = 'You may not do this. Ask an administrator for the right to.'
const ASKS_PASSWORD = 'This dashboard asks for a password.'
const NO_KEY: Readonly<Record<Operation['key'], readonly string[]>> = {
  public: ['API key is required', UNKNOWN_KEY],
  secret: ['API key is required', UNKNOWN_KEY, UNKNOWN_TOKEN],
  figures: ['API key is required', UNKNOWN_KEY, UNKNOWN_TOKEN, 'Invalid share token', ASKS_PASSWORD],
  share: [],
  token: ['API key is required', UNKNOWN_KEY, UNKNOWN_TOKEN],
  either: [UNKNOWN_KEY, UNKNOWN_TOKEN],
  admin: ['Unauthorized', UNKNOWN_TOKEN],
  session: ['Sign in first.'],
  page: [],
  cron: ['Unauthorized'],
  none: [],
}

/** Status to sentences: what is common to all operations of a kind, and what this one adds. */
function refusalsOf(operation: Operation): Readonly<Record<number, readonly string[]>> {
  const { key, body, refusals = {}, worksAlone = false } = operation
  const isTracking = operation.tag === 'Tracking' && !worksAlone
  const isSent = body !== undefined || isTracking
  const ofProject = key === 'secret' || key === 'figures' || key === 'token'
  const isPersonal = ofProject || key === 'either' || key === 'admin' || key === 'session'
  const common: Record<number, readonly string[]> = {
    ...(isSent && { 400: [NO_BODY] }),
    ...(NO_KEY[key].length > 0 && { 401: NO_KEY[key] }),
    ...(ofProject && { 400: [...(isSent ? [NO_BODY] : []), NO_PROJECT] }),
    ...(key === 'public' && { 403: ['Domain not allowed for this key'] }),
    ...(key === 'page' && { 403: [NOT_OURS] }),
    ...(isPersonal && { 403: [MAY_NOT, NOT_OURS], 404: ['Project not found'] }),
    405: ['Method not allowed'],
    ...(isSent && { 413: ['Payload too large'] }),
    ...(body && { 415: ['Content-Encoding must be gzip, deflate, br or none'] }),
    ...(familiesOf(operation).length > 0 && { 429: [] }),
    ...(!worksAlone && { 500: [], 503: ['The database does not answer right now. Try again soon.'] }),
  }
  const statuses = new Set([...Object.keys(common), ...Object.keys(refusals)].map(Number))
  return Object.fromEntries(
    [...statuses].map((status) => [status, [...new Set([...(common[status] ?? []), ...(refusals[status] ?? [])])]]),
  )
}

const MEANING: Readonly<Record<number, string>> = {
  400: 'Something sent is wrong.',
  401: 'The key is missing, unknown, of the wrong kind, or its project is off; nobody is signed in.',
  403: 'The key is good, or somebody is signed in, but not for this.',
  404: 'There is no such thing.',
  409: 'Something else is in the way.',
  405: 'Another method; `Allow` names the right ones.',
  413: 'The body is larger than 65,536 bytes.',
  415: 'The body is encoded in a way that is not understood.',
  429: 'Over the limit. `Retry-After` says when there is room again; a refused request is not counted.',
  500: 'A fault of ours; the sentence names its number in the log.',
  503: 'Cannot be done right now; `Retry-After` says when to try again.',
}

function refusalOf(status: number, sentences: readonly string[], inText = false): JsonSchema {
  const schema = refToShape(status === 429 ? tooManyRequests : refusal)
  const said = sentences.map((sentence) => `- \`${sentence}\``).join('\n')
  const isLater = status === 429 || status === 503
  return {
    description: [MEANING[status] ?? '', said].filter((part) => part !== '').join('\n\n'),
    ...(isLater && { headers: RETRY_AFTER }),
    content: inText ? { 'text/plain': { schema: { type: 'string' } } } : { 'application/json': { schema } },
  }
}
