import type { IncomingMessage, ServerResponse } from 'node:http'
import { classifyClick } from '../lib/bots/classify-click.ts'
import type { Clock } from '../lib/core/clock.ts'
import { messageOf } from '../lib/core/errors.ts'
import type { Log } from '../lib/core/log.ts'
import { parseWebUrl, readPageUrl } from '../lib/core/page-url.ts'
import type { AcceptClick } from '../lib/ingest/accept-click.ts'
import { isCode } from '../lib/links/code.ts'
import type { LinkBook } from '../lib/links/link-book.ts'
import type { LinkTarget } from '../lib/links/link.ts'
import type { Project } from '../lib/projects/project.ts'
import type { Limiter } from '../lib/rate-limit/check-limit.ts'
import { rateLimitHeaders } from '../lib/rate-limit/check-limit.ts'
import { tooManyRequests } from '../lib/rate-limit/too-many-requests.ts'
import { refusalOf } from './middleware/fail.ts'
import type { Sender } from './middleware/sender.ts'
import { headerOf, senderOf } from './middleware/sender.ts'
import { NOT_CACHED } from './not-cached.ts'

/**
 * Answers `/api/redirect?c=<code>` and `/l/<code>`, without Express as the track door does, in text rather than JSON:
 * people read it. False leaves the request to others.
 */
export type RedirectDoor = (req: IncomingMessage, res: ServerResponse, path: string, query: string) => boolean

interface DoorParts {
  readonly book: LinkBook
  /** Every project, and whether the list could ever be read. */
  readonly directory: { readonly known: boolean; all(): readonly Project[] }
  readonly acceptClick: AcceptClick
  readonly limiter: Limiter
  readonly clock: Clock
  readonly trustProxy: boolean
  readonly log: Log
}

type Headers = Readonly<Record<string, string>>

const METHODS: readonly (string | undefined)[] = ['GET', 'HEAD', 'POST']
const ALLOW = { Allow: 'GET, HEAD, POST, OPTIONS' }
const OURS = { ...NOT_CACHED, 'X-Robots-Tag': 'noindex' }

export function makeRedirectDoor(parts: DoorParts): RedirectDoor {
  const { book, directory, acceptClick, limiter, clock, trustProxy, log } = parts
  let isUncounted = false
  // What cannot be a code is no link, and nobody needs to be asked.
  const find = async (code: string) => (isCode(code) ? book.find(code) : undefined)
  const recall = (code: string) => (isCode(code) ? book.recall(code) : undefined)

  return (req, res, path, query) => {
    const given = codeOf(path, query)
    if (given === undefined) return false
    if (req.method === 'OPTIONS') res.writeHead(200, { ...OURS, ...ALLOW, 'Content-Length': 0 }).end()
    else if (METHODS.includes(req.method)) void handle(req, res, given)
    else say(req, res, 405, 'Method not allowed', ALLOW)
    return true
  }

  async function handle(req: IncomingMessage, res: ServerResponse, code: string): Promise<void> {
    try {
      const sender = senderOf(req, trustProxy, clock.now())
      const checked = limiter.check('redirect', sender.client)
      const limits = rateLimitHeaders(checked)
      // Over the limit the database is not asked: who tries codes must not keep it busy.
      const link = checked.allowed ? await find(code) : recall(code)
      const project = link && activeProject(link)
      if (link === undefined || project === undefined) {
        if (checked.allowed)
          say(req, res, code === '' ? 400 : 404, code === '' ? 'Missing link code' : 'Link not found', limits)
        else say(req, res, 429, tooManyRequests(checked.retryAfterSeconds).message, limits)
        return
      }
      const url = parseWebUrl(link.destination)
      if (url === undefined) say(req, res, 400, 'Invalid destination URL', limits)
      else if (checked.allowed) {
        redirect(req, res, url, limits)
        if (project !== 'unknown') void count(req, link, project, sender)
      } else redirect(req, res, url, { 'X-Micrologs-Dropped': 'rate-limit' })
    } catch (thrown) {
      const { status, message, retryAfter } = refusalOf(log, thrown, { method: req.method ?? '', path: '/l' })
      say(req, res, status, message, retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) })
    }
  }

  /**
   * The project of a link that leads on. `unknown` while no list of projects could ever be read: people get where they
   * want, and nothing is counted for a project that nobody knows.
   */
  function activeProject({ project, isActive }: LinkTarget): Project | 'unknown' | undefined {
    if (!isActive) return undefined
    if (!directory.known) return 'unknown'
    return directory.all().find(({ id, isActive: isOn }) => id === project && isOn)
  }

  /** After the answer. A click that the spool does not take is lost; a person who waits for it would be, too. */
  async function count(req: IncomingMessage, link: LinkTarget, project: Project, { facts }: Sender): Promise<void> {
    try {
      const page = readPageUrl(link.destination)?.page
      if (page === undefined) return
      const purpose = PURPOSES.map((name) => headerOf(req, name)).join(' ')
      const by = classifyClick({ method: req.method ?? '', userAgent: facts.userAgent, purpose })
      const [referrer, host] = [headerOf(req, 'referer'), headerOf(req, 'host')]
      await acceptClick({ project, link: link.id, page, by, referrer, host }, facts)
      isUncounted = false
    } catch (fault) {
      if (!isUncounted) log.warn({ reason: messageOf(fault) }, 'Clicks cannot be counted; links lead on')
      isUncounted = true
    }
  }
}

const PURPOSES = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz']

/** The code that a request asks for, as far as it says one; undefined when it is no redirect at all. */
function codeOf(path: string, query: string): string | undefined {
  if (path === '/api/redirect' || path === '/api/redirect/') return (new URLSearchParams(query).get('c') ?? '').trim()
  if (path !== '/l' && !path.startsWith('/l/')) return undefined
  return decoded(path.slice(3).replace(/\/$/, ''))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function redirect(req: IncomingMessage, res: ServerResponse, { href }: URL, headers: Headers): void {
  send(req, res, 302, { ...headers, Location: href, 'Content-Length': '0' })
}

function say(req: IncomingMessage, res: ServerResponse, status: number, text: string, headers: Headers): void {
  const plain = { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' }
  send(req, res, status, { ...headers, ...plain, 'Content-Length': String(Buffer.byteLength(text)) }, text)
}

function send(req: IncomingMessage, res: ServerResponse, status: number, headers: Headers, body = ''): void {
  if (res.headersSent || res.destroyed) return
  // The body of a POST is nothing to us, and not waited for.
  const isUnread = req.method !== 'GET' && req.method !== 'HEAD' && !req.complete
  res.writeHead(status, { ...OURS, ...headers, ...(isUnread && { Connection: 'close' }) }).end(body)
}
