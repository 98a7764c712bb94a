import type { Envelope } from '../../lib/wire/envelope.ts'
import type { FetchAnswer, Settings } from './options.ts'

/** One request, and what it is safe to do when no answer came. */
export interface Call {
  /** The method's name, for warnings. */
  readonly name: string
  readonly path: string
  /** JSON of an object, not empty. Without one it is a GET. */
  readonly body?: string
  /** `Date.now()` of when it was made: one that is sent late says how old it is. */
  readonly madeAt?: number
  /**
   * `always`: a repeat changes nothing that the first one has not, because it reads, sets a value, or carries an id.
   * `unsent`: it is repeated only when the server surely did nothing: no connection was made, or it answered 429.
   */
  readonly repeat: 'always' | 'unsent'
}

/** How long to go on trying. */
export interface Patience {
  readonly retries: number
  /** The longest wait that a server may ask for, in ms; when it asks for more, the call is given up. */
  readonly longestWait: number
}

export type Send = <T>(call: Call, patience?: Patience) => Promise<Envelope<T> | null>

type Outcome =
  | { readonly kind: 'answer'; readonly answer: object }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string; readonly isUnsent: boolean; readonly wait?: number | undefined }

const LONGEST_WAIT_MS = 10_000
const FIRST_PAUSE_MS = 300
const LONGEST_PAUSE_MS = 30_000
/** Shorter delays are no news. */
const WORTH_TELLING_MS = 1_000

/** The one way to the server. The promise never rejects: null, after a warning, when there is no answer. */
export const makeSend =
  (settings: Settings): Send =>
  async <T>(call: Call, patience: Patience = { retries: settings.retries, longestWait: LONGEST_WAIT_MS }) => {
    for (let attempt = 0; ; attempt++) {
      const outcome = await attemptOnce(settings, call)
      if (outcome.kind === 'answer') return outcome.answer as Envelope<T>
      const wait = outcome.kind === 'failed' ? (outcome.wait ?? pauseBefore(attempt)) : Infinity
      const mayRepeat = outcome.kind === 'failed' && (call.repeat === 'always' || outcome.isUnsent)
      if (!mayRepeat || attempt >= patience.retries || wait > patience.longestWait) {
        settings.warn(`${call.name}: ${outcome.why}`)
        return null
      }
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }

/** Doubles each time; by chance up to a half shorter, so that many clients do not come back as one. */
const pauseBefore = (attempt: number) =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt) * (0.5 + Math.random() / 2)

async function attemptOnce({ host, key, timeout, fetch }: Settings, call: Call): Promise<Outcome> {
  const canceller = new AbortController()
  // Until the last byte: a server may also stop in the middle of its answer.
  const timer = setTimeout(() => canceller.abort(), timeout)
  try {
    const body = bodyNow(call)
    const answer = await fetch(host + call.path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'X-API-Key': key, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      ...(body !== undefined && { body }),
      // Followed, a POST would arrive as an empty GET and be called a success, and the key would go to whoever is there.
      // Not `error`, which Cloudflare's workers do not know.
      redirect: 'manual',
      signal: canceller.signal,
    })
    return judge(answer, await answer.text())
  } catch (fault) {
    if (canceller.signal.aborted) return { kind: 'failed', why: `no answer within ${timeout} ms`, isUnsent: false }
    const why = reasonOf(fault)
    return isHost(host) ? { kind: 'failed', why, isUnsent: isUnsent(fault) } : { kind: 'refused', why }
  } finally {
    clearTimeout(timer)
  }
}

function bodyNow({ body, madeAt }: Call): string | undefined {
  const age = madeAt === undefined ? 0 : Date.now() - madeAt
  return body !== undefined && age >= WORTH_TELLING_MS ? `${body.slice(0, -1)},"age":${age}}` : body
}

function judge({ status, headers }: FetchAnswer, text: string): Outcome {
  // Status 0: browsers hide where a redirect leads.
  if (status === 0 || (status >= 300 && status < 400)) {
    const target = headers.get('location') ?? 'another address'
    return { kind: 'refused', why: `${status}: the server redirects to ${target}; set host to where it really lives` }
  }
  const body = objectIn(text)
  if (status >= 200 && status < 300) {
    if (body !== undefined) return { kind: 'answer', answer: body }
    return { kind: 'refused', why: `${status}: the answer is no JSON; is host the address of a Micrologs server?` }
  }
  const why = `${status}: ${sentenceIn(body)}`
  if (status === 429) return { kind: 'failed', why, isUnsent: true, wait: waitIn(headers) }
  if (status >= 500) return { kind: 'failed', why, isUnsent: false, wait: waitIn(headers) }
  return { kind: 'refused', why }
}

function sentenceIn(body: object | undefined): string {
  const { message, error } = (body ?? {}) as { message?: unknown; error?: unknown }
  return [message, error].find((text) => typeof text === 'string') ?? 'the server gave no reason'
}

function waitIn(headers: FetchAnswer['headers']): number | undefined {
  const seconds = /^\d+$/.exec(headers.get('retry-after') ?? '')?.[0]
  return seconds === undefined ? undefined : Number(seconds) * 1000
}

function objectIn(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/** Faults of a connection that was never made, as Node, Deno and Bun call them. */
const NO_CONNECTION =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|Connection refused/

const isUnsent = (fault: unknown) => NO_CONNECTION.test(detailsOf(fault))

/** `fetch failed` says nothing; why it failed is in its cause. */
const reasonOf = (fault: unknown) => detailsOf(fault) || String(fault)

function detailsOf(fault: unknown): string {
  const { message, code, cause } = (fault ?? {}) as { message?: unknown; code?: unknown; cause?: unknown }
  const own = typeof message === 'string' ? message : ''
  const parts = [
    own,
    typeof code === 'string' && !own.includes(code) ? code : '',
    cause === undefined ? '' : detailsOf(cause),
  ]
  return parts.filter((part) => part !== '').join(': ')
}

function isHost(host: string): boolean {
  try {
    return /^https?:$/.test(new URL(host).protocol)
  } catch {
    return false
  }
}
