import { HOUR } from '../core/clock.ts'
import type { Db } from '../db/open-db.ts'
import { fingerprintOf } from '../issues/fingerprint.ts'
import { statusUpdater } from '../issues/issue-store.ts'
import type { IssueStatus } from '../wire/record-reports.ts'
import type { SeedDay } from './calendar.ts'
import { traitsOf } from './error-records.ts'
import type { SeedIssue } from './issues.data.ts'
import { ISSUES } from './issues.data.ts'
import type { Scene } from './visit-records.ts'

/** Somebody looks at an issue and sets its status. */
export interface StatusChange {
  readonly at: number
  readonly issue: SeedIssue
  readonly status: IssueStatus
}

/** After midnight: visits that began on the day before are over, and somebody is at work. */
const AT = 10 * HOUR

/** In the order of time. */
export function statusChanges(days: readonly SeedDay[]): readonly StatusChange[] {
  return ISSUES.flatMap((issue) => {
    const { becomes } = issue
    if (becomes === undefined) return []
    const day = days.find(({ progress, views }) => progress >= becomes.at && views > 0)
    return day === undefined ? [] : [{ at: day.start + AT, issue, status: becomes.status }]
  }).sort((a, b) => a.at - b.at)
}

/** Sets the status, as the people who run the shop would; of an issue in which nothing has happened yet, nothing. */
export async function changeStatus(db: Db, { project, site }: Scene, { at, issue, status }: StatusChange) {
  const fingerprint = fingerprintOf({ project: project.id, ...traitsOf(issue, site.at('/').page.host) })
  const row = await db.read
    .selectFrom('issues')
    .select('id')
    .where('project_id', '=', project.id)
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst()
  if (row !== undefined) await statusUpdater(db)(project.id, [row.id], status, at)
}
