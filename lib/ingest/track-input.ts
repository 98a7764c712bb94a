import * as z from 'zod'
import { HOUR } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import { isId53, randomId } from '../core/ids.ts'
import { isBlank } from '../core/input.ts'
import { ENVIRONMENTS, OUTCOMES, SEVERITIES } from '../spool/records.ts'
import { age, given, ID53, jsonText, line, messageId, read, text, textOrNull, wholeNumber, wordOf } from './fields.ts'

/** The bodies of `/api/track/*`, read once. */

const MAX_CONTEXT_BYTES = 8192
const MAX_PROPS_BYTES = 4096

const identity = {
  visitor_id: text(256).meta({
    description: 'Projects in `cookie` mode: the value of the visitor cookie. Kept as a hash.',
  }),
  fingerprint: text(256).meta({ description: 'Projects in `cookie` mode, where cookies are refused. Kept as a hash.' }),
  seen: text(32).meta({
    description: 'Projects in `cache` mode: the body of `GET /api/track/seen`.',
    examples: ['2026-11-20T09:15:04'],
  }),
}

const url = text(8192).meta({
  description:
    'Whole address of the page, `http` or `https`. Campaign tags are read from it and taken off, as is the fragment.',
  examples: ['https://shop.example/oils?utm_campaign=spring'],
})

const timezone = text(100).meta({
  description: 'IANA name. Tells the country where no place database is installed.',
  examples: ['Europe/Vienna'],
})

const context = jsonText(MAX_CONTEXT_BYTES).meta({
  description: 'Anything worth knowing beside it, at most 8 KB as JSON; larger, or no object or array, it is left out.',
})

/** The view something happened in; 0 where none is named. */
const viewId = given
  .transform((value) => (isId53(value) ? value : 0))
  .meta({ ...ID53, description: 'The page view it happened in, by the id that was sent with it.' })

const pageview = z
  .object({
    ...identity,
    url,
    view: given.meta({
      ...ID53,
      description: 'Random id of this view. The older snippet sends `visitor_id` and `session_token` in its place.',
    }),
    session_token: text(256).meta({ description: 'Of the older snippet; the server decides what a visit is.' }),
    page_title: text(512),
    referrer: text(2048).meta({ description: 'Where the visitor came from; coming from the own site is no referral.' }),
    screen_resolution: text(20).meta({ examples: ['1920x1080'] }),
    timezone,
    age,
  })
  .meta({ required: ['url', 'view'] })

const engagement = z
  .object({
    ...identity,
    url,
    view: messageId.meta({ description: 'The id that the page view was sent with.' }),
    id: messageId,
    engaged: wholeNumber(0, 4 * HOUR).meta({
      description: 'Milliseconds in which the page was in view since the last such message of this view. They add up.',
    }),
    scroll: wholeNumber(0, 100).meta({ description: 'How far down the page was seen, in percent.' }),
    age,
  })
  .meta({ required: ['url', 'view', 'engaged'] })

const customEvent = z
  .object({
    ...identity,
    name: text(100).meta({ examples: ['signup'] }),
    url,
    id: messageId,
    props: jsonText(MAX_PROPS_BYTES).meta({
      type: ['object', 'null'],
      description: 'What is to be known about it, at most 4 KB as JSON; larger, it is left out.',
    }),
    view: viewId,
    age,
  })
  .meta({ required: ['name', 'url'] })

const auditEntry = z
  .object({
    ...identity,
    id: given.meta({ ...ID53, description: 'Random id of this message: a repeated one is written once.' }),
    action: text(100).meta({ description: 'What was done.', examples: ['invoice.deleted'] }),
    actor: text(255).meta({ description: 'Who did it.', examples: ['user-17'] }),
    context,
    target: text(255).meta({ description: 'What it was done to.', examples: ['invoice-2026-118'] }),
    tenant: text(255).meta({ description: 'On whose behalf, where one project serves several customers.' }),
    outcome: wordOf([...OUTCOMES, ''], ''),
    external_id: text(255).meta({ description: 'Your own id of the entry: one with the same id is written once.' }),
    age,
  })
  .meta({ required: ['action'] })

const errorEvent = z
  .object({
    ...identity,
    id: messageId,
    message: text(1024).meta({ examples: ['Cannot read properties of undefined'] }),
    error_type: text(100, 'Unknown').meta({ examples: ['TypeError'] }),
    file: text(512).meta({ examples: ['src/basket.js'] }),
    line,
    stack: textOrNull(65_535).meta({ description: 'The stack trace, as the language prints it.' }),
    url: text(2048).meta({ description: 'The page or route it happened on.' }),
    severity: wordOf(SEVERITIES, 'error').meta({ description: 'Any other word counts as `error`.' }),
    environment: wordOf(ENVIRONMENTS, 'production').meta({ description: 'Any other word counts as `production`.' }),
    context,
    view: viewId,
    timezone,
    age,
  })
  .meta({ required: ['message'] })

export type PageviewInput = Omit<z.output<typeof pageview>, 'view'> & { readonly view: number }
export type EngagementInput = z.output<typeof engagement>
export type EventInput = z.output<typeof customEvent>
export type ErrorInput = z.output<typeof errorEvent>
export type AuditInput = Omit<z.output<typeof auditEntry>, 'id'> & { readonly id: number }

/** For who documents them: each schema validates the body of the endpoint of its name. */
export const TRACK_BODIES = { pageview, engagement, event: customEvent, error: errorEvent, audit: auditEntry }

/** Throws `invalid_input` in the contract's words. */
export function readPageview(body: unknown): PageviewInput {
  const input = read(pageview, body)
  // Older snippets identify visitor and session themselves and must do so; ours sends a view id instead.
  const isOurs = isId53(input.view)
  if (input.url === '' || (!isOurs && (input.visitor_id === '' || input.session_token === '')))
    throw new AppError('invalid_input', 'url, visitor_id and session_token are required')
  return { ...input, view: isOurs ? (input.view as number) : randomId() }
}

export function readEngagement(body: unknown): EngagementInput {
  const input = read(engagement, body)
  if (input.url === '') throw new AppError('invalid_input', 'url is required')
  return input
}

export function readError(body: unknown): ErrorInput {
  const input = read(errorEvent, body)
  if (isBlank(input.message)) throw new AppError('invalid_input', 'message is required')
  return input
}

export function readEvent(body: unknown): EventInput {
  const input = read(customEvent, body)
  if (isBlank(input.name)) throw new AppError('invalid_input', 'name is required')
  return input
}

/** `external_id`, where there is one, says which message it is; the writer sees to that, within the project. */
export function readAudit(body: unknown): AuditInput {
  const { id, ...input } = read(auditEntry, body)
  if (isBlank(input.action)) throw new AppError('invalid_input', 'action is required')
  return { ...input, id: isId53(id) ? id : randomId() }
}
