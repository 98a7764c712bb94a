import { describeOperation } from './describe-operation.ts'
import type { JsonSchema } from './json-schema.ts'
import { answerSchemas, requestSchema } from './json-schema.ts'
import { ANNOTATION_OPERATIONS } from './operations-annotations.ts'
import type { Operation, Tag } from './operation.ts'
import { ACCOUNT_OPERATIONS } from './operations-accounts.ts'
import { AUDIT_OPERATIONS } from './operations-audits.ts'
import { DIAGNOSTICS_OPERATIONS } from './operations-diagnostics.ts'
import { ERROR_OPERATIONS } from './operations-errors.ts'
import { EXPLORE_OPERATIONS } from './operations-explore.ts'
import { EXPORT_OPERATIONS } from './operations-export.ts'
import { GOAL_OPERATIONS } from './operations-goals.ts'
import { INSTALL_OPERATIONS } from './operations-install.ts'
import { ISSUE_OPERATIONS } from './operations-issues.ts'
import { LINK_OPERATIONS } from './operations-links.ts'
import { PROJECT_OPERATIONS } from './operations-projects.ts'
import { RELEASE_OPERATIONS } from './operations-releases.ts'
import { REPORT_OPERATIONS } from './operations-reports.ts'
import { SESSION_OPERATIONS } from './operations-sessions.ts'
import { UPKEEP_OPERATIONS } from './operations-upkeep.ts'
import { VISIT_OPERATIONS } from './operations-visits.ts'
import { SHARE_OPERATIONS } from './operations-shares.ts'
import { TRACK_OPERATIONS } from './operations-track.ts'

/** Everything that can be asked of the API. */
export const OPERATIONS: readonly Operation[] = [
  ...TRACK_OPERATIONS,
  ...ERROR_OPERATIONS,
  ...ISSUE_OPERATIONS,
  ...LINK_OPERATIONS,
  ...GOAL_OPERATIONS,
  ...EXPLORE_OPERATIONS,
  ...VISIT_OPERATIONS,
  ...EXPORT_OPERATIONS,
  ...REPORT_OPERATIONS,
  ...PROJECT_OPERATIONS,
  ...SESSION_OPERATIONS,
  ...ACCOUNT_OPERATIONS,
  ...INSTALL_OPERATIONS,
  ...SHARE_OPERATIONS,
  ...ANNOTATION_OPERATIONS,
  ...DIAGNOSTICS_OPERATIONS,
  ...RELEASE_OPERATIONS,
  ...UPKEEP_OPERATIONS,
  ...AUDIT_OPERATIONS,
]

/** An OpenAPI 3.1 document; https://spec.openapis.org/oas/v3.1.1.html */
export interface OpenApiDocument {
  readonly openapi: '3.1.0'
  readonly info: JsonSchema
  readonly servers: readonly { readonly url: string }[]
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>>
  readonly components: Readonly<Record<'schemas' | 'securitySchemes' | 'headers', Readonly<Record<string, JsonSchema>>>>
}

/** `base`: where this install is reached, without a slash at the end. */
export const openApiDocument = ({ base, version }: { base: string; version: string }): OpenApiDocument => ({
  openapi: '3.1.0',
  info: {
    title: 'Micrologs',
    version,
    summary: 'Who came, what broke, which link worked, who did what.',
    description: ABOUT,
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: base }],
  tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
  paths: pathsOf(OPERATIONS),
  components: { schemas: { ...bodySchemas(OPERATIONS), ...answerSchemas() }, securitySchemes: KEYS, headers: HEADERS },
})

function pathsOf(operations: readonly Operation[]): OpenApiDocument['paths'] {
  const paths: Record<string, Record<string, JsonSchema>> = {}
  for (const operation of operations) {
    const path = (paths[operation.path] ??= {})
    path[operation.method] = describeOperation(operation)
  }
  return paths
}

const bodySchemas = (operations: readonly Operation[]): Record<string, JsonSchema> =>
  Object.fromEntries(operations.flatMap(({ body }) => (body ? [[body.name, requestSchema(body.schema)]] : [])))

