import type { ExploreHead } from './explore-parts.ts'
import type { Paged } from './report-parts.ts'

/** `GET /api/analytics/visits` and `visit`. Times are of the project's time zone. */

/** One visit. Empty text for what is not known. */
export interface VisitRow {
  id: number
  started_at: string
  /** The same for all visits of one visitor, as far as the project's identity mode knows them. */
  visitor: string
  /** Whether the visitor was never here before; null where nobody can know. */
  is_new: boolean | null
  /** Seconds from the first page view to the last sign of life, and with a page in view. */
  duration: number
  engaged_time: number
  pageviews: number
  events: number
  /** Custom events by name, and goals that were reached; the first 20 of each. */
  event_names: { name: string; count: number }[]
  goals: { id: number; name: string }[]
  hostname: string
  entry_page: string
  exit_page: string
  source: string
  channel: string
  referrer: string
  utm_source: string
  utm_medium: string
  utm_campaign: string
  utm_content: string
  utm_term: string
  country: string
  country_name: string
  region: string
  city: string
  language: string
  device: string
  browser: string
  browser_version: string
  os: string
  os_version: string
  screen: string
}

export interface VisitsReport extends ExploreHead, Paged {
  /** Of this piece. */
  count: number
  visits: VisitRow[]
}

/** What happened in a visit. */
export type VisitMoment =
  | { kind: 'view'; at: string; page: string; title: string; engaged_time: number; scroll: number }
  | { kind: 'event'; at: string; name: string; page: string; properties: unknown }
  | { kind: 'click'; at: string; code: string; label: string }
  | { kind: 'error'; at: string; issue: number; error_type: string; message: string; severity: string }
  | { kind: 'audit'; at: string; sequence: number; action: string; actor: string; target: string; outcome: string }

export interface VisitReport {
  visit: VisitRow
  /** In the order of time; at most 1,000. */
  moments: VisitMoment[]
  is_cut: boolean
}

/** `POST /api/visitors/forget`. */
export interface VisitorForgotten {
  /** False when there was more than fits into one request: send `rest` to go on. */
  finished: boolean
  /** Parts of sealed days that were looked through, of so many. */
  done: number
  total: number
  /** Visits, and events, clicks and errors outside of any, that this request removed. */
  removed: number
  /** Empty when finished. */
  rest: string
}
