import type { TrackIdentity } from '../lib/wire/track.ts'
import { attempt } from './attempt.ts'
import { fileForm } from './file-form.ts'
import { isBlocked } from './is-blocked.ts'
import { isOptedOut } from './is-opted-out.ts'
import { FIRST_DELAY_MS, LONGEST_DELAY_MS, MOST_WAITING } from './limits.ts'
import { listen } from './listen.ts'
import type { Send } from './message.ts'
import type { Tag } from './read-tag.ts'
import { request, type Answer } from './request.ts'
import { toBase64url } from './to-base64url.ts'
import { toJson } from './to-json.ts'

interface Message {
  to: string
  /** Epoch milliseconds. */
  at: number
  body: object
}

export interface Sender {
  send: Send
  /** The visitor is known as well as may be: sending starts. */
  open: (identity: TrackIdentity) => void
  /** The page goes away: all that waits is sent now, without looking back. */
  leave: () => void
}

/**
 * Sends messages one after the other, which keeps their order and stays below what browsers allow `keepalive` requests
 * to carry together. What the server cannot take now is kept in memory and sent again later.
 */
export function makeSender({ api, key }: Tag): Sender {
  const waiting: Message[] = []
  let known: TrackIdentity = {}
  let busy = true
  /** The server named a time; until then nothing is sent. */
  let held = false
  /** A firewall refused the plain form and let this one pass. */
  let asFile = false
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Calls `transport` with the message as it is to be sent at this moment. */
  function dispatch<T>({ to, at, body }: Message, transport: (url: string, body: URLSearchParams | FormData) => T): T {
    const json = toJson({ ...body, ...known, key, age: Date.now() - at })
    return transport(`${api}/api/track/${to}`, asFile ? fileForm(json) : new URLSearchParams({ d: toBase64url(json) }))
  }

  /** Sends it, and once more as a file where a firewall stands in the way; from then on all go as files. */
  async function deliver(message: Message): Promise<Answer> {
    const answer = await dispatch(message, request)
    if (asFile || !isBlocked(answer)) return answer
    asFile = true
    const second = await dispatch(message, request)
    asFile = !isBlocked(second)
    return second
  }

  async function work(): Promise<void> {
    if (busy || held) return
    busy = true
    clearTimeout(timer)
    for (let message; (message = waiting.shift()); failures = 0) {
      const [status, , retryAfter] = await deliver(message)
      if (!status || status === 429 || (status >= 500 && status !== 501)) {
        // To the end, so that one message the server trips over does not hold up the others.
        waiting.push(message)
        rest(Number(retryAfter) * 1000)
        break
      }
    }
    busy = false
  }

  function rest(asked: number): void {
    held = asked > 0
    const delay = asked || FIRST_DELAY_MS * 4 ** failures++
    timer = setTimeout(
      () => {
        held = false
        resume()
      },
      Math.min(delay, LONGEST_DELAY_MS),
    )
  }

  const resume = () => void work().catch(() => undefined)

  function hurry(message: Message): void {
    dispatch(message, (url, body) => {
      if (!attempt(() => navigator.sendBeacon(url, body))) void request(url, body)
    })
  }

  listen(window, 'online', resume)

  return {
    send(to, body, leaving, at = Date.now()) {
      if (isOptedOut()) return
      // A copy, made here where it may throw: what the page does to its objects later is not sent.
      const message = { to, at, body: JSON.parse(toJson(body)) as object }
      if (leaving) hurry(message)
      else {
        if (waiting.push(message) > MOST_WAITING) waiting.shift()
        resume()
      }
    },
    open(identity) {
      known = identity
      busy = false
      resume()
    },
    leave() {
      waiting.splice(0).forEach(hurry)
    },
  }
}
