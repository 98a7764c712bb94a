import type { Selectable } from 'kysely'
import { locked, upsertRows } from '../db/dialect.ts'
import type { Engine, Writer } from '../db/open-db.ts'
import type { IssuesTable } from '../db/record-tables.ts'
import type { IssueStatus } from '../wire/record-reports.ts'
import type { Issue } from './issue.ts'
import { ISSUE_STATUSES } from './issue.ts'

/** An issue as it is stored; held against other processes until the transaction ends. */
export interface HeldIssue {
  readonly row: Selectable<IssuesTable>
  readonly issue: Issue
}

/** Holds the issues with these numbers, in the order of the numbers; those that are gone are left out. */
export async function holdIssues(tx: Writer, engine: Engine, ids: Iterable<number>): Promise<Map<number, HeldIssue>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const query = tx.selectFrom('issues').selectAll().where('id', 'in', wanted).orderBy('id')
  const rows = await locked(engine, query).execute()
  return new Map(rows.map((row) => [row.id, { row, issue: issueOf(row) }]))
}

/** Stores held issues as they are now. */
export async function saveIssues(tx: Writer, engine: Engine, held: Iterable<HeldIssue>): Promise<void> {
  const rows = [...held].map(({ row, issue }) => ({ ...row, ...changingColumns(issue) })).sort((a, b) => a.id - b.id)
  await upsertRows(tx, engine, 'issues', rows, ['id'], {
    severity: 'replace',
    environment: 'replace',
    status: 'replace',
    occurrences: 'replace',
    first_seen: 'replace',
    last_seen: 'replace',
    resolved_at: 'replace',
    regressed_at: 'replace',
  })
}

/** The status that a stored text names. */
export const statusOf = (text: string): IssueStatus => ISSUE_STATUSES.find((status) => status === text) ?? 'open'

export const issueOf = (row: Selectable<IssuesTable>): Issue => ({
  severity: row.severity,
  environment: row.environment,
  status: statusOf(row.status),
  occurrences: row.occurrences,
  firstSeen: row.first_seen,
  lastSeen: row.last_seen,
  resolvedAt: row.resolved_at,
  regressedAt: row.regressed_at,
})

/** The columns that an issue's life changes. */
export const changingColumns = (issue: Issue) => ({
  severity: issue.severity,
  environment: issue.environment,
  status: issue.status,
  occurrences: issue.occurrences,
  first_seen: issue.firstSeen,
  last_seen: issue.lastSeen,
  resolved_at: issue.resolvedAt,
  regressed_at: issue.regressedAt,
})
