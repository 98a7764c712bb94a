import type { Scope } from './scope.ts'

/** What reports may ask about the audit log. */
export interface AuditsEngine {
  /** Newest first by the sender's time, equal ones by number. */
  entries(scope: Scope, asked: AuditsAsked): Promise<readonly AuditRow[]>
  /** When the entry is from behind which so many newer ones of the range lie; undefined where there are not so many. */
  floor(scope: Scope, newer: number): Promise<number | undefined>
  /** Every action in the range, most frequent first, equal ones by name. */
  topActions(scope: Scope, most: number): Promise<readonly { readonly action: string; readonly count: number }[]>
}

/** The fields an entry can be asked for by, each as it is stored. */
export const AUDIT_FILTERS = ['action', 'actor', 'target', 'tenant', 'outcome'] as const
export type AuditFilters = { readonly [Name in (typeof AUDIT_FILTERS)[number]]?: string | undefined }

interface AuditsAsked {
  readonly filters: AuditFilters
  /** Contained in action, actor, target or tenant, whatever the case; among entries since an instant (ms). */
  readonly search?: { readonly text: string; readonly since: number } | undefined
  readonly most: number
  /** Only what comes after the entry with this time and number. */
  readonly after?: { readonly at: number; readonly sequence: number } | undefined
}

export interface AuditRow {
  readonly sequence: number
  readonly at: number
  readonly action: string
  readonly actor: string
  readonly target: string
  readonly tenant: string
  readonly outcome: string
  readonly externalId: string
  /** JSON text, or empty. */
  readonly context: string
  readonly hash: string
}
