import type { Envelope } from '../../lib/wire/envelope.ts'
import { ApiFault } from './fault.ts'

const PATIENCE_MS = 30_000
/** Lines upwards are slow. */
const UPLOAD_PATIENCE_MS = 300_000

// Every script lies in <base>/assets/: so the app is found whatever path it is mounted at.
const base = new URL('..', import.meta.url)

/** Words of a query; undefined ones are left out, several values of one word are sent one after the other. */
export type Words = Readonly<Record<string, string | number | readonly string[] | undefined>>

/** Headers that go with every question. */
let along: Readonly<Record<string, string>> = {}
/** What opens a shared dashboard goes with every question from now on. */
export const sendAlong = (headers: Readonly<Record<string, string>>): void => void (along = headers)

/** Told when the server says that nobody is signed in (any more). */
let onSignedOut = (): void => undefined
export const whenSignedOut = (tell: () => void): void => void (onSignedOut = tell)

/** The address of `<base>/<path>?<words>`, for links: `urlOf('api/analytics/breakdown', {format: 'csv'})`. */
export function urlOf(path: string, words: Words = {}): string {
  const url = new URL(path, base)
  for (const [word, given] of Object.entries(words)) {
    if (given === undefined) continue
    for (const value of Array.isArray(given) ? (given as readonly string[]) : [String(given)])
      url.searchParams.append(word, value)
  }
  return url.href
}

/** `data` of a good answer to `GET <base>/api/<path>`. Throws nothing but `ApiFault`. */
export const ask = <T>(path: string, words?: Words, headers?: Readonly<Record<string, string>>): Promise<T> =>
  answered<T>(urlOf(`api/${path}`, words), headers ? { headers } : {})

/** The same for `POST` with a JSON body: what changes something. */
export const send = <T>(path: string, body: object = {}, words?: Words): Promise<T> =>
  answered<T>(urlOf(`api/${path}`, words), {
    method: 'POST',
    body: JSON.stringify(body),
    // Pages of other sites cannot add this header: the server takes it as a sign that it was us.
    headers: { 'Content-Type': 'application/json', 'X-Micrologs': '1' },
  })

/** The same with a file, as the part of a form that firewalls look into least. */
export function sendFile<T>(path: string, field: string, file: File): Promise<T> {
  const body = new FormData()
  body.append(field, file, file.name)
  return answered<T>(
    urlOf(`api/${path}`),
    { method: 'POST', body, headers: { 'X-Micrologs': '1' } },
    UPLOAD_PATIENCE_MS,
  )
}

async function answered<T>(url: string, options: RequestInit, patience = PATIENCE_MS): Promise<T> {
  const { status, retryAfter, envelope } = await fetched<T>(url, options, patience)
  if (envelope?.success === true) return envelope.data as T
  // Signing in has refusals of its own, which say nothing about a session that was.
  const isAboutCode = new Headers(options.headers).has('X-Setup-Code')
  if (status === 401 && !url.includes('/api/session/') && !isAboutCode) onSignedOut()
  throw new ApiFault(status, envelope?.message, envelope?.code, retryAfter)
}

async function fetched<T>(url: string, options: RequestInit, patience: number) {
  try {
    const signal = AbortSignal.timeout(patience)
    const headers = { ...along, ...(options.headers as Readonly<Record<string, string>> | undefined) }
    const response = await fetch(url, { ...options, headers, cache: 'no-store', credentials: 'same-origin', signal })
    const seconds = Number(response.headers.get('Retry-After'))
    return {
      status: response.status,
      retryAfter: seconds > 0 ? seconds : undefined,
      envelope: envelopeOf<T>(await response.text()),
    }
  } catch {
    throw new ApiFault(0)
  }
}

/** A host's own error page is no envelope. */
function envelopeOf<T>(text: string): Envelope<T> | undefined {
  try {
    return JSON.parse(text) as Envelope<T>
  } catch {
    return undefined
  }
}
