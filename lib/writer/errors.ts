import type { Selectable } from 'kysely'
import type { Id53 } from '../core/ids.ts'
import { insertRows, upsertRows } from '../db/dialect.ts'
import type { Numbers } from '../db/dictionaries.ts'
import { asConflict } from '../db/faults.ts'
import type { Db, Engine, Writer } from '../db/open-db.ts'
import type { IssueReleasesTable } from '../db/record-tables.ts'
import type { Traits } from '../issues/fingerprint.ts'
import { FINGERPRINT_VERSION, fingerprintOf } from '../issues/fingerprint.ts'
import { countError } from '../issues/issue.ts'
import type { HeldIssue } from '../issues/issue-rows.ts'
import { changingColumns, holdIssues, saveIssues } from '../issues/issue-rows.ts'
import { releaseIn } from '../issues/release.ts'
import type { ErrorRecord, Written } from '../spool/records.ts'
import { runningVisits } from './running-visits.ts'
import type { Resolved } from './terms.ts'
import { keyOfMessage } from './waiters.ts'
import { agentTerm, placeTerm } from './terms.ts'

/** The number of the issue of each fingerprint; the project is part of the fingerprint. */
export type IssueNumbers = ReadonlyMap<string, number>

type ResolvedError = Resolved<ErrorRecord>

const LOOKUP_AT_ONCE = 500

/**
 * The issues of errors that are about to be written. Those not known yet are made, in transactions of their own: the
 * locks on new rows are short, and an issue in which nothing has happened is in no list.
 */
export async function learnIssues(db: Db, errors: readonly ResolvedError[]): Promise<IssueNumbers> {
  const numbers = new Map<string, number>()
  const blanks = [...new Map(errors.map((error) => blankIssue(error)).map((row) => [row.fingerprint, row])).values()]
  for (let at = 0; at < blanks.length; at += LOOKUP_AT_ONCE)
    await learnSome(db, blanks.slice(at, at + LOOKUP_AT_ONCE), numbers)
  return numbers
}

type BlankIssue = ReturnType<typeof blankIssue>

async function learnSome(db: Db, blanks: readonly BlankIssue[], numbers: Map<string, number>): Promise<void> {
  const find = async () => {
    const found = await db.read
      .selectFrom('issues')
      .select(['id', 'fingerprint'])
      .where('project_id', 'in', [...new Set(blanks.map((row) => row.project_id))])
      .where(
        'fingerprint',
        'in',
        blanks.map((row) => row.fingerprint),
      )
      .execute()
    for (const { id, fingerprint } of found) numbers.set(fingerprint, id)
  }
  await find()
  // Only what is missing is inserted: an insert that finds its row uses up a number all the same.
  const missing = blanks.filter(({ fingerprint }) => !numbers.has(fingerprint)).sort(byKey)
  if (missing.length === 0) return
  await db.write((tx) =>
    upsertRows(tx, db.engine, 'issues', missing, ['project_id', 'fingerprint'], { fingerprint: 'keep' }),
  )
  await find()
}

const byKey = (a: BlankIssue, b: BlankIssue) =>
  a.project_id - b.project_id || (a.fingerprint < b.fingerprint ? -1 : a.fingerprint > b.fingerprint ? 1 : 0)

const traitsOf = ({ project, type, message, file, line }: ResolvedError): Traits => ({
  project: project.id,
  ...{ type, message, file, line },
})

const blankIssue = (error: ResolvedError) => ({
  project_id: error.project.id,
  fingerprint: fingerprintOf(traitsOf(error)),
  fingerprint_version: FINGERPRINT_VERSION,
  type: error.type,
  message: error.message,
  file: error.file,
  line: error.line ?? 0,
  ...changingColumns({
    severity: error.severity,
    environment: error.environment,
    status: 'open',
    occurrences: 0,
    firstSeen: 0,
    lastSeen: 0,
    resolvedAt: 0,
    regressedAt: 0,
  }),
})

/**
 * Writes error events and what they make of their issues. An event that is stored already, or comes twice in the batch,
 * is told what the first was told, and changes nothing. Locks the issues; comes after the visitors.
 */
