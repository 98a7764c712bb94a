import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/** This machine, private networks and sockets without an address: where a front server may sit. */
const NEAR = /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)|^::1$|^f[cd][0-9a-f]{2}:|^fe80:/i
/** How a socket that takes both kinds of address writes an IPv4 one; a front server may write it plainly. */
const MAPPED = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i

/**
 * The address of the client. A front server appends the address it sees to `X-Forwarded-For`, so only the last entry
 * is its word; all before it is the client's own claim. Believed only when the request itself comes from near: then
 * there is a front server (exactly one hop).
 */
export function clientAddress(req: IncomingMessage, trustProxy: boolean): string {
  const peer = (req.socket.remoteAddress ?? '').replace(MAPPED, '')
  if (!trustProxy || !(peer === '' || NEAR.test(peer))) return peer
  const forwarded = req.headers['x-forwarded-for']
  const last = (Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? '')).split(',').at(-1)?.trim() ?? ''
  return isIP(last) > 0 ? last.replace(MAPPED, '') : peer
}

/** Whether a front server, or the client itself, says who asks. */
export const isForwarded = (req: IncomingMessage): boolean => req.headers['x-forwarded-for'] !== undefined
