import type { TrackIdentity } from '../lib/wire/track.ts'
import { canvasFingerprint } from './canvas-fingerprint.ts'
import type { Tag } from './read-tag.ts'
import { request } from './request.ts'
import { visitorCookie } from './visitor-cookie.ts'

/**
 * Finds out what the project's identity mode lets us say about the visitor. `cache` asks the server, through the
 * HTTP cache and so without a header of our own; where that fails the visitor stays unnamed.
 */
export function identify({ api, key, options: { identity } }: Tag, tell: (known: TrackIdentity) => void): void {
  if (identity === 'cache') {
    void request(`${api}/api/track/seen?k=${key}`).then(([status, text]) => {
      tell(status === 200 ? { seen: text } : {})
    })
  } else if (identity === 'cookie') {
    const visitor_id = visitorCookie()
    tell(visitor_id ? { visitor_id } : { fingerprint: canvasFingerprint() })
  } else tell({})
}