const ABOUT = `The Micrologs API: its SDKs and its snippet work unchanged.

**Paths** also work with \`.php\` at the end, as older clients write them; nothing is ever redirected.

**Answers** are JSON: \`success\`, a \`message\` for people, and \`data\`. A refusal has no \`data\` but a \`code\` for programs, which
stays the same while sentences may change. New keys may come at any time; clients should bear them.

**Bodies** are JSON objects of at most 65,536 bytes, whatever their \`Content-Type\` says. Fields are read with patience: numbers
become text, text that is too long is cut at a character, and fields that are not known are ignored.

**Times** are \`YYYY-MM-DD HH:MM:SS\` and days \`YYYY-MM-DD\`, both in the project's time zone.

**Long lists** come in pieces: \`next_cursor\` goes back as \`cursor\` and asks for the next piece.

**Limits** hold for a window that slides. Every answer that counts against one carries \`RateLimit-Limit\`, \`RateLimit-Remaining\` and
\`RateLimit-Reset\`.

Before any operation is looked at, a request can also be refused with 400 (no HTTP), 404 (no such path), 408 (its headers take longer
than 10 seconds, or all of it longer than 20) or 431 (headers too large).`

const TAGS: Readonly<Record<Tag, string>> = {
  Tracking: 'What browsers and backends send. Accepted means kept: it is on the disk before it is answered.',
  Errors: 'What is done to groups of errors.',
  Links: 'Short links whose clicks are counted.',
  Goals: 'Goals, funnels, segments and annotations: what an owner saves beside the figures.',
  Reports: 'Questions about what was counted. Every count is exact. All take a range of days.',
  Projects:
    'For who runs the install, with the key in its setting `ADMIN_KEY`, and for people and tokens with the right to.',
  Shares: 'Dashboards for whoever has a link: figures alone, of one project, never of a single visitor.',
  Sessions: 'Signing in, and one’s own account. Cookies are for the page of Micrologs; programs have tokens.',
  People: 'Who may what: users, invitations, and tokens for programs.',
  Install: 'What an install tells about itself.',
}

const inHeader = (name: string, description: string): JsonSchema => ({
  type: 'apiKey',
  in: 'header',
  name,
  description,
})

const KEYS: OpenApiDocument['components']['securitySchemes'] = {
  secretKey: inHeader(
    'X-API-Key',
    'The secret key of a project: 64 hex characters. For servers only; never in a page.',
  ),
  publicKey: inHeader(
    'X-API-Key',
    'The public key of a project: 32 hex characters. It stands in pages, and works only from pages of the project’s domains (`Origin`, else `Referer`; a request with neither passes). Tracking takes it in the body as `key`, too.',
  ),
  adminKey: inHeader('X-Admin-Key', 'The install’s `ADMIN_KEY`. While that setting is empty, nobody has it.'),
  cronKey: inHeader('X-Cron-Key', 'The install’s `CRON_KEY`. While that setting is empty, `/api/cron` is not there.'),
  apiToken: {
    type: 'http',
    scheme: 'bearer',
    description:
      'An API token of a person, `mlt_…`. Where it is for several projects, `?project=` or the header `X-Project` says which one is meant. Where a host takes `Authorization` away, `X-API-Key` does as well.',
  },
  session: {
    ...inHeader(
      'X-Micrologs',
      'Anything, with the cookie of a session. Reading needs the cookie alone. Which project: as with a token.',
    ),
  },
  shareToken: inHeader(
    'X-Share-Token',
    'What the link of a shared dashboard ends with, `mls_…`. Where it asks for a password, `X-Share-Proof` comes with it: `/api/shares/unlock` gives one.',
  ),
  page: inHeader('X-Micrologs', 'Anything: pages of other sites cannot send this header.'),
}

const seconds = (description: string): JsonSchema => ({ description, schema: { type: 'integer', minimum: 0 } })

const HEADERS: OpenApiDocument['components']['headers'] = {
  'RateLimit-Limit': { description: 'Requests in a window.', schema: { type: 'integer' } },
  'RateLimit-Remaining': { description: 'How many are left.', schema: { type: 'integer' } },
  'RateLimit-Reset': seconds('Seconds until the window ends.'),
  'Retry-After': seconds('Seconds until trying again makes sense.'),
}
