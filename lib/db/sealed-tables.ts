/** Tables of what is finished: visits as packed columns (`lib/sealed-days/`), and what is kept beside them. */

/** The catalogue: one row for each part. Days are counted from 1970-01-01 UTC; times are ms since 1970. */
export interface SealedPartsTable {
  project_id: number
  /** The days in which its visits began; both inside. */
  first_day: number
  last_day: number
  /** Unique in the project. */
  part: number
  /** Of anything in it. */
  first_at: number
  last_at: number
  visits: number
  views: number
  events: number
  clicks: number
  errors: number
  stays: number
  newcomers: number
  /** Of its columns, as stored. */
  bytes: number
  /** Version of the form of its bytes. */
  format: number
  /** SHA-256, hex, over its columns. */
  checksum: string
  sealed_at: number
}

/** The bytes of a column, cut into pieces that a page of InnoDB holds three of. */
export interface SealedColumnsTable {
  project_id: number
  part: number
  /** As in `COLUMNS`; 0 for a whole small part. */
  number: number
  piece: number
  body: Uint8Array
}

/** Locked while a project's days are sealed, merged or rewritten. */
export interface SealHeadsTable {
  project_id: number
  /** The next visitor's small number; the first is 1. */
  next_visitor: number
  next_part: number
  /** Grows by 1 with every change: who read half before and half after it reads again. */
  generation: number
}

/** Visitors of the `cookie` mode who have not come for days, in few bytes; they may come again within a year. */
export interface KnownVisitorsTable {
  project_id: number
  visitor: number
  number: number
  first_seen: number
}

/** The newest events of each issue, word by word; how many there were is in the sealed days. */
export interface ErrorDetailsTable {
  project_id: number
  issue: number
  at: number
  id: number
  visit: number
  view: number
  severity: string
  environment: string
  agent: number
  place: number
  url: string
  stack: string
  context: string
}

/** What is left of a day whose visits are gone. Days that lie partly before the border have what was before it. */
export interface ThinnedDaysTable {
  project_id: number
  /** `YYYY-MM-DD` of the zone that the project had. */
  day: string
  pageviews: number
  /** Distinct in this day. */
  visitors: number
  visits: number
  bounces: number
  events: number
  /** ms, summed up; the second over visits that are no bounce; the third is time in which a page was in view. */
  duration: number
  engaged_duration: number
  visible_time: number
}
