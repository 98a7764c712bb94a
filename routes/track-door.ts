import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TokenStore } from '../lib/accounts/token-store.ts'
import type { KeyRing } from '../lib/auth/authenticate.ts'
import { authenticate } from '../lib/auth/authenticate.ts'
import type { Clock } from '../lib/core/clock.ts'
import { AppError } from '../lib/core/errors.ts'
import type { Log } from '../lib/core/log.ts'
import { decodeBody, decodeParameter, MAX_BODY, MAX_PAYLOAD } from '../lib/ingest/decode-body.ts'
import type { Target } from '../lib/ingest/enrich.ts'
import { answerProbe } from '../lib/ingest/probe.ts'
import { isBackend } from '../lib/ingest/enrich.ts'
import type { Accept } from '../lib/ingest/make-accept.ts'
import { QUEUED } from '../lib/ingest/make-accept.ts'
import type { RequestFacts } from '../lib/ingest/request-facts.ts'
import { readAudit, readEngagement, readError, readEvent, readPageview } from '../lib/ingest/track-input.ts'
import type { KeyKind, Project } from '../lib/projects/project.ts'
import type { Limiter } from '../lib/rate-limit/check-limit.ts'
import { rateLimitHeaders } from '../lib/rate-limit/check-limit.ts'
import type { RouteFamily } from '../lib/rate-limit/limits.ts'
import { tooManyRequests } from '../lib/rate-limit/too-many-requests.ts'
import type { Tracked, TrackedAudit, TrackedError } from '../lib/wire/envelope.ts'
import { answerSeen } from './answer-seen.ts'
import { refusalOf } from './middleware/fail.ts'
import { senderOf } from './middleware/sender.ts'
import { NOT_CACHED } from './not-cached.ts'
import { readBody } from './read-body.ts'
import { refuseOver } from './refuse-over.ts'
import { targetByToken, tokenIn } from './target-by-token.ts'

/**
 * The one place where requests are answered without Express: `/api/track/*` from browsers. Express's router and body
 * parser cost as much as all the work done here (`npm run bench` prints the ratio). Everything else about HTTP — base
 * path, `.php`, answers in the envelope, no-store — is the same on both sides.
 */
export interface TrackDoor {
  /** Answers when the path is its own; false leaves the request to Express. */
  (req: IncomingMessage, res: ServerResponse, path: string, query: string): boolean
}

interface DoorParts {
  readonly accept: Accept
  readonly directory: KeyRing & { all(): readonly Project[] }
  readonly tokens: Pick<TokenStore, 'find'>
  readonly limiter: Limiter
  readonly clock: Clock
  readonly trustProxy: boolean
  readonly log: Log
}

interface Endpoint {
  readonly family: RouteFamily
  readonly kinds: readonly KeyKind[]
  take(accept: Accept, target: Target, body: unknown, facts: RequestFacts): Promise<Answered>
}

type Answered = Tracked | TrackedError | TrackedAudit

const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  '/api/track/pageview': {
    family: 'track/pageview',
    kinds: ['public'],
    take: (accept, target, body, facts) => accept.pageview(target, readPageview(body), facts),
  },
  '/api/track/engagement': {
    family: 'track/engagement',
    kinds: ['public'],
    take: (accept, target, body, facts) => accept.engagement(target, readEngagement(body), facts),
  },
  '/api/track/event': {
    family: 'track/event',
    kinds: ['public'],
    take: (accept, target, body, facts) => accept.event(target, readEvent(body), facts),
  },
  '/api/track/audit': {
    family: 'track/audit',
    kinds: ['secret', 'public'],
    take: (accept, target, body, facts) => accept.audit(target, readAudit(body), facts),
  },
  '/api/track/error': {
    family: 'track/error',
    kinds: ['secret', 'public'],
    take: (accept, target, body, facts) => accept.error(target, readError(body), facts),
  },
}

const SEEN_PATH = '/api/track/seen'
const PROBE_PATH = '/api/track/probe'

const JSON_TYPE = { 'Content-Type': 'application/json', 'X-Content-Type-Options': 'nosniff' }
/** Nearly every answer there is; made once. */
const OK = JSON.stringify({ success: true, message: 'OK', data: QUEUED })

