import { attempt } from './attempt.ts'
import { randomId } from './random-id.ts'

function readCookie(): string | undefined {
  const [, id] = / _ml_vid=([^;]+)/.exec(' ' + document.cookie) || []
  return id
}

/**
 * The visitor's random id, made on the first visit and kept for 365 days after the last one.
 * Undefined where the browser refuses cookies.
 */
export function visitorCookie(): string | undefined {
  return attempt(() => {
    const id = readCookie() || randomId().toString(36) + randomId().toString(36)
    const secure = location.protocol === 'https:' ? ';Secure' : ''
    document.cookie = `_ml_vid=${id};path=/;max-age=31536000;SameSite=Lax${secure}`
    return readCookie()
  })
}
