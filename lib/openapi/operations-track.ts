import * as z from 'zod'
import { DROP_REASONS } from '../spool/records.ts'
import { TRACK_BODIES } from '../ingest/track-input.ts'
import { probeInput } from '../ingest/probe.ts'
import { auditWritten, errorWritten, probed, spooled, tracked } from './answers-track.ts'
import type { Answer, Body, Operation, Parameter } from './operation.ts'

/** `/api/track/*`: what browsers and backends send. */

/** The door reads it where a request cannot carry the header. */
const key = z.string().optional().meta({
  description:
    'The public key, where `X-API-Key` cannot be sent: a header of one’s own costs browsers a second request.',
})

const bodyOf = (name: keyof typeof TRACK_BODIES, examples: Body['examples'] = {}): Body => {
  const fields: z.ZodObject = TRACK_BODIES[name]
  const required = z.globalRegistry.get(fields)?.required
  const title = name.slice(0, 1).toUpperCase() + name.slice(1)
  return { name: `${title}Body`, schema: fields.extend({ key }).meta({ required }), examples }
}

const droppedHeader = {
  'X-Micrologs-Dropped': {
    description: 'Why it was not counted.',
    schema: { type: 'string', enum: [...DROP_REASONS] },
  },
}

const QUEUED: Answer = {
  description:
    'Accepted: it is in the spool and in the reports in a moment. Or the visitor has opted out (`DNT`, `Sec-GPC`) and the project honours that: then `counted` is false.',
  data: tracked,
  message: 'OK',
  example: { counted: true, queued: true },
}

const BOT: Answer = {
  description:
    'Came from a bot, or from no browser at all; not counted. `analytics/dropped` tells how many there were.',
  headers: droppedHeader,
}

const asParameter: Parameter = {
  name: 'd',
  in: 'query',
  required: true,
  description: 'The body of the POST as base64url JSON. `key` stands in it.',
  schema: { type: 'string', contentEncoding: 'base64url' },
}

/** What every one of them refuses. */
const FULL = 'The spool is full, because the database has been away for long. Nothing was accepted; try again later.'

type Tracking = Pick<
  Operation,
  'path' | 'id' | 'summary' | 'description' | 'key' | 'limit' | 'answers' | 'refusals'
> & {
  readonly body: Body
}

/** As POST, and as GET for who can send nothing else. */
function bothWays(tracking: Tracking): Operation[] {
  const { body, ...both } = tracking
  const refusals = { ...both.refusals, 503: [FULL] }
  const get = {
    id: `${both.id}ByGet`,
    summary: `${both.summary}, by GET`,
    description: 'The same for senders that can only ask for an address, such as an image in a page without scripts.',
    parameters: [asParameter],
  }
  return [
    { ...both, method: 'post', tag: 'Tracking', body, refusals },
    { ...both, ...get, method: 'get', tag: 'Tracking', refusals },
  ]
}

const URL_WRONG = 'url must be an absolute http or https address'

