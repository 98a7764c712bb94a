/** Every JSON answer but `health`: `data` is absent when there is none, so on every refusal. */
export interface Envelope<T = undefined> {
  success: boolean
  message: string
  data?: T
  /** On refusals: a stable word for programs, beside the sentence for people. */
  code?: string
}

/**
 * Answer of `track/pageview`, `track/engagement` and `track/event`. `queued`: it is in the spool; `counted`: false when it
 * was dropped, see `dropped`.
 */
export interface Tracked {
  counted: boolean
  queued: boolean
  /** Why it was dropped. */
  dropped?: string
}

/**
 * Answer of `track/error`. With the secret key the error is written before the answer (200, `queued` false) unless the
 * database is away; then, and with the public key, it is in the spool (202, `queued` true, no other key).
 */
export interface TrackedError {
  group_id?: number
  queued: boolean
  /** Whether the error's group was resolved and is open again because of this one. */
  regression?: boolean
}

/** Answer of `track/audit`, with the same two cases. */
export interface TrackedAudit {
  /** Number of the entry in the project's log. */
  id?: number
  queued: boolean
  /** SHA-256 of the entry and of all before it, hex. */
  hash?: string
}
