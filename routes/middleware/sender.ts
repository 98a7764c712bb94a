import type { IncomingMessage } from 'node:http'
import type { RequestFacts } from '../../lib/ingest/request-facts.ts'
import { clientKey } from '../../lib/rate-limit/client-key.ts'
import { clientAddress } from './client-address.ts'

/** Who sends a request that Express does not see. */
export interface Sender {
  readonly facts: RequestFacts
  /** Whom a rate limit per client holds for. */
  readonly client: string
}

export function senderOf(req: IncomingMessage, trustProxy: boolean, receivedAt: number): Sender {
  const ip = clientAddress(req, trustProxy)
  const facts: RequestFacts = {
    ip,
    userAgent: headerOf(req, 'user-agent'),
    accept: headerOf(req, 'accept'),
    acceptLanguage: headerOf(req, 'accept-language'),
    chUa: headerOf(req, 'sec-ch-ua'),
    chUaMobile: headerOf(req, 'sec-ch-ua-mobile'),
    chUaPlatform: headerOf(req, 'sec-ch-ua-platform'),
    optsOut: req.headers.dnt === '1' || req.headers['sec-gpc'] === '1',
    receivedAt,
  }
  return { facts, client: clientKey(ip) }
}

/** A header by its name in lower case; empty text for one that was not sent. */
export function headerOf(req: IncomingMessage, name: string): string {
  const value = req.headers[name]
  return typeof value === 'string' ? value : ''
}
