import type { Agent, Campaign, Page, Place, Source } from '../core/enriched.ts'
import type { Id53 } from '../core/ids.ts'

/**
 * The lines of the spool. Everything a later step needs is in the line; nothing in it identifies a person: the IP
 * address and the raw user agent are gone by now. `v` is the version of the line's form; a writer reads all older ones.
 */
export type SpoolRecord =
  PageviewRecord | EngagementRecord | EventRecord | ErrorRecord | AuditRecord | ClickRecord | DroppedRecord

/** The project by id, or by public key when it was accepted while no list of projects could be read. */
export type ProjectRef = { readonly id: number } | { readonly key: string }

interface Common {
  readonly v: 1
  readonly id: Id53
  /** Received (less the age the sender gave), ms since 1970 UTC. */
  readonly at: number
  readonly project: ProjectRef
}

export interface VisitorRef {
  readonly visitor: Id53
  /** The same browser under yesterday's salt; given shortly after UTC midnight so that a visit goes on. */
  readonly prior?: Id53
}

export interface PageviewRecord extends Common, VisitorRef {
  readonly kind: 'pageview'
  readonly page: Page
  readonly title: string
  readonly source: Source
  readonly campaign: Campaign
  readonly agent: Agent
  readonly place: Place
  /** BCP 47 primary tag with region, `de-AT`; empty where unknown. */
  readonly language: string
  /** `1920x1080`; empty where unknown. */
  readonly screen: string
  /** `cookie` mode: the visitor under the day's salt, which is all that a click on a short link can be known by. */
  readonly device?: Id53
}

export interface EngagementRecord extends Common, VisitorRef {
  readonly kind: 'engagement'
  readonly view: Id53
  readonly page: Page
  readonly engagedMs: number
  readonly scroll: number
}

/** Why a page view was not counted. */
export const DROP_REASONS = [
  'bot',
  'no-accept',
  'no-accept-language',
  'opt-out',
  'ignored-address',
  'ignored-path',
  'ignored-host',
  'ignored-country',
] as const
export type DropReason = (typeof DROP_REASONS)[number]

export interface DroppedRecord extends Common {
  readonly kind: 'dropped'
  readonly reason: DropReason
  readonly userAgent: string
  readonly page: string
}

/** A custom event. */
export interface EventRecord extends Common, VisitorRef {
  readonly kind: 'event'
  readonly name: string
  /** JSON text of an object, at most 4 KB. */
  readonly props: string | null
  readonly page: Page
  /** The page view it happened in. */
  readonly view: Id53
}

/** From a browser with its visitor; from a backend, which has none, without. */
export interface ErrorRecord extends Common, Partial<VisitorRef> {
  readonly kind: 'error'
  readonly type: string
  readonly message: string
  readonly file: string
  readonly line: number | null
  readonly stack: string | null
  readonly page: string
  readonly severity: Severity
  readonly environment: DeployEnvironment
  /** JSON text as sent, at most 8 KB. */
  readonly context: string | null
  readonly agent: Agent
  readonly place: Place
  /** The page view it happened in; 0 for none. */
  readonly view: Id53
}

export const SEVERITIES = ['info', 'warning', 'error', 'critical'] as const
export type Severity = (typeof SEVERITIES)[number]
export const ENVIRONMENTS = ['production', 'staging', 'development'] as const
export type DeployEnvironment = (typeof ENVIRONMENTS)[number]

export const OUTCOMES = ['success', 'failure'] as const

/** One line of the audit log. Empty text for what was not said. */
export interface AuditRecord extends Common, Partial<VisitorRef> {
  readonly kind: 'audit'
  readonly action: string
  readonly actor: string
  readonly target: string
  readonly tenant: string
  readonly outcome: (typeof OUTCOMES)[number] | ''
  readonly externalId: string
  /** JSON text as sent, at most 8 KB. */
  readonly context: string | null
}

/** Who used a link: a person, or something that only looked where it leads. */
export type ClickKind = 'person' | 'bot' | 'preview' | 'head'

/** One use of a short link. */
export interface ClickRecord extends Common, VisitorRef {
  readonly kind: 'click'
  readonly link: number
  readonly by: ClickKind
  /** Where it led. */
  readonly page: Page
  readonly source: Source
  readonly agent: Agent
  readonly place: Place
}

/** What became of a record in the database, for a caller that waits for it. */
export type Written =
  | { readonly kind: 'error'; readonly issue: number; readonly isRegression: boolean }
  | { readonly kind: 'audit'; readonly sequence: number; readonly hash: string }
