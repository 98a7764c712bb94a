/**
 * What a request says about its sender beside its body. The IP address lives here and nowhere later: enriching turns it
 * into a place and a salted hash, and neither the spool nor the log ever holds it.
 */
export interface RequestFacts {
  readonly ip: string
  readonly userAgent: string
  /** Header values; empty text for a header that was not sent. */
  readonly accept: string
  readonly acceptLanguage: string
  readonly chUa: string
  readonly chUaMobile: string
  readonly chUaPlatform: string
  /** `DNT: 1` or `Sec-GPC: 1`. */
  readonly optsOut: boolean
  /** Received, ms since 1970 UTC. */
  readonly receivedAt: number
}
