import { createWriteStream } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { get as getHttp } from 'node:http'
import { get as getHttps } from 'node:https'
import { pipeline } from 'node:stream/promises'
import { MINUTE, SECOND } from '../core/clock.ts'
import { AppError, messageOf } from '../core/errors.ts'
import { cappedAt, tooLarge } from './capped-at.ts'

/** `total` is undefined where the server does not say. */
export interface Progress {
  readonly bytes: number
  readonly total: number | undefined
}

interface DownloadOptions {
  /** `user:password` for basic authentication; never sent on to another host. */
  readonly auth?: string
  readonly maxBytes: number
  readonly onProgress: (progress: Progress) => void
  /** The sentence for an answer that is neither 200 nor a redirect. */
  readonly explain: (status: number) => string
}

const SILENCE = 30 * SECOND
const TOTAL = 15 * MINUTE
const MAX_REDIRECTS = 5

/**
 * Downloads a URL into a new file. Every failure is an `AppError` with a sentence that names at most the host: the URL
 * may hold a licence key. Uses `node:https`, since `fetch` loads WebAssembly, which small hosting accounts cannot.
 */
export async function download(url: URL, to: string, options: DownloadOptions): Promise<void> {
  const signal = AbortSignal.timeout(TOTAL)
  try {
    const answer = await follow(url, options.auth, signal)
    const status = answer.statusCode ?? 0
    if (status !== 200) {
      answer.destroy()
      throw new AppError(status < 500 ? 'invalid_input' : 'unavailable', options.explain(status))
    }
    await store(answer, to, options, signal)
  } catch (error) {
    if (error instanceof AppError) throw error
    const reason = signal.aborted ? 'it took longer than 15 minutes' : messageOf(error)
    throw new AppError('unavailable', `The download from ${url.host} broke off: ${reason}.`, { cause: error })
  }
}

async function follow(first: URL, auth: string | undefined, signal: AbortSignal): Promise<IncomingMessage> {
  let url = first
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const answer = await request(url, url.host === first.host ? auth : undefined, signal)
    const location = answer.headers.location
    if (location === undefined || ![301, 302, 303, 307, 308].includes(answer.statusCode ?? 0)) return answer
    answer.destroy()
    if (!URL.canParse(location, url)) throw new Error(`${url.host} sent a redirect without an address`)
    url = new URL(location, url)
  }
  throw new Error('too many redirects')
}

function request(url: URL, auth: string | undefined, signal: AbortSignal): Promise<IncomingMessage> {
  const secure = url.protocol === 'https:'
  if (!secure && !isLoopback(url)) throw new AppError('invalid_input', `${url.host} would be asked without encryption.`)
  return new Promise((resolve, reject) => {
    const headers = { accept: '*/*', 'user-agent': 'micrologs' }
    const options = { signal, headers, timeout: SILENCE, auth: auth ?? null }
    const sent = (secure ? getHttps : getHttp)(url, options, resolve)
    sent.on('timeout', () => sent.destroy(new Error('no data for 30 seconds')))
    sent.on('error', reject)
  })
}

const isLoopback = (url: URL): boolean =>
  url.protocol === 'http:' && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname)

async function store(answer: IncomingMessage, to: string, options: DownloadOptions, signal: AbortSignal) {
  const length = Number(answer.headers['content-length'])
  const total = length > 0 ? length : undefined
  if (total !== undefined && total > options.maxBytes) {
    answer.destroy()
    throw tooLarge(options.maxBytes)
  }
  const count = cappedAt(options.maxBytes, (bytes) => options.onProgress({ bytes, total }))
  await pipeline(answer, count, createWriteStream(to, { flags: 'wx' }), { signal })
}
