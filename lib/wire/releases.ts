/** `/api/releases/*`: the versions of Micrologs on this server. */

export interface ReleaseAnswer {
  version: string
  /** `before` takes over when the one that runs breaks; `failed` did not start; `broken` is not whole. */
  state: 'running' | 'before' | 'older' | 'newer' | 'failed' | 'broken'
  /** Why it is left out; empty for none. */
  reason: string
  /** ISO 8601, UTC: when it was unpacked, or made. Null when that cannot be told. */
  since: string | null
}

export interface ReleaseList {
  running: string
  /** False for a checkout, which is updated as it came. */
  is_released: boolean
  /** Whether the app starts anew by itself after a change. */
  restarts: boolean
  /** Newest first. */
  releases: ReleaseAnswer[]
  /** The beginnings of the hashes of the public keys that are trusted. */
  keys: string[]
  max_bytes: number
}

/** What runs from the next start on. */
export interface ReleaseTaken {
  version: string
  restarts: boolean
}
