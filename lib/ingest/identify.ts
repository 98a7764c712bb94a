import { DAY, MINUTE, utcDay } from '../core/clock.ts'
import { cookieVisitor, hashId, saltedId } from '../core/hashing.ts'
import { randomId } from '../core/ids.ts'
import type { IdentityMode } from '../projects/project.ts'
import type { VisitorRef } from '../spool/records.ts'
import type { Salts } from './salts.ts'

/** What the browser says of itself; empty text for what it does not. */
export interface Claims {
  readonly visitor_id: string
  readonly fingerprint: string
  /** The body of `GET /api/track/seen`, kept by the browser's HTTP cache for the day. */
  readonly seen: string
}

export interface Sender {
  readonly ip: string
  readonly userAgent: string
}

/** A visit may run over midnight for as long as its gap allows. */
const OVER_MIDNIGHT = 30 * MINUTE

/**
 * The visitor behind a request, by the project's mode. `project` is its id, or its key while ids are unknown: a browser
 * is another visitor in every project.
 *
 * - `daily`: hash of address and user agent under the salt of the UTC day.
 * - `cookie`: hash of the cookie's value, else of the fingerprint, else as `daily`.
 * - `cache`: hash of the moment the browser was first seen today and of the user agent, under the salt of the day. The
 *   address is not used at all. A page that stays open over midnight goes on telling yesterday's moment. A browser that
 *   told no such moment is a visitor of its own.
 */
export function identify(
  mode: IdentityMode,
  project: number | string,
  sender: Sender,
  claims: Claims,
  at: number,
  salts: Salts,
): VisitorRef {
  if (mode === 'cookie' && claims.visitor_id !== '') return { visitor: cookieVisitor(project, claims.visitor_id) }
  if (mode === 'cookie' && claims.fingerprint !== '')
    return { visitor: hashId('fingerprint', project, claims.fingerprint) }
  if (mode === 'cache' && !isMomentNear(claims.seen, at)) return { visitor: randomId() }
  const sign = mode === 'cache' ? claims.seen : sender.ip
  const kind = mode === 'cache' ? 'cache' : 'daily'
  const hash = (when: number) => saltedId(salts.of(utcDay(when)), kind, project, sign, sender.userAgent)
  const isEarly = at % DAY < OVER_MIDNIGHT
  return { visitor: hash(at), ...(isEarly && { prior: hash(at - DAY) }) }
}

/** Whether `seen` is a moment of this UTC day or of the one before. */
const isMomentNear = (seen: string, at: number): boolean =>
  [at, at - DAY].some((when) => seen.startsWith(`${utcDay(when)}T`))

/** The answer to `GET /api/track/seen`: when this browser was first seen today, to the second. */
export interface Seen {
  /** `YYYY-MM-DDTHH:MM:SS`, UTC: all that the browser keeps, and nothing that only one browser would have. */
  readonly moment: string
  /** True when the browser's cached answer is from today and still right. */
  readonly isKnown: boolean
}

/** `ifModifiedSince` is the header of the conditional request; whatever is no moment of today counts as absent. */
export function firstSeenToday(ifModifiedSince: string | undefined, now: number): Seen {
  const since = Date.parse(ifModifiedSince ?? '')
  const isKnown = !Number.isNaN(since) && utcDay(since) === utcDay(now) && since <= now
  return { moment: new Date(isKnown ? since : now).toISOString().slice(0, 19), isKnown }
}
