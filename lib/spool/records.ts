import type { Agent, Campaign, Page, Place, Source } from '../core/enriched.ts'
import type { Id53 } from '../core/ids.ts'

/**
 * The lines of the spool. Everything a later step needs is in the line; nothing in it identifies a person: the IP
 * address and the raw user agent are gone by now. `v` is the version of the line's form; a writer reads all older ones.
 */
export type SpoolRecord = PageviewRecord | EngagementRecord | DroppedRecord | ErrorRecord

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
}

export interface EngagementRecord extends Common, VisitorRef {
  readonly kind: 'engagement'
  readonly view: Id53
  readonly page: Page
  readonly engagedMs: number
  readonly scroll: number
}

/** Why a page view was not counted. */
export type DropReason = 'bot' | 'no-accept' | 'no-accept-language' | 'opt-out'

export interface DroppedRecord extends Common {
  readonly kind: 'dropped'
  readonly reason: DropReason
  readonly userAgent: string
  readonly page: string
}

export interface ErrorRecord extends Common, VisitorRef {
  readonly kind: 'error'
  readonly type: string
  readonly message: string
  readonly file: string
  readonly line: number | null
  readonly stack: string | null
  readonly page: string
  readonly severity: 'info' | 'warning' | 'error' | 'critical'
  readonly environment: 'production' | 'staging' | 'development'
  /** JSON text as sent, at most 8 KB. */
  readonly context: string | null
  readonly agent: Agent
  readonly place: Place
  readonly view: Id53
}
