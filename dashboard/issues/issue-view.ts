import type { IssueStatus } from '../../lib/wire/record-reports.ts'
import type { Words } from '../api/ask.ts'
import type { Query } from '../routing/place.ts'

/** What of a project's issues is looked at; all of it lives in the address. */
export interface IssueView {
  readonly status: StatusTab
  readonly search: string
  readonly severity: string
  readonly environment: string
  readonly release: string
  readonly sort: IssueSort
  readonly range: string
}

export const STATUSES = ['open', 'investigating', 'resolved', 'ignored'] as const satisfies readonly IssueStatus[]
export const STATUS_TABS = [...STATUSES, 'all'] as const
export type StatusTab = (typeof STATUS_TABS)[number]
export const SEVERITIES = ['critical', 'error', 'warning', 'info'] as const
export const ENVIRONMENTS = ['production', 'staging', 'development'] as const
export const SORTS = ['last_seen', 'first_seen', 'events', 'visitors'] as const
export type IssueSort = (typeof SORTS)[number]
export const ISSUE_RANGES = ['1d', '7d', '14d', '30d', '90d', '12mo', 'all'] as const

const USUAL_RANGE = '14d'

const oneOf = <T extends string>(known: readonly T[], given: string | undefined): T | undefined =>
  known.find((name) => name === given)

export function issueViewOf(query: Query): IssueView {
  return {
    status: oneOf(STATUS_TABS, query.status) ?? 'open',
    search: query.search ?? '',
    severity: oneOf(SEVERITIES, query.severity) ?? '',
    environment: oneOf(ENVIRONMENTS, query.environment) ?? '',
    release: query.release ?? '',
    sort: oneOf(SORTS, query.sort) ?? 'last_seen',
    range: oneOf(ISSUE_RANGES, query.range) ?? USUAL_RANGE,
  }
}

const given = (text: string): string | undefined => (text === '' ? undefined : text)

export const issueWords = (project: number, view: IssueView): Words => ({
  project,
  status: view.status,
  search: given(view.search),
  severity: given(view.severity),
  environment: given(view.environment),
  release: given(view.release),
  sort: view.sort,
  range: view.range,
})

/** Whether anything but status and range keeps issues away. */
export const isFiltered = ({ search, severity, environment, release }: IssueView): boolean =>
  [search, severity, environment, release].some((text) => text !== '')
