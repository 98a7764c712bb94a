import type { IssueStatus } from '../wire/record-reports.ts'

/** Any may follow any other. */
export const ISSUE_STATUSES = ['open', 'investigating', 'resolved', 'ignored'] as const satisfies readonly IssueStatus[]

/** What changes about an issue; times in ms since 1970 UTC, 0 for never. */
export interface Issue {
  readonly severity: string
  readonly environment: string
  readonly status: IssueStatus
  /** Of all time. 0: made in advance, nothing has happened yet. */
  readonly occurrences: number
  readonly firstSeen: number
  readonly lastSeen: number
  readonly resolvedAt: number
  /** When it happened again after that; 0 for never, or when somebody has set a status since. */
  readonly regressedAt: number
}

/** What an issue learns from an error event. */
export interface Happening {
  readonly at: number
  readonly severity: string
  readonly environment: string
}

/** What an event makes of its issue, and whether the issue was resolved and is open again because of it. */
export function countError(issue: Issue, event: Happening): { readonly issue: Issue; readonly isRegression: boolean } {
  const isFirst = issue.occurrences === 0
  // One that waited in a spool while the issue was resolved says nothing about the time since.
  const isRegression = issue.status === 'resolved' && event.at > issue.resolvedAt
  const counted: Issue = {
    ...issue,
    severity: isFirst || event.at >= issue.lastSeen ? event.severity : issue.severity,
    environment: isFirst ? event.environment : issue.environment,
    occurrences: issue.occurrences + 1,
    firstSeen: isFirst ? event.at : Math.min(issue.firstSeen, event.at),
    lastSeen: isFirst ? event.at : Math.max(issue.lastSeen, event.at),
    ...(isRegression && { status: 'open', regressedAt: event.at }),
  }
  return { issue: counted, isRegression }
}

/** Somebody has looked at it: it is no regression any more, whatever they say of it. */
export const withStatus = (issue: Issue, status: IssueStatus, now: number): Issue => ({
  ...issue,
  status,
  resolvedAt: status === 'resolved' ? now : issue.resolvedAt,
  regressedAt: 0,
})
