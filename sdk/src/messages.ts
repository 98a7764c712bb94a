import { causesOf, topFrame } from './thrown.ts'

/** What an error is reported with. What is left out is taken from the error itself, if one was given. */
export interface ErrorOptions {
  /** Groups errors, with the message, the file and the line. The name of the error, or `ManualError`. */
  readonly type?: string
  /** `info`, `warning`, `error` (unless told) or `critical`. */
  readonly severity?: string
  readonly file?: string
  readonly line?: number | null
  readonly stack?: string | null
  /** The page or route it happened on. */
  readonly url?: string
  /** `production` (unless told), `staging` or `development`. */
  readonly environment?: string
  /** An object, at most 8 KB as JSON. What is larger or cannot be written as JSON is left out, with a warning. */
  readonly context?: unknown
}

/** What an audit entry may say beside what was done and by whom. */
export interface AuditOptions {
  /** What it was done to. */
  readonly target?: string
  /** On whose behalf, where one project serves several customers. */
  readonly tenant?: string
  readonly outcome?: 'success' | 'failure'
  /** Your own id of the entry: one with the same id is written once, for ever. */
  readonly externalId?: string
}

/** Ready to be sent, at once or later. */
export interface Message {
  readonly name: 'error' | 'audit'
  readonly path: string
  readonly body: string
  readonly madeAt: number
  readonly repeat: 'always'
}

type Warn = (warning: string) => void

/** What the server takes, in bytes, less room for the age of a message that is sent late. */
const MOST_BODY = 65_536 - 64
const MOST_CONTEXT = 8_192
const MOST_MESSAGE = 1_024

/** Undefined, after a warning, when there is nothing to report. */
export function errorMessage(thrown: unknown, options: ErrorOptions, warn: Warn): Message | undefined {
  const { name, message, stack } = factsOf(thrown)
  if (message.trim() === '' || message === '0') {
    warn('error: a message is required')
    return undefined
  }
  const frame = topFrame(stack)
  const fields = {
    message: firstCharacters(message, MOST_MESSAGE),
    error_type: options.type ?? name,
    severity: options.severity ?? 'error',
    file: options.file ?? frame?.file ?? '',
    line: options.line === undefined ? (frame?.line ?? null) : options.line,
    stack: options.stack === undefined ? stack : options.stack,
    url: options.url ?? '',
    environment: options.environment ?? 'production',
    context: contextOf('error', options.context, warn),
    id: messageId(),
  }
  return ready('error', '/api/track/error.php', fitted(fields))
}

export function auditMessage(
  action: string,
  actor: string,
  context: unknown,
  options: AuditOptions,
  warn: Warn,
): Message | undefined {
  if (typeof action !== 'string' || action.trim() === '' || action === '0') {
    warn('audit: an action is required')
    return undefined
  }
  const { target, tenant, outcome, externalId } = options
  const fields = {
    action,
    actor,
    context: contextOf('audit', context, warn),
    ...(target !== undefined && { target }),
    ...(tenant !== undefined && { tenant }),
    ...(outcome !== undefined && { outcome }),
    ...(externalId !== undefined && { external_id: externalId }),
    id: messageId(),
  }
  return ready('audit', '/api/track/audit.php', JSON.stringify(fields))
}

const ready = (name: Message['name'], path: string, body: string): Message => ({
  name,
  path,
  body,
  madeAt: Date.now(),
  repeat: 'always',
})

/** What can be read of a thrown value, whatever it is and from whatever realm. */
function factsOf(thrown: unknown): { name: string; message: string; stack: string | null } {
  if (typeof thrown !== 'object' || thrown === null)
    return { name: 'ManualError', message: String(thrown), stack: null }
  const { name, message } = thrown as { name?: unknown; message?: unknown }
  return {
    name: typeof name === 'string' && name !== '' ? name : 'ManualError',
    // An error that was made without a message is told by its name.
    message: typeof message === 'string' && message !== '' ? message : textOf(thrown),
    stack: causesOf(thrown),
  }
}

// eslint-disable-next-line @typescript-eslint/no-base-to-string -- whatever it says of itself is better than nothing
const textOf = (thrown: object) => String(thrown)

function contextOf(name: Message['name'], context: unknown, warn: Warn): unknown {
  if (context === undefined || context === null) return null
  try {
    const json = JSON.stringify(context) as string | undefined
    if (json === undefined) return null
    if (byteLength(json) <= MOST_CONTEXT) return context
    warn(`${name}: the context is larger than 8 KB and was left out`)
  } catch (fault) {
    warn(`${name}: the context cannot be written as JSON and was left out: ${String(fault)}`)
  }
  return null
}

/** As JSON that the server takes: a stack that is too long loses its end, which says least. */
function fitted(fields: { stack: string | null }): string {
  const body = JSON.stringify(fields)
  const over = byteLength(body) - MOST_BODY
  if (over <= 0 || fields.stack === null) return body
  // A character is a byte at least, so this many fewer are enough.
  return JSON.stringify({ ...fields, stack: fields.stack.slice(0, Math.max(0, fields.stack.length - over)) })
}

const byteLength = (text: string) => new TextEncoder().encode(text).length

const firstCharacters = (text: string, most: number) =>
  text.length <= most
    ? text
    : Array.from(text.slice(0, most * 2))
        .slice(0, most)
        .join('')

/** 1 to 2^53-1. Only has to differ from the others; `crypto` is no global in Node 18. */
const messageId = () => 1 + Math.floor(Math.random() * (Number.MAX_SAFE_INTEGER - 1))
