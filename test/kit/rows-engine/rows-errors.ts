import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Db, Reader } from '../../../lib/db/open-db.ts'
import type { IssuesTable } from '../../../lib/db/record-tables.ts'
import { issueOf, statusOf } from '../../../lib/issues/issue-rows.ts'
import type { Scope } from '../../../lib/reports/scope.ts'
import type {
  ErrorFacts,
  ErrorFigures,
  ErrorsEngine,
  IssueFacts,
  IssueFilter,
  Piece,
} from '../../../lib/reports/engine-errors.ts'
import { dayName, localDays } from './rows-metrics.ts'
import type { CountedRow } from './rows-query.ts'
import { countRows, timeOf } from './rows-query.ts'

const FROM = 'error_events'

const FIGURES = {
  events: sql<number>`count(*)`,
  issues: sql<number>`count(distinct error_events.issue)`,
}

export const errorsRows = (db: Db): ErrorsEngine => ({
  census: (scope) => census(db.read, scope),
  issues: (scope, filter, piece) => issuesIn(db.read, scope, filter, piece),
  async issue(project, id) {
    const own = db.read.selectFrom('issues').selectAll().where('project_id', '=', project)
    const row = await own.where('id', '=', id).where('occurrences', '>', 0).executeTakeFirst()
    return row && factsOf(row)
  },
  byId: async (ids) =>
    ids.length === 0
      ? []
      : (await db.read.selectFrom('issues').selectAll().where('id', 'in', ids).execute()).map(factsOf),
  async totals(scope, issue) {
    const [row] = await countRows(db.read, scope, { from: FROM, metrics: FIGURES, where: only(issue) })
    return figuresOf(row)
  },
  async perDay(scope, issue) {
    const day = localDays(db.engine, scope.range)(timeOf(FROM))
    const rows = await countRows(db.read, scope, { from: FROM, fields: { day }, metrics: FIGURES, where: only(issue) })
    return rows
      .map((row) => ({ day: Number(row.day), ...figuresOf(row) }))
      .sort((a, b) => a.day - b.day)
      .map((row) => ({ ...row, day: dayName(row.day) }))
  },
  top: (scope, most, issue) => topIssues(db.read, scope, most, issue),
  events: (scope, issue, piece) => eventsOf(db.read, scope, issue, piece),
})

const only = (issue: number | undefined) => (issue === undefined ? undefined : sql`error_events.issue = ${issue}`)

const figuresOf = (row: CountedRow = {}): ErrorFigures => ({
  events: Number(row.events ?? 0),
  issues: Number(row.issues ?? 0),
})

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

async function topIssues(db: Reader, scope: Scope, most: number, issue: number | undefined) {
  const rows = await countRows(db, scope, {
    from: FROM,
    fields: { issue: sql.ref('error_events.issue') },
    metrics: { events: FIGURES.events },
    where: only(issue),
    order: sql`count(*) desc, error_events.issue`,
    limit: most,
  })
  if (rows.length === 0) return []
  const ids = rows.map((row) => Number(row.issue))
  const found = await db.selectFrom('issues').selectAll().where('id', 'in', ids).execute()
  const facts = new Map(found.map((row) => [row.id, factsOf(row)]))
  return rows.flatMap((row) => {
    const known = facts.get(Number(row.issue))
    return known === undefined ? [] : [{ ...known, events: Number(row.events) }]
  })
}

async function eventsOf(db: Reader, scope: Scope, issue: number, { most, after }: Piece): Promise<ErrorFacts[]> {
  let query = db
    .selectFrom('error_events as e')
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
