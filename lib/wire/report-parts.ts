/** What the answers of several reports are made of. */

/**
 * Lists that may be long can be asked for in pieces: `next_cursor` is there when there is more, and goes back as `cursor`.
 * Times are `YYYY-MM-DD HH:MM:SS` of the project's time zone.
 */
export interface Paged {
  next_cursor?: string
}

/** `YYYY-MM-DD 00:00:00` and `YYYY-MM-DD 23:59:59`, both of the project's time zone. */
export interface ReportRange {
  from: string
  to: string
}

/** `ai`, `video` and `paid` go beyond what Micrologs knew. */
export type ReferrerCategory = 'direct' | 'organic_search' | 'social' | 'referral' | 'email' | 'ai' | 'video' | 'paid'

/**
 * Where totals have days in them of which only totals are left: visitors of those were distinct in their day, and are added
 * up. Absent where every figure is exact.
 */
export interface ThinnedMark {
  exact?: false
  /** The last of those days. */
  thinned_until?: string
}
