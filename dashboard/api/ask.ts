import type { Envelope } from '../../lib/wire/envelope.ts'
import type { FaultKind } from './fault.ts'
import { ApiFault } from './fault.ts'

const PATIENCE_MS = 20_000

// The script is at <base>/assets/: so the app is found whatever path it is mounted at.
const script = document.currentScript
const base = new URL('..', script instanceof HTMLScriptElement ? script.src : location.href)

/** `data` of a good answer to `GET <base>/api/<path>`. Throws nothing but `ApiFault`. */
export async function ask<T>(path: string, headers: Readonly<Record<string, string>>): Promise<T> {
  const { status, envelope } = await fetched<T>(path, headers)
  if (envelope?.success === true && envelope.data !== undefined) return envelope.data
  throw new ApiFault(kindOf(status), envelope?.message ?? '')
}

async function fetched<T>(path: string, headers: Readonly<Record<string, string>>) {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS)
  try {
    const response = await fetch(new URL(`api/${path}`, base), { headers, cache: 'no-store', signal: patience.signal })
    return { status: response.status, envelope: await envelopeOf<T>(response) }
  } catch {
    throw new ApiFault('unreachable', '')
  } finally {
    clearTimeout(timer)
  }
}

/** A host's own error page is no envelope. */
async function envelopeOf<T>(response: Response): Promise<Envelope<T> | undefined> {
  const text = await response.text()
  try {
    return JSON.parse(text) as Envelope<T>
  } catch {
    return undefined
  }
}

const KINDS: Readonly<Record<number, FaultKind>> = {
  401: 'refused',
  403: 'forbidden',
  404: 'missing',
  429: 'busy',
  502: 'unreachable',
  503: 'away',
  504: 'unreachable',
}

const kindOf = (status: number): FaultKind => KINDS[status] ?? 'failed'