export async function writeErrors(
  tx: Writer,
  engine: Engine,
  numbers: Numbers,
  issues: IssueNumbers,
  errors: readonly ResolvedError[],
): Promise<Map<string, Written>> {
  const written = new Map<string, Written>()
  if (errors.length === 0) return written
  const held = await holdIssues(tx, engine, issues.values())
  const told = await toldBefore(tx, errors, held)
  const visitOf = await runningVisits(tx, errors)
  const rows = []
  const changed = new Set<number>()
  for (const error of [...errors].sort(byTime)) {
    const before = told.get(keyOfMessage(error))
    const number = issues.get(fingerprintOf(traitsOf(error))) ?? 0
    const known = held.get(number)
    if (before !== undefined) written.set(keyOfMessage(error), before)
    // An issue that is gone by now was deleted together with its project.
    if (before !== undefined || known === undefined) continue
    const { issue, isRegression } = countError(known.issue, error)
    held.set(number, { ...known, issue })
    changed.add(number)
    const outcome: Written = { kind: 'error', issue: number, isRegression }
    told.set(keyOfMessage(error), outcome)
    written.set(keyOfMessage(error), outcome)
    rows.push(eventRow(error, number, visitOf(error), numbers))
  }
  await insertEvents(tx, engine, rows)
  await noteReleases(tx, engine, rows)
  await saveIssues(
    tx,
    engine,
    [...held.values()].filter(({ row }) => changed.has(row.id)),
  )
  return written
}

/** In the order of the table's key, and so of time within a project. */
const byTime = (a: ResolvedError, b: ResolvedError) => a.project.id - b.project.id || a.at - b.at || a.id - b.id

/** What was answered for those of the events that are stored, by `keyOfMessage`. */
async function toldBefore(
  tx: Writer,
  errors: readonly ResolvedError[],
  held: ReadonlyMap<number, HeldIssue>,
): Promise<Map<string, Written>> {
  const told = new Map<string, Written>()
  for (const project of new Set(errors.map((error) => error.project.id))) {
    const ids = errors.filter((error) => error.project.id === project).map(({ id }) => id)
    const sealed = tx.selectFrom('error_details').select(['id', 'issue', 'at']).where('project_id', '=', project)
    const stored = await tx
      .selectFrom('error_events')
      .select(['id', 'issue', 'at'])
      .where('project_id', '=', project)
      .where('id', 'in', ids)
      .unionAll(sealed.where('id', 'in', ids))
      .execute()
    for (const { id, issue, at } of stored) {
      const isRegression = held.get(issue)?.issue.regressedAt === at
      told.set(keyOfMessage({ kind: 'error', project: { id: project }, id }), { kind: 'error', issue, isRegression })
    }
  }
  return told
}

const eventRow = (error: ResolvedError, issue: number, visit: Id53, numbers: Numbers) => ({
  project_id: error.project.id,
  at: error.at,
  id: error.id,
  issue,
  visitor: error.visitor ?? 0,
  visit,
  view: error.view,
  severity: error.severity,
  environment: error.environment,
  url: error.page,
  agent: numbers(agentTerm(error.project.id, error.agent)),
  place: numbers(placeTerm(error.project.id, error.place)),
  stack: error.stack ?? '',
  context: error.context ?? '',
})

/** Counts the events in the releases that they name. Their issues are held, so nobody else is at these rows. */
async function noteReleases(tx: Writer, engine: Engine, rows: readonly ReturnType<typeof eventRow>[]): Promise<void> {
  const noted = new Map<string, Selectable<IssueReleasesTable>>()
  for (const { project_id, issue, at, context } of rows) {
    const name = releaseIn(context)
    if (name === '') continue
    const key = `${issue} ${name}`
    const known = noted.get(key) ?? { project_id, issue, name, events: 0, first_seen: at, last_seen: at }
    const { events, first_seen, last_seen } = known
    const seen = { first_seen: Math.min(first_seen, at), last_seen: Math.max(last_seen, at) }
    noted.set(key, { ...known, events: events + 1, ...seen })
  }
  const sorted = [...noted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  const merge = { events: 'add', first_seen: 'least', last_seen: 'most' } as const
  await upsertRows(tx, engine, 'issue_releases', sorted, ['project_id', 'issue', 'name'], merge)
}

async function insertEvents(tx: Writer, engine: Engine, rows: readonly ReturnType<typeof eventRow>[]): Promise<void> {
  try {
    await insertRows(tx, engine, 'error_events', rows)
  } catch (fault) {
    // The same message by two ways, and another process was quicker.
    throw asConflict(fault)
  }
}
