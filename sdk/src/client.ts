import type { TrackedAudit, TrackedError } from '../../lib/wire/envelope.ts'
import type { StatusUpdated } from '../../lib/wire/errors.ts'
import type { KeyVerified } from '../../lib/wire/keys.ts'
import type { LinkCreated, LinkDeleted, LinkEdited, LinkList, LinkShape } from '../../lib/wire/links.ts'
import type { IssueStatus } from '../../lib/wire/record-reports.ts'
import type { Analytics, Answer, Query } from './analytics.ts'
import { makeAnalytics } from './analytics.ts'
import type { Batch, BatchOptions } from './batch.ts'
import { makeBatch } from './batch.ts'
import type { Each } from './each.ts'
import { makeEach } from './each.ts'
import type { AuditOptions, ErrorOptions, Message } from './messages.ts'
import { auditMessage, errorMessage } from './messages.ts'
import type { MicrologsOptions, Settings } from './options.ts'
import { settingsOf } from './options.ts'
import type { Call, Send } from './send.ts'
import { makeSend } from './send.ts'

export interface LinkOptions {
  /** An own code in place of a random one: letters, digits, `-` and `_`, at most 64. */
  readonly code?: string
}

/** What may be changed of a link; what is left out stays. */
export interface LinkChanges {
  readonly destinationUrl?: string
  readonly label?: string
  /** False: the short link answers 404. */
  readonly isActive?: boolean
}

const STATUSES: readonly string[] = ['open', 'investigating', 'resolved', 'ignored']

/**
 * A project on a Micrologs server. Only the constructor throws, for an empty host or key. All else resolves with the
 * server's answer, or with null after a warning: reporting must not break what is reported on.
 */
export class Micrologs {
  readonly analytics: Analytics
  /** Whole lists, for `for await`. */
  readonly each: Each
  readonly #settings: Settings
  readonly #send: Send
  readonly #batches: Batch[] = []

  constructor(options: MicrologsOptions) {
    this.#settings = settingsOf(options)
    this.#send = makeSend(this.#settings)
    this.analytics = makeAnalytics((name, path, query) => this.#get(name, path, query))
    this.each = makeEach(this.analytics, (query) => this.listLinks(query))
  }

  /** Reports an error: what was caught, or a text. Repeated with its id when no answer came, so it counts once. */
  error(thrown: unknown, options: ErrorOptions = {}): Answer<TrackedError> {
    return this.#message('error', (warn) => errorMessage(thrown, options, warn))
  }

  /** Writes a line of the audit log. Repeated with its id when no answer came, so it is written once. */
  audit(action: string, actor = '', context: unknown = null, options: AuditOptions = {}): Answer<TrackedAudit> {
    return this.#message('audit', (warn) => auditMessage(action, actor, context, options, warn))
  }

  /** Makes a short link. Tried again only when no connection was made or the server was busy: else there could be two. */
  createLink(destinationUrl: string, label = '', options: LinkOptions = {}): Answer<LinkCreated> {
    if (!this.#has('createLink', 'destinationUrl', destinationUrl)) return nothing()
    const body = () => ({ destination_url: destinationUrl, label, code: options.code })
    return this.#post('createLink', '/api/links/create.php', body, 'unsent')
  }

  getLink(code: string): Answer<LinkShape> {
    if (!this.#has('getLink', 'code', code)) return nothing()
    return this.#get('getLink', '/api/links/detail.php', { code })
  }

  editLink(code: string, changes: LinkChanges): Answer<LinkEdited> {
    if (!this.#has('editLink', 'code', code)) return nothing()
    const body = () => ({
      code,
      destination_url: changes.destinationUrl,
      label: changes.label,
      is_active: changes.isActive,
    })
    return this.#post('editLink', '/api/links/edit.php', body)
  }

  /** Tried again as `createLink`: a second try would say that there is no such link. */
  deleteLink(code: string): Answer<LinkDeleted> {
    if (!this.#has('deleteLink', 'code', code)) return nothing()
    return this.#post('deleteLink', '/api/links/delete.php', () => ({ code }), 'unsent')
  }

  /** All links, or a piece of the list with `limit` and `cursor`. */
  listLinks(query?: Query): Answer<LinkList> {
    return this.#get('listLinks', '/api/links/list.php', query)
  }

  /** One group of errors, or up to 100. */
  updateErrorStatus(ids: number | readonly number[], status: IssueStatus): Answer<StatusUpdated> {
    const name = 'updateErrorStatus'
    const isList = Array.isArray(ids)
    if (isList ? ids.length === 0 : !ids) return this.#nothing(`${name}: ids are required`)
    if (!STATUSES.includes(status)) return this.#nothing(`${name}: status must be one of ${STATUSES.join(', ')}`)
    return this.#post(name, '/api/track/errors-update-status.php', () => ({ [isList ? 'ids' : 'id']: ids, status }))
  }

  /** Whose key it is; this client's own unless told. */
  verify(key: string = this.#settings.key): Answer<KeyVerified> {
    return this.#post('verify', '/api/projects/verify.php', () => ({ key }))
  }

  /** Collects errors and audit entries and sends them in the background. */
  batch(options?: BatchOptions): Batch {
    const batch = makeBatch(this.#send, this.#settings.warn, options)
    this.#batches.push(batch)
    return batch
  }

  /** Waits until all batches are sent: true; or so many ms, 10,000 unless told: false. */
  async flush(timeout?: number): Promise<boolean> {
    const flushed = await Promise.all(this.#batches.map((batch) => batch.flush(timeout)))
    return flushed.every(Boolean)
  }

  #get<T>(name: string, path: string, query: Query | undefined): Answer<T> {
    return this.#ask(name, () => ({ name, path: path + searchOf(query), repeat: 'always' }))
  }

  /** Keys of `body` that are undefined are not sent. */
  #post<T>(name: string, path: string, body: () => object, repeat: Call['repeat'] = 'always'): Answer<T> {
    return this.#ask(name, () => ({ name, path, body: JSON.stringify(body()), repeat }))
  }

  #message<T>(name: string, make: (warn: Settings['warn']) => Message | undefined): Answer<T> {
    return this.#ask(name, () => make(this.#settings.warn))
  }

  /** `make` may throw for what cannot be read, or written as JSON. */
  async #ask<T>(name: string, make: () => Call | undefined): Answer<T> {
    try {
      const call = make()
      return call === undefined ? null : await this.#send<T>(call)
    } catch (fault) {
      this.#settings.warn(`${name}: ${String(fault)}`)
      return null
    }
  }

  #has(name: string, parameter: string, value: unknown): boolean {
    const isThere = typeof value === 'string' && value !== ''
    if (!isThere) this.#settings.warn(`${name}: ${parameter} is required`)
    return isThere
  }

  #nothing(warning: string): Promise<null> {
    this.#settings.warn(warning)
    return nothing()
  }
}

const nothing = () => Promise.resolve(null)

function searchOf(query: Query | undefined): string {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null)
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return search === '' ? '' : `?${search}`
}
