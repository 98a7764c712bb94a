import { requestByXhr } from './request-by-xhr.ts'

/** `status` 0: no answer, or one that the browser does not let us read. `retryAfter`: where the server exposes it. */
export type Answer = readonly [status: number, text: string, retryAfter?: string | null]

/**
 * POSTs `body`, or GETs when there is none; never rejects. No header of our own and no cookies, so that a request to
 * another origin needs no preflight; of the page's address only the origin, since firewalls read the Referer too.
 */
export async function request(url: string, body?: URLSearchParams | FormData): Promise<Answer> {
  try {
    if (typeof fetch !== 'function') return await requestByXhr(url, body)
    const response = await fetch(url, {
      credentials: 'omit',
      referrerPolicy: 'origin',
      ...(body && { method: 'POST', body, keepalive: true }),
    })
    return [response.status, await response.text(), response.headers.get('Retry-After')]
  } catch {
    return [0, '']
  }
}
