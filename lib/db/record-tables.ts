import type { Generated } from 'kysely'

/** Tables of what is no page view: errors, links and their clicks, custom events, audit entries. */

/** A group of error events with one fingerprint. */
export interface IssuesTable {
  id: Generated<number>
  project_id: number
  /** SHA-256, hex, of what `fingerprint_version` says. */
  fingerprint: string
  fingerprint_version: number
  type: string
  message: string
  file: string
  /** 0 for none. */
  line: number
  /** Of the newest event. */
  severity: string
  /** Of the first event. */
  environment: string
  /** `open`, `investigating`, `resolved` or `ignored`. */
  status: string
  /** Of all time. 0: made in advance for events that are just being written; to be left out of every list. */
  occurrences: number
  first_seen: number
  last_seen: number
  /** When it was last marked as resolved; 0 for never. */
  resolved_at: number
  /** When it happened again after that, until somebody sets a status; else 0. */
  regressed_at: number
}

/** A release that an issue was seen in. */
export interface IssueReleasesTable {
  project_id: number
  issue: number
  name: string
  events: number
  first_seen: number
  last_seen: number
}

/** One happening. Empty text and 0 for what is not known. */
export interface ErrorEventsTable {
  project_id: number
  at: number
  id: number
  issue: number
  visitor: number
  visit: number
  view: number
  severity: string
  environment: string
  url: string
  agent: number
  place: number
  stack: string
  /** JSON as sent, or empty. */
  context: string
}

export interface LinksTable {
  id: Generated<number>
  project_id: number
  /** Unique in the whole install, case-sensitive. */
  code: string
  destination: string
  label: string
  is_active: number
  /** By people, of all time. */
  clicks: number
  created_at: number
  updated_at: number
}

export interface LinkClicksTable {
  project_id: number
  at: number
  id: number
  link: number
  /** `person`, or what else it was: see `ClickKind` of the spool. */
  kind: string
  visitor: number
  /** The visit that followed on the target's site; 0 when none did. */
  visit: number
  /** Where it led, as reports name pages. */
  page: number
  source: number
  agent: number
  place: number
}

/** A custom event. */
export interface EventsTable {
  project_id: number
  at: number
  id: number
  /** Of the dictionary `texts`. */
  name: number
  visitor: number
  visit: number
  view: number
  page: number
  /** JSON object as sent, or empty. */
  props: string
}

/** One line of the audit log. Never changed once written; `lib/audits/` has the rule of the hash. */
export interface AuditEntriesTable {
  project_id: number
  /** 1, 2, 3, … within the project: the order of writing, which is the order of the chain. */
  sequence: number
  /** When it happened, as the sender says. */
  at: number
  /** Id of the message, so that one sent twice is written once. */
  message: number
  action: string
  actor: string
  target: string
  tenant: string
  /** `success`, `failure` or empty. */
  outcome: string
  /** The sender's own id. */
  external_id: string
  visit: number
  /** JSON as sent, or empty. */
  context: string
  /** Hex; hides the hashed values of this entry from guessing once they are erased. Empty in an erased entry. */
  salt: string
  /** Of an erased entry, what was hashed in place of its values; else empty. */
  digests: string
  previous_hash: string
  hash: string
}

/** The newest entry of each project's chain; locked while entries are added. */
export interface AuditHeadsTable {
  project_id: number
  sequence: number
  hash: string
  updated_at: number
}
