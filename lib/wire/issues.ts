import type { ErrorEvent, ErrorGroup, IssueStatus } from './record-reports.ts'
import type { IntervalWord } from './explore.ts'
import type { Paged, ReportRange } from './report-parts.ts'

/** `GET /api/issues/*`. Times and days are of the project's time zone. */

/** Figures of the range; `trend` has the events of each of the answer's `buckets`. */
export interface IssueFigures {
  events: number
  /** Distinct visitors; errors of a backend have none. */
  visitors: number
  trend: number[]
}

export interface IssueRow extends ErrorGroup, IssueFigures {
  /** The one seen last; null where errors name none. */
  last_release: string | null
}

export interface IssueListReport extends Paged {
  range: ReportRange
  interval: IntervalWord
  /** The start of each bucket of the trends. */
  buckets: string[]
  /** Issues of each status that fit the other conditions. */
  statuses: Record<IssueStatus, number>
  /** Of this piece. */
  count: number
  issues: IssueRow[]
}

/** One error, with what its context says in words that are known. */
export interface IssueEvent extends ErrorEvent {
  release: string | null
  tags: { name: string; value: string }[]
  /** As they were sent. */
  breadcrumbs: unknown[]
}

export interface IssueShare {
  value: string
  events: number
}

export interface IssueDetailReport {
  range: ReportRange
  interval: IntervalWord
  buckets: string[]
  issue: IssueRow
  releases: { release: string; events: number; first_seen: string; last_seen: string }[]
  /** Whenever it was; null once it is too old to be kept. */
  newest_event: IssueEvent | null
  /** Of the events of the range, the ten most frequent values each; empty for what is not known. */
  browsers: IssueShare[]
  operating_systems: IssueShare[]
  devices: IssueShare[]
  countries: (IssueShare & { country_name: string })[]
  environments: IssueShare[]
  severities: IssueShare[]
  /** Of the newest 1,000 events only: older ones are not kept word by word. */
  pages: IssueShare[]
}

/** A release that errors named. */
export interface ReleaseRow {
  release: string
  /** Groups of errors that were seen in it. */
  issues: number
  events: number
  first_seen: string
  last_seen: string
}

/** The one seen last first. */
export interface ReleaseListReport extends Paged {
  count: number
  releases: ReleaseRow[]
}

export interface IssueEventsReport extends Paged {
  range: ReportRange
  count: number
  events: IssueEvent[]
}
