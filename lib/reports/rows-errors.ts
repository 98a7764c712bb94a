import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Db, Reader } from '../db/open-db.ts'
import type { IssuesTable } from '../db/record-tables.ts'
import { issueOf, statusOf } from '../issues/issue-rows.ts'
import type { Scope } from './scope.ts'
import type { ErrorFacts, IssueFacts, IssueFilter, Piece } from './engine-errors.ts'

/** What issues are, and their newest events word by word. How many there were is counted elsewhere. */
export const issueRows = (db: Db) => ({
  census: (scope: Scope) => census(db.read, scope),
  issues: (scope: Scope, filter: IssueFilter, piece: Piece) => issuesIn(db.read, scope, filter, piece),
  issue: (project: number, id: number) => issueOfProject(db.read, project, id),
  byId: (ids: readonly number[]) => issuesById(db.read, ids),
  events: (scope: Scope, issue: number, piece: Piece) => eventsOf(db.read, scope, issue, piece),
})

async function issueOfProject(db: Reader, project: number, id: number): Promise<IssueFacts | undefined> {
  const own = db.selectFrom('issues').selectAll().where('project_id', '=', project)
  const row = await own.where('id', '=', id).where('occurrences', '>', 0).executeTakeFirst()
  return row && factsOf(row)
}

async function issuesById(db: Reader, ids: readonly number[]): Promise<IssueFacts[]> {
  if (ids.length === 0) return []
  return (await db.selectFrom('issues').selectAll().where('id', 'in', ids).execute()).map(factsOf)
}

/** The issues with their newest event in the range: a contiguous piece of an index. */
const issuesOf = (db: Reader, { project, range }: Scope) =>
  db
    .selectFrom('issues')
    .where('project_id', '=', project)
    .where('last_seen', '>=', range.start)
    .where('last_seen', '<', range.end)
    .where('occurrences', '>', 0)

async function census(db: Reader, scope: Scope) {
  const rows = await issuesOf(db, scope)
    .select(({ fn }) => [
      'status',
      'severity',
      fn.countAll<number | string>().as('issues'),
      sql<number | string>`sum(case when regressed_at > 0 then 1 else 0 end)`.as('regressions'),
    ])
    .groupBy(['status', 'severity'])
    .execute()
  return rows.map((row) => ({
    status: statusOf(row.status),
    severity: row.severity,
    issues: Number(row.issues),
    regressions: Number(row.regressions),
  }))
}

async function issuesIn(db: Reader, scope: Scope, filter: IssueFilter, { most, after }: Piece): Promise<IssueFacts[]> {
  let query = issuesOf(db, scope).selectAll().orderBy('last_seen', 'desc').orderBy('id', 'desc').limit(most)
  for (const [column, value] of Object.entries(filter) as [keyof IssueFilter, string | undefined][])
    if (value !== undefined) query = query.where(column, '=', value)
  if (after !== undefined) {
    const [at = 0, id = 0] = after
    // The first condition says nothing new, but lets an index be read from there.
    query = query
      .where('last_seen', '<=', at)
      .where((where) => where.or([where('last_seen', '<', at), where('id', '<', id)]))
  }
  return (await query.execute()).map(factsOf)
}

/** Word by word: what is not sealed yet, and what was kept of it. An event that moves meanwhile is found in both. */
async function eventsOf(db: Reader, scope: Scope, issue: number, piece: Piece): Promise<ErrorFacts[]> {
  const open = await eventsIn(db, 'error_events', scope, issue, piece)
  const kept = await eventsIn(db, 'error_details', scope, issue, piece)
  const all = [...new Map([...open, ...kept].map((event) => [event.id, event])).values()]
  return all.sort((a, b) => b.at - a.at || b.id - a.id).slice(0, piece.most)
}

async function eventsIn(
  db: Reader,
  table: 'error_events' | 'error_details',
  scope: Scope,
  issue: number,
  { most, after }: Piece,
): Promise<ErrorFacts[]> {
  // Both have these columns.
  let query = db
    .selectFrom(`${table as 'error_details'} as e`)
    .leftJoin('agents', 'agents.id', 'e.agent')
    .leftJoin('places', 'places.id', 'e.place')
    .select(['e.id', 'e.at', 'e.stack', 'e.url', 'e.environment', 'e.severity', 'e.context', 'e.visit', 'e.view'])
    .select(['agents.device', 'agents.os', 'agents.browser', 'places.country', 'places.city'])
    .where('e.project_id', '=', scope.project)
    .where('e.issue', '=', issue)
    .where('e.at', '>=', scope.range.start)
    .where('e.at', '<', scope.range.end)
    .orderBy('e.at', 'desc')
    .orderBy('e.id', 'desc')
    .limit(most)
  if (after !== undefined) {
    const [at = 0, id = 0] = after
    query = query.where('e.at', '<=', at).where((where) => where.or([where('e.at', '<', at), where('e.id', '<', id)]))
  }
  const rows = await query.execute()
  return rows.map(({ device, os, browser, country, city, ...row }) => ({
    ...row,
    device: device ?? '',
    os: os ?? '',
    browser: browser ?? '',
    country: country ?? '',
    city: city ?? '',
  }))
}

const factsOf = (row: Selectable<IssuesTable>): IssueFacts => ({
  id: row.id,
  type: row.type,
  message: row.message,
  file: row.file,
  line: row.line,
  ...issueOf(row),
})
