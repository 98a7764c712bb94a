/**
 * What the browser and the SDKs send to `/api/track/*`. Every field is what the sender claims; nothing is trusted.
 * `key` stands in for the `X-API-Key` header, which a request without a preflight cannot carry.
 */
export interface TrackEnvelope {
  /** Public key of the project, 32 hex characters. */
  key?: string
  /** Milliseconds between the happening and the sending; more than 0 when a retry queue held it back. */
  age?: number
}

/** Who sent it, as far as the project's identity mode lets the browser say so. */
export interface TrackIdentity {
  /** `cookie` mode: the value of the `_ml_vid` cookie. */
  visitor_id?: string
  /** `cookie` mode, where cookies are refused. */
  fingerprint?: string
  /** `cache` mode: the body of `GET /api/track/seen`. */
  seen?: string
  /** Of the older snippet; the server decides what a visit is. */
  session_token?: string
}

export interface PageviewBody extends TrackEnvelope, TrackIdentity {
  url: string
  /** Random id of this view, 1 to 2^53-1. Present: sent by our snippet, and the identity fields may be absent. */
  view?: number
  page_title?: string
  referrer?: string
  /** `1920x1080`. */
  screen_resolution?: string
  /** IANA name. */
  timezone?: string
}

/** A share of a view's visible time, sent when the page is hidden or left. Shares of one view add up. */
export interface EngagementBody extends TrackEnvelope, TrackIdentity {
  /** The id the page view was sent with. */
  view: number
  url: string
  /** Random id of this message, so that a repeated one counts once. */
  id: number
  /** Visible milliseconds since the last such message of this view. */
  engaged: number
  /** How far down the page was seen, in percent, 0 to 100. */
  scroll?: number
  /** True when the view has ended (page left, or next virtual page). */
  ended?: boolean
}

/** A custom event. */
export interface EventBody extends TrackEnvelope, TrackIdentity {
  name: string
  url: string
  /** Random id of this message, so that a repeated one counts once. */
  id?: number
  /** An object, at most 4 KB as JSON. */
  props?: unknown
  /** The page view it happened in. */
  view?: number
}

/** One line of the audit log. A project must allow it before browsers may write any. */
export interface AuditBody extends TrackEnvelope, TrackIdentity {
  action: string
  actor?: string
  context?: unknown
  /** Random id of this message, so that a repeated one is written once. */
  id?: number
  /** What it was done to. */
  target?: string
  /** On whose behalf, where one project serves several customers. */
  tenant?: string
  /** `success` or `failure`. */
  outcome?: string
  /** The sender's own id: an entry with the same one is written once. */
  external_id?: string
}

export interface ErrorBody extends TrackEnvelope, TrackIdentity {
  /** Random id of this message, so that a repeated one counts once. */
  id?: number
  message: string
  error_type?: string
  file?: string
  line?: number | null
  stack?: string | null
  url?: string
  severity?: string
  environment?: string
  context?: unknown
  /** The page view it happened in. */
  view?: number
}

/** `/api/track/probe`: whether what looks like an attack gets through in some form; nothing is counted. */
export interface ProbeAnswer {
  /** Characters that arrived. */
  length: number
}