export const TRACK_OPERATIONS: readonly Operation[] = [
  ...bothWays({
    path: '/api/track/pageview',
    id: 'trackPageview',
    summary: 'Send a page view',
    description:
      'From a browser: who the visitor is comes from the request itself. The same view by the same visitor within 10 seconds counts once.',
    key: 'public',
    limit: 'track/pageview',
    body: bodyOf('pageview', {
      view: {
        summary: 'A page view',
        value: {
          url: 'https://shop.example/oils?utm_campaign=spring',
          view: 4503599627370497,
          page_title: 'Oils',
          referrer: 'https://www.google.com/',
          screen_resolution: '1920x1080',
          timezone: 'Europe/Vienna',
        },
      },
    }),
    answers: { 202: QUEUED, 204: BOT },
    refusals: { 400: ['url, visitor_id and session_token are required', URL_WRONG] },
  }),
  ...bothWays({
    path: '/api/track/engagement',
    id: 'trackEngagement',
    summary: 'Send visible time',
    description:
      'A share of the time in which a page was in view, sent when it is hidden or left. Shares of one view add up.',
    key: 'public',
    limit: 'track/engagement',
    body: bodyOf('engagement'),
    answers: { 202: QUEUED, 204: BOT },
    refusals: { 400: ['url is required', URL_WRONG] },
  }),
  ...bothWays({
    path: '/api/track/event',
    id: 'trackEvent',
    summary: 'Send a custom event',
    key: 'public',
    limit: 'track/event',
    body: bodyOf('event', {
      signup: {
        summary: 'Somebody signed up',
        value: { name: 'signup', url: 'https://shop.example/join', props: { plan: 'yearly' } },
      },
    }),
    answers: { 202: QUEUED, 204: BOT },
    refusals: { 400: ['name is required', URL_WRONG] },
  }),
  ...bothWays({
    path: '/api/track/error',
    id: 'trackError',
    summary: 'Send an error',
    description:
      'Errors that are the same fault become one group. With the secret key the answer waits for the database and tells the group; with the public key it does not wait.',
    key: 'either',
    limit: ['track/error', 'track/backend'],
    body: bodyOf('error', {
      browser: {
        summary: 'From a page',
        value: {
          message: "Cannot read properties of undefined (reading 'total')",
          error_type: 'TypeError',
          file: 'https://shop.example/basket.js',
          line: 118,
          stack: 'TypeError: Cannot read properties of undefined\n    at total (https://shop.example/basket.js:118:7)',
          url: 'https://shop.example/basket',
          severity: 'error',
          environment: 'production',
          context: { items: 3 },
        },
      },
    }),
    answers: {
      200: {
        description: 'Sent with the secret key, and written.',
        data: errorWritten,
        message: 'OK',
        example: { group_id: 7, queued: false, regression: false },
      },
      202: {
        description: 'In the spool: sent with the public key, or the database did not answer in time.',
        data: spooled,
        message: 'OK',
        example: { queued: true },
      },
    },
    refusals: { 400: ['message is required'] },
  }),
  ...bothWays({
    path: '/api/track/audit',
    id: 'trackAudit',
    summary: 'Write an audit entry',
    description:
      'One line of the project’s log of who did what. Each entry carries a hash over itself and all before it, so that a change shows. Browsers may write only where the project says so (`browser_audits`).',
    key: 'either',
    limit: ['track/audit', 'track/backend'],
    body: bodyOf('audit', {
      deleted: {
        summary: 'An invoice was deleted',
        value: {
          action: 'invoice.deleted',
          actor: 'user-17',
          target: 'invoice-2026-118',
          outcome: 'success',
          context: { reason: 'duplicate' },
        },
      },
    }),
    answers: {
      200: {
        description: 'Sent with the secret key, and written.',
        data: auditWritten,
        message: 'OK',
        example: { id: 12, queued: false, hash: 'c0ffee'.padEnd(64, '0') },
      },
      202: {
        description: 'In the spool: sent with the public key, or the database did not answer in time.',
        data: spooled,
        message: 'OK',
        example: { queued: true },
      },
    },
    refusals: { 400: ['action is required'], 403: ['The public key may not write audit entries.'] },
  }),
  ...bothWays({
    path: '/api/track/probe',
    id: 'probe',
    summary: 'Try whether something gets through',
    description:
      'Says how much of a text arrived, in any of the forms that the others take. The dashboard finds out with it which forms the firewall of the host lets pass. Nothing is counted or kept.',
    key: 'none',
    limit: 'door',
    body: { name: 'ProbeBody', schema: probeInput },
    answers: { 200: { description: 'It arrived.', data: probed, message: 'OK', example: { length: 12 } } },
    refusals: { 400: ['probe is required'] },
  }),
  {
    method: 'get',
    path: '/api/track/seen',
    id: 'firstSeenToday',
    tag: 'Tracking',
    summary: 'When this browser was first here today',
    description:
      'For projects in `cache` mode: the browser keeps the answer and asks again whether it still holds. The second is the same for all who came in it; it is no id.',
    key: 'none',
    worksAlone: true,
    answers: {
      200: {
        description: 'The first visit today: this second, UTC, such as `2026-11-20T09:15:04`.',
        type: 'text/plain',
      },
      304: { description: 'The date in `If-Modified-Since` is of today, and holds.' },
    },
  },
]
