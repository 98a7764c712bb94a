import { decodeCursor, pieceOf } from '../core/cursor.ts'
import { ISSUE_STATUSES } from '../issues/issue.ts'
import { ENVIRONMENTS, SEVERITIES } from '../spool/records.ts'
import type { ErrorsReport } from '../wire/record-reports.ts'
import type { IssueCount } from './engine-errors.ts'
import { errorGroup } from './error-group.ts'
import { wireRange } from './range.ts'
import type { Question, Report } from './report.ts'
import { limitOf } from './report.ts'

/**
 * Groups of errors whose newest one lies in the range, newest first. Filters `status`, `severity` and `environment`, of
 * which unknown values are ignored; `limit` 1 to 100, 50 by default; `cursor` for what comes behind.
 */
export const errors: Report<ErrorsReport> = {
  message: 'Errors fetched successfully',
  answer: async (engine, question) => {
    const { scope } = question
    const limit = limitOf(question, 50, 100)
    const piece = { most: limit + 1, after: decodeCursor(question.given('cursor'), 2) }
    const [counted, found] = await Promise.all([
      engine.errors.census(scope),
      engine.errors.issues(scope, filterOf(question), piece),
    ])
    const { rows, next } = pieceOf(found, limit, ({ lastSeen, id }) => [lastSeen, id])
    return {
      range: wireRange(scope.range),
      summary: summaryOf(counted),
      count: rows.length,
      errors: rows.map((issue) => errorGroup(issue, scope.range.zone)),
      ...next,
    }
  },
}

const filterOf = ({ given }: Question) => ({
  status: ISSUE_STATUSES.find((word) => word === given('status')),
  severity: SEVERITIES.find((word) => word === given('severity')),
  environment: ENVIRONMENTS.find((word) => word === given('environment')),
})

function summaryOf(counted: readonly IssueCount[]): ErrorsReport['summary'] {
  const sum = (takes: (row: IssueCount) => boolean) =>
    counted.filter(takes).reduce((issues, row) => issues + row.issues, 0)
  const withStatus = (word: string) => sum(({ status }) => status === word)
  const withSeverity = (word: string) => sum(({ severity }) => severity === word)
  return {
    total: sum(() => true),
    open: withStatus('open'),
    investigating: withStatus('investigating'),
    resolved: withStatus('resolved'),
    ignored: withStatus('ignored'),
    critical: withSeverity('critical'),
    error: withSeverity('error'),
    warning: withSeverity('warning'),
    info: withSeverity('info'),
    regressions: counted.reduce((all, { regressions }) => all + regressions, 0),
  }
}
