import type { IssueDetailReport, IssueEventsReport, IssueListReport, ReleaseListReport } from '../../lib/wire/issues.ts'
import type { IssueStatus } from '../../lib/wire/record-reports.ts'
import type { Words } from './ask.ts'
import { ask, send } from './ask.ts'

/** `/api/issues/*`, and what is done to issues. */

export const askIssues = (words: Words) => ask<IssueListReport>('issues/list', words)
export const askIssue = (words: Words) => ask<IssueDetailReport>('issues/detail', words)
export const askReleases = (words: Words) => ask<ReleaseListReport>('issues/releases', words)
export const askIssueEvents = (words: Words) => ask<IssueEventsReport>('issues/events', words)

/** Up to 100 at once. */
export const setIssueStatus = (project: number, ids: readonly number[], status: IssueStatus) =>
  send<{ readonly updated: number }>('track/errors-update-status', { ids, status }, { project })
