import type { Paged, ReferrerCategory, ReportRange } from './report-parts.ts'

/** Reports on errors, the audit log and short links, as in reports.ts. */

export type IssueStatus = 'open' | 'investigating' | 'resolved' | 'ignored'

/** A group of errors. `severity` is the newest error's, all else the first's. */
export interface ErrorGroup {
  id: number
  error_type: string
  message: string
  file: string
  line: number | null
  severity: string
  environment: string
  status: IssueStatus
  /** Of all time. */
  occurrence_count: number
  first_seen: string
  last_seen: string
  /** It was resolved, happened again, and nobody has looked at it since. */
  regression: boolean
  /** When that was. */
  regressed_at: string | null
}

/** Groups whose newest error lies in the range, newest first. `summary` counts them without the other filters. */
export interface ErrorsReport extends Paged {
  range: ReportRange
  summary: {
    total: number
    open: number
    investigating: number
    resolved: number
    ignored: number
    critical: number
    error: number
    warning: number
    info: number
    regressions: number
  }
  /** Of the groups in this answer. */
  count: number
  errors: ErrorGroup[]
}

export interface ErrorsTrendReport {
  range: ReportRange
  group_id: number | null
  total_occurrences: number
  total_groups: number
  /** At most 5. */
  top_groups: {
    id: number
    error_type: string
    message: string
    severity: string
    status: IssueStatus
    occurrences: number
  }[]
  over_time: { date: string; occurrences: number; unique_groups: number }[]
}

export interface ErrorEvent {
  id: number
  stack_trace: string | null
  url: string
  environment: string
  severity: string
  /** As it was sent. */
  context: unknown
  created_at: string
  device: { type: string | null; os: string | null; browser: string | null }
  location: { country: string | null; country_code: string | null; city: string | null }
  /** The visit it happened in, and the page view; null where not known. */
  visit_id: number | null
  view_id: number | null
}

export interface ErrorDetailReport extends Paged {
  range: ReportRange
  group: ErrorGroup
  over_time: { date: string; occurrences: number }[]
  /** Newest first, at most 100. */
  events: ErrorEvent[]
}

export interface AuditEntry {
  id: number
  action: string
  actor: string
  context: unknown
  created_at: string
  target: string
  tenant: string
  outcome: string
  external_id: string
  hash: string
}

/** `GET /api/audits/verify`: a piece of the log, or its end. */
export interface AuditsVerified {
  /** `checking`: there is more, behind `next_cursor`. */
  state: 'checking' | 'verified' | 'tampered' | 'empty'
  /** Entries up to here, with those of the pieces before. */
  checked: number
  /** Of how many, as the head of the log says. */
  entries: number
  /** Whether nothing wrong was found in this piece and those before. */
  ok: boolean
  /** Of this piece, at most 100. */
  faults: { kind: string; sequence: number; message: string }[]
  /** Of all pieces up to here. */
  fault_count: number
  /** Entries up to here whose personal values were erased. */
  erased: number
  /** The entry it came to; once all is verified, what to keep elsewhere. */
  last: { sequence: number; hash: string }
  next_cursor?: string
}

/** Newest first. `top_actions` are of the range, whatever else was asked for. */
export interface AuditsReport extends Paged {
  range: ReportRange
  count: number
  top_actions: { action: string; count: number }[]
  logs: AuditEntry[]
  /** Of a `search` in a range with more entries than are searched: older ones were not looked at. */
  searched_since?: string
}

/** Clicks by people in the range, most first; links without any are there too. */
export interface LinksReport extends Paged {
  range: ReportRange
  count: number
  links: {
    code: string
    short_url: string
    label: string
    destination_url: string
    total_clicks: number
    unique_clicks: number
    created_at: string
    /** By bots, link previews and HEAD requests. */
    other_clicks: number
    /** Visits to the target's site that followed. */
    visits: number
  }[]
  /** With `trend`: clicks by day or week of the range, by the code of the link; those without any are left out. */
  trends?: Record<string, number[]>
}

export interface LinkDetailReport {
  range: ReportRange
  link: { id: number; code: string; label: string; destination_url: string; created_at: string }
  total_clicks: number
  unique_clicks: number
  by_country: { country: string; country_code: string; clicks: number }[]
  by_referrer: { category: ReferrerCategory; clicks: number }[]
  by_device: { device_type: string; clicks: number }[]
  over_time: { date: string; clicks: number }[]
  other_clicks: { bot: number; preview: number; head: number }
  visits: number
}
