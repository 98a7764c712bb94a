import { sql } from 'kysely'
import type { Reader } from '../../db/open-db.ts'
import { statusOf } from '../../issues/issue-rows.ts'
import type { IssueStatus } from '../../wire/record-reports.ts'
import type { Period } from '../periods/period.ts'
import type { IssueListInput } from './issue-question.ts'

/** Issues in which nothing happened lately are not worth more than this many sums. */
const MOST_SORTED = 10_000

interface Asked {
  readonly project: number
  readonly period: Period
  readonly input: IssueListInput
}

export interface FoundIssue {
  readonly id: number
  readonly lastSeen: number
  readonly firstSeen: number
}

/** The issues of a list, before what is counted of them: seen in the period, and fitting what was asked for. */
const fitting = (read: Reader, { project, period, input }: Asked) => {
  const { severity, environment, release, search } = input
  let query = read
    .selectFrom('issues')
    .where('project_id', '=', project)
    .where('last_seen', '>=', period.start)
    .where('first_seen', '<', period.end)
    .where('occurrences', '>', 0)
  if (severity !== undefined) query = query.where('severity', '=', severity)
  if (environment !== undefined) query = query.where('environment', '=', environment)
  if (release !== undefined)
    query = query.where('id', 'in', (from) =>
      from
        .selectFrom('issue_releases')
        .select('issue')
        .where('issue_releases.project_id', '=', project)
        .where('issue_releases.name', '=', release),
    )
  if (search === undefined) return query
  const pattern = `%${search.toLowerCase().replace(/[!%_]/g, '!$&')}%`
  return query.where((where) =>
    where.or(
      (['type', 'message', 'file'] as const).map(
        (column) => sql<boolean>`lower(${sql.ref(column)}) like ${pattern} escape '!'`,
      ),
    ),
  )
}

/** How many of each status fit everything else. */
export async function countStatuses(read: Reader, asked: Asked): Promise<Record<IssueStatus, number>> {
  const rows = await fitting(read, asked)
    .select(({ fn }) => ['status', fn.countAll<number | string>().as('issues')])
    .groupBy('status')
    .execute()
  const counts: Record<IssueStatus, number> = { open: 0, investigating: 0, resolved: 0, ignored: 0 }
  for (const { status, issues } of rows) counts[statusOf(status)] += Number(issues)
  return counts
}

const withStatus = (read: Reader, asked: Asked) => {
  const { status } = asked.input
  const query = fitting(read, asked).select(['id', 'last_seen as lastSeen', 'first_seen as firstSeen'])
  return status === 'all' ? query : query.where('status', '=', status)
}

/** A piece of the list by a time that stands in the table; `after` is the time and number of the row before. */
export async function issuesByTime(
  read: Reader,
  asked: Asked,
  column: 'last_seen' | 'first_seen',
  { most, after }: { readonly most: number; readonly after: readonly number[] | undefined },
): Promise<FoundIssue[]> {
  let query = withStatus(read, asked).orderBy(column, 'desc').orderBy('id', 'desc').limit(most)
  if (after !== undefined) {
    const [at = 0, id = 0] = after
    query = query.where(column, '<=', at).where((is) => is.or([is(column, '<', at), is('id', '<', id)]))
  }
  return query.execute()
}

/** All of the list, to be sorted by what is counted; where there are very many, those seen last. */
export const issuesToSort = (read: Reader, asked: Asked): Promise<FoundIssue[]> =>
  withStatus(read, asked).orderBy('last_seen', 'desc').limit(MOST_SORTED).execute()

export interface IssueRelease {
  readonly issue: number
  readonly name: string
  readonly events: number
  readonly firstSeen: number
  readonly lastSeen: number
}

/** In which releases these issues were seen; the one seen last first. */
export async function releasesOf(read: Reader, project: number, issues: readonly number[]): Promise<IssueRelease[]> {
  if (issues.length === 0) return []
  return read
    .selectFrom('issue_releases')
    .select(['issue', 'name', 'events', 'first_seen as firstSeen', 'last_seen as lastSeen'])
    .where('project_id', '=', project)
    .where('issue', 'in', issues)
    .orderBy('last_seen', 'desc')
    .orderBy('name')
    .execute()
}

/** The pages of those events of an issue that are still known word by word, the most frequent first. */
export async function pagesOf(
  read: Reader,
  project: number,
  issue: number,
  { start, end }: Period,
  most: number,
): Promise<{ value: string; events: number }[]> {
  const counts = new Map<string, number>()
  for (const table of ['error_events', 'error_details'] as const) {
    const rows = await read
      // Both have these columns.
      .selectFrom(table as 'error_details')
      .select(({ fn }) => ['url', fn.countAll<number | string>().as('events')])
      .where('project_id', '=', project)
      .where('issue', '=', issue)
      .where('at', '>=', start)
      .where('at', '<', end)
      .groupBy('url')
      .execute()
    for (const { url, events } of rows) counts.set(url, (counts.get(url) ?? 0) + Number(events))
  }
  return [...counts]
    .map(([value, events]) => ({ value, events }))
    .sort((a, b) => b.events - a.events || (a.value < b.value ? -1 : 1))
    .slice(0, most)
}
