import * as z from 'zod'
import { HOUR } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import { hashId } from '../core/hashing.ts'
import { isId53, randomId } from '../core/ids.ts'
import { ENVIRONMENTS, OUTCOMES, SEVERITIES } from '../spool/records.ts'
import {
  age,
  given,
  isBlank,
  jsonText,
  line,
  messageId,
  read,
  text,
  textOrNull,
  wholeNumber,
  wordOf,
} from './fields.ts'

/** The bodies of `/api/track/*`, read once. */

const MAX_CONTEXT_BYTES = 8192
const MAX_PROPS_BYTES = 4096

const identity = {
  visitor_id: text(256),
  fingerprint: text(256),
  seen: text(32),
}

const pageview = z.object({
  ...identity,
  url: text(8192),
  view: given,
  session_token: text(256),
  page_title: text(512),
  referrer: text(2048),
  screen_resolution: text(20),
  timezone: text(100),
  age,
})

const engagement = z.object({
  ...identity,
  url: text(8192),
  view: messageId,
  id: messageId,
  engaged: wholeNumber(0, 4 * HOUR),
  scroll: wholeNumber(0, 100),
  age,
})

/** The view something happened in; 0 where none is named. */
const viewId = given.transform((value) => (isId53(value) ? value : 0))

const customEvent = z.object({
  ...identity,
  name: text(100),
  url: text(8192),
  id: messageId,
  props: jsonText(MAX_PROPS_BYTES),
  view: viewId,
  age,
})

const auditEntry = z.object({
  ...identity,
  id: given,
  action: text(100),
  actor: text(255),
  context: jsonText(MAX_CONTEXT_BYTES),
  target: text(255),
  tenant: text(255),
  outcome: wordOf([...OUTCOMES, ''], ''),
  external_id: text(255),
  age,
})

const errorEvent = z.object({
  ...identity,
  id: messageId,
  message: text(1024),
  error_type: text(100, 'Unknown'),
  file: text(512),
  line,
  stack: textOrNull(65_535),
  url: text(2048),
  severity: wordOf(SEVERITIES, 'error'),
  environment: wordOf(ENVIRONMENTS, 'production'),
  context: jsonText(MAX_CONTEXT_BYTES),
  view: viewId,
  timezone: text(100),
  age,
})

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

/** An entry that carries the sender's own id is the same message whenever it comes with that id. */
export function readAudit(body: unknown): AuditInput {
  const { id, ...input } = read(auditEntry, body)
  if (isBlank(input.action)) throw new AppError('invalid_input', 'action is required')
  if (input.external_id !== '') return { ...input, id: hashId('audit', input.external_id) }
  return { ...input, id: isId53(id) ? id : randomId() }
}