export function makeTrackDoor(parts: DoorParts): TrackDoor {
  const { accept, directory, limiter, clock, trustProxy, log } = parts
  const byToken = targetByToken(parts)

  return (req, res, path, query) => {
    const endpoint = ENDPOINTS[path]
    if (endpoint === undefined && path !== SEEN_PATH && path !== PROBE_PATH) return false
    if (req.method === 'OPTIONS') {
      // No key comes with a preflight, and no answer here holds anything to protect.
      res.writeHead(200, { ...corsHeaders(req), ...PREFLIGHT, ...NOT_CACHED, 'Content-Length': 0 }).end()
    } else if (endpoint !== undefined) void handle(endpoint, req, res, path, query)
    else if (path === PROBE_PATH) void probe(req, res, query)
    else if (req.method === 'GET' || req.method === 'HEAD') answerSeen(req, res, clock.now(), corsHeaders(req))
    else refuse(req, res, path, methodNotAllowed())
    return true
  }

  async function handle(endpoint: Endpoint, req: IncomingMessage, res: ServerResponse, path: string, query: string) {
    let limits: Record<string, string> = {}
    try {
      const { facts, client } = senderOf(req, trustProxy, clock.now())
      refuseOver(limiter.check('door', client))
      const body = await bodyOf(req, query)
      const token = endpoint.kinds.includes('secret') ? tokenIn(req) : undefined
      const { target, keyId } =
        token === undefined ? targetOf(endpoint, req, body, client) : await byToken(token, { req, query, client })
      const checked = limiter.check(isBackend(target) ? 'track/backend' : endpoint.family, `${keyId} ${client}`)
      limits = rateLimitHeaders(checked)
      refuseOver(checked)
      const tracked = await endpoint.take(accept, target, body, facts)
      answerTracked(req, res, limits, tracked)
    } catch (thrown) {
      refuse(req, res, path, thrown, limits)
    }
  }

  /** Read in the same way as what counts. */
  async function probe(req: IncomingMessage, res: ServerResponse, query: string) {
    try {
      refuseOver(limiter.check('door', senderOf(req, trustProxy, clock.now()).client))
      const data = answerProbe(await bodyOf(req, query))
      send(req, res, 200, {}, JSON.stringify({ success: true, message: 'OK', data }))
    } catch (thrown) {
      refuse(req, res, PROBE_PATH, thrown)
    }
  }

  function refuse(req: IncomingMessage, res: ServerResponse, path: string, thrown: unknown, limits = {}): void {
    const { status, code, message, retryAfter } = refusalOf(log, thrown, { method: req.method ?? '', path })
    const headers = {
      ...limits,
      ...(retryAfter !== undefined && { 'Retry-After': String(retryAfter) }),
      ...(status === 405 && { Allow: path === SEEN_PATH ? 'GET, HEAD, OPTIONS' : 'GET, POST, OPTIONS' }),
      // The rest of the body is not waited for.
      ...(!req.complete && { Connection: 'close' }),
    }
    const body = status === 429 ? tooManyRequests(retryAfter ?? 1) : { success: false, message, code }
    send(req, res, status, headers, JSON.stringify(body))
  }

  function targetOf(endpoint: Endpoint, req: IncomingMessage, body: Record<string, unknown>, client: string) {
    const header = req.headers['x-api-key']
    const key = typeof header === 'string' ? header : typeof body.key === 'string' ? body.key : undefined
    // While no list of projects could ever be read, a key that looks like one is taken on trust; the writer decides.
    if (!directory.known && key !== undefined && /^[\da-f]{32}$/i.test(key)) {
      const target: Target = { key: key.toLowerCase() }
      return { target, keyId: target.key }
    }
    try {
      const { origin, referer } = req.headers
      const target: Target = authenticate({ key, origin, referer }, directory, endpoint.kinds)
      return { target, keyId: String(target.project.id) }
    } catch (thrown) {
      refuseOver(limiter.check('bad-key', client))
      throw thrown
    }
  }
}

async function bodyOf(req: IncomingMessage, query: string): Promise<Record<string, unknown>> {
  const parameter = req.method === 'GET' ? new URLSearchParams(query).get('d') : null
  if (parameter !== null) return decodeParameter(parameter)
  if (req.method !== 'POST') throw methodNotAllowed()
  const type = req.headers['content-type'] ?? ''
  const isWrapped = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)/i.test(type)
  const raw = await readBody(req, isWrapped ? MAX_BODY : MAX_PAYLOAD)
  return decodeBody(raw, type, req.headers['content-encoding'] ?? '')
}

const PREFLIGHT = {
  'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
  'Access-Control-Allow-Headers': 'Content-Type, X-API-Key',
  'Access-Control-Max-Age': '86400',
}

const methodNotAllowed = () => new AppError('method_not_allowed', 'Method not allowed')

/**
 * The page may read the answer, and when to come back: the snippet must tell our refusal from a firewall's. Whether the
 * page may *send* is decided by the project's domains. No credentials are ever allowed.
 */
function corsHeaders(req: IncomingMessage): Record<string, string> {
  const { origin } = req.headers
  if (origin === undefined || origin === '') return {}
  return { 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': 'Retry-After', Vary: 'Origin' }
}

function send(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: string,
) {
  if (res.headersSent || res.destroyed) return
  res.writeHead(status, {
    ...NOT_CACHED,
    ...JSON_TYPE,
    ...corsHeaders(req),
    ...headers,
    'Content-Length': Buffer.byteLength(body),
  })
  res.end(body)
}

function answerTracked(
  req: IncomingMessage,
  res: ServerResponse,
  limits: Record<string, string>,
  data: Answered,
): void {
  if (!('dropped' in data)) {
    send(req, res, data.queued ? 202 : 200, limits, data === QUEUED ? OK : enveloped(data))
    return
  }
  const why = { ...limits, 'X-Micrologs-Dropped': data.dropped }
  if (data.dropped === 'opt-out') {
    send(req, res, 202, why, enveloped(data))
    return
  }
  // As the contract has it: a bot is told nothing, and learns nothing.
  res.writeHead(204, { ...NOT_CACHED, ...corsHeaders(req), ...why }).end()
}

const enveloped = (data: Answered) => JSON.stringify({ success: true, message: 'OK', data })
