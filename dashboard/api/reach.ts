import { urlOf } from './ask.ts'

/** What came back: the status, 0 for nothing, and `data` where it was an answer of ours. */
export interface Reached {
  readonly status: number
  readonly data?: unknown
}

const PATIENCE_MS = 10_000

/** Asks as the snippet does, without headers and cookies; never throws. */
export async function reach(
  path: string,
  words: Readonly<Record<string, string>>,
  options: RequestInit,
): Promise<Reached> {
  try {
    const response = await fetch(urlOf(path, words), {
      ...{ credentials: 'omit', referrerPolicy: 'origin', cache: 'no-store' },
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...options,
    })
    const { status } = response
    const body: unknown = await response.json().catch(() => undefined)
    const isOurs = typeof body === 'object' && body !== null && 'success' in body && 'data' in body
    return isOurs ? { status, data: body.data } : { status }
  } catch {
    return { status: 0 }
  }
}

/** Whether a stranger could fetch it; what is in it is not read. 0: no answer. */
export async function statusOf(path: string): Promise<number> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS)
    const response = await fetch(urlOf(path), { credentials: 'omit', cache: 'no-store', signal })
    await response.body?.cancel()
    return response.status
  } catch {
    return 0
  }
}
