import type { Words } from '../api/ask.ts'
import type { Query } from '../routing/place.ts'

/** What of the audit log is looked at; all of it lives in the address. */
export interface AuditView {
  readonly range: AuditRange
  /** A part of action, actor, target or tenant; empty for any. */
  readonly search: string
  /** Exactly; empty for any. */
  readonly action: string
  readonly actor: string
  readonly target: string
  readonly outcome: string
}

export const AUDIT_RANGES = ['7d', '30d', '90d', '365d'] as const
type AuditRange = (typeof AUDIT_RANGES)[number]
export const AUDIT_OUTCOMES = ['success', 'failure'] as const

export const NO_FILTERS = { search: '', action: '', actor: '', target: '', outcome: '' } as const

export const auditViewOf = (query: Query): AuditView => ({
  range: AUDIT_RANGES.find((range) => range === query.range) ?? '30d',
  search: query.search ?? '',
  action: query.action ?? '',
  actor: query.actor ?? '',
  target: query.target ?? '',
  outcome: AUDIT_OUTCOMES.find((outcome) => outcome === query.outcome) ?? '',
})

const given = (text: string): string | undefined => (text === '' ? undefined : text)

export const auditWords = (project: number, view: AuditView): Words => ({
  project,
  range: view.range,
  search: given(view.search),
  action: given(view.action),
  actor: given(view.actor),
  target: given(view.target),
  outcome: given(view.outcome),
})

export const isFiltered = ({ search, action, actor, target, outcome }: AuditView): boolean =>
  [search, action, actor, target, outcome].some((text) => text !== '')
