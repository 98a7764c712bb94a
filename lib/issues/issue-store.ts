import type { Db } from '../db/open-db.ts'
import type { IssueStatus } from '../wire/record-reports.ts'
import { withStatus } from './issue.ts'
import { holdIssues, saveIssues } from './issue-rows.ts'

/** What became of a wish to set the status of issues. Both lists in the order in which they were asked for. */
export interface StatusUpdate {
  /** How many had another status before. */
  readonly updated: number
  readonly ids: readonly number[]
  /** No issues of this project. */
  readonly notFound: readonly number[]
}

export type UpdateStatus = (
  project: number,
  ids: readonly number[],
  status: IssueStatus,
  now: number,
) => Promise<StatusUpdate>

/** Sets the status of those of the issues that are this project's, all or none. `ids` are distinct. */
export const statusUpdater =
  (db: Db): UpdateStatus =>
  (project, ids, status, now) =>
    db.write(async (tx) => {
      // Only those that are there are locked: a lock on a number that is not there would hold back who makes the next one.
      const found = await tx
        .selectFrom('issues')
        .select('id')
        .where('project_id', '=', project)
        .where('id', 'in', ids)
        .where('occurrences', '>', 0)
        .execute()
      const own = found.map(({ id }) => id)
      const held = await holdIssues(tx, db.engine, own)
      const issues = [...held.values()]
      await saveIssues(
        tx,
        db.engine,
        issues.map(({ row, issue }) => ({ row, issue: withStatus(issue, status, now) })),
      )
      return {
        updated: issues.filter(({ issue }) => issue.status !== status).length,
        ids: ids.filter((id) => held.has(id)),
        notFound: ids.filter((id) => !held.has(id)),
      }
    })
