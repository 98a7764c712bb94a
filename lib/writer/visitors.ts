import type { Selectable } from 'kysely'
import { DAY } from '../core/clock.ts'
import type { Id53 } from '../core/ids.ts'
import { insertRows, locked, upsertRows } from '../db/dialect.ts'
import type { Engine, Writer } from '../db/open-db.ts'
import type { Schema, VisitsTable } from '../db/schema.ts'
import type { Visit, Visitor } from '../visits/visit.ts'
import { runningVisit, VISIT_GAP } from '../visits/visit.ts'

/** What the records at hand ask of one project: its visitors, and the earliest instant each is seen at. */
export type Wanted = ReadonlyMap<Id53, { readonly earliest: number; readonly prior: Id53 | undefined }>

/** No visit is looked for that began longer before a late record. */
const LONGEST_VISIT = DAY

/** A visitor as it is stored; held against other processes until the transaction ends. */
export type HeldVisitor = Selectable<Schema['visitors']>

/**
 * Holds the visitors of one project. Visitors not known yet are made. Those who are only somebody's `prior` self are
 * there too, if they are known.
 */
export async function holdVisitors(
  tx: Writer,
  engine: Engine,
  project: number,
  wanted: Wanted,
): Promise<HeldVisitor[]> {
  const ids = [...wanted.keys()].sort((a, b) => a - b)
  // Rows are made first and then locked one by one: locking rows that are not there would lock the gaps between them,
  // and two processes would then stop each other.
  const blank = {
    first_seen: 0,
    last_seen: 0,
    visit: 0,
    visit_started_at: 0,
    last_view_at: 0,
    last_page: 0,
    recent: '',
  }
  const stubs = ids.map((visitor) => ({ project_id: project, visitor, ...blank }))
  await upsertRows(tx, engine, 'visitors', stubs, ['project_id', 'visitor'], { visit: 'keep' })
  const priors = [...wanted.values()].flatMap(({ prior }) => (prior === undefined ? [] : [prior]))
  const rows = tx
    .selectFrom('visitors')
    .selectAll()
    .where('project_id', '=', project)
    .where('visitor', 'in', [...ids, ...priors])
    .orderBy('visitor')
  return locked(engine, rows).execute()
}

/**
 * The held visitors of one project with the visits that matter. To be called when all that the transaction holds is
 * held: this is its first plain read, and from then on MySQL shows it the database as of that moment.
 */
export async function loadVisitors(
  tx: Writer,
  project: number,
  wanted: Wanted,
  rows: readonly HeldVisitor[],
): Promise<Map<Id53, Visitor>> {
  const visits = await loadVisits(tx, project, rows, wanted)
  return new Map(
    rows.map((row) => {
      const isNew = row.first_seen === 0
      const firstSeen = isNew ? (wanted.get(row.visitor)?.earliest ?? 0) : row.first_seen
      return [
        row.visitor,
        {
          id: row.visitor,
          firstSeen,
          lastSeen: isNew ? firstSeen : row.last_seen,
          lastViewAt: row.last_view_at,
          lastPage: row.last_page,
          recent: row.recent === '' ? [] : row.recent.split(',').map((text) => parseInt(text, 36)),
          visits: visits.filter((visit) => visit.visitor === row.visitor || visit.id === row.visit),
        },
      ]
    }),
  )
}

async function loadVisits(tx: Writer, project: number, rows: readonly HeldVisitor[], wanted: Wanted): Promise<Visit[]> {
  const running = rows.filter((row) => row.visit > 0)
  if (running.length === 0) return []
  const current = await tx
    .selectFrom('visits')
    .selectAll()
    .where('project_id', '=', project)
    .where('started_at', 'in', [...new Set(running.map((row) => row.visit_started_at))])
    .where('id', 'in', [...new Set(running.map((row) => row.visit))])
    .execute()
  const late = running.filter(
    (row) => (wanted.get(row.visitor)?.earliest ?? Infinity) < row.visit_started_at - VISIT_GAP,
  )
  if (late.length === 0) return current.map(visitOf)
  const earliest = Math.min(...late.map((row) => wanted.get(row.visitor)?.earliest ?? Infinity))
  const older = await tx
    .selectFrom('visits')
    .selectAll()
    .where('project_id', '=', project)
    .where('started_at', '>=', earliest - LONGEST_VISIT)
    .where('started_at', '<=', Math.max(...late.map((row) => row.visit_started_at)))
    .where(
      'visitor',
      'in',
      late.map((row) => row.visitor),
    )
    .execute()
  const known = new Set(current.map((row) => row.id))
  return [...current, ...older.filter((row) => !known.has(row.id))].map(visitOf)
}

const visitOf = (row: Selectable<VisitsTable>): Visit => ({
  id: row.id,
  visitor: row.visitor,
  isFirst: row.is_first === 1,
  storedAs: row.started_at,
  startedAt: row.started_at,
  lastAt: row.last_at,
  views: row.views,
  events: row.events,
  engagedMs: row.engaged_ms,
  entryPage: row.entry_page,
  exitPage: row.exit_page,
  source: row.source,
  campaign: row.campaign,
  place: row.place,
  agent: row.agent,
  language: row.language,
  screen: row.screen,
})

/** Stores visitors and those of their visits that the records changed. */
export async function saveVisitors(
  tx: Writer,
  engine: Engine,
  project: number,
  visitors: Iterable<Visitor>,
  changed: ReadonlySet<Visit>,
): Promise<void> {
  const rows = [...visitors].map((visitor) => {
    const running = runningVisit(visitor)
    return {
      project_id: project,
      visitor: visitor.id,
      first_seen: visitor.firstSeen,
      last_seen: visitor.lastSeen,
      visit: running?.id ?? 0,
      visit_started_at: running?.startedAt ?? 0,
      last_view_at: visitor.lastViewAt,
      last_page: visitor.lastPage,
      recent: visitor.recent.map((id) => id.toString(36)).join(','),
    }
  })
  await upsertRows(tx, engine, 'visitors', rows, ['project_id', 'visitor'], {
    first_seen: 'replace',
    last_seen: 'replace',
    visit: 'replace',
    visit_started_at: 'replace',
    last_view_at: 'replace',
    last_page: 'replace',
    recent: 'replace',
  })
  await saveVisits(tx, engine, project, changed)
}

async function saveVisits(tx: Writer, engine: Engine, project: number, changed: ReadonlySet<Visit>): Promise<void> {
  // The start is part of the key: a visit whose start moved is stored anew.
  for (const visit of changed) {
    if (visit.storedAs === undefined || visit.storedAs === visit.startedAt) continue
    await tx
      .deleteFrom('visits')
      .where('project_id', '=', project)
      .where('started_at', '=', visit.storedAs)
      .where('id', '=', visit.id)
      .execute()
  }
  const isNew = (visit: Visit) => visit.storedAs !== visit.startedAt
  const rows = (visits: readonly Visit[]) => visits.map((visit) => rowOf(project, visit)).sort(byKey)
  await insertRows(tx, engine, 'visits', rows([...changed].filter(isNew)))
  const again = rows([...changed].filter((visit) => !isNew(visit)))
  await upsertRows(tx, engine, 'visits', again, ['project_id', 'started_at', 'id'], {
    last_at: 'replace',
    views: 'replace',
    events: 'replace',
    engaged_ms: 'replace',
    entry_page: 'replace',
    exit_page: 'replace',
  })
}

const byKey = (a: { started_at: number; id: number }, b: { started_at: number; id: number }) =>
  a.started_at - b.started_at || a.id - b.id

const rowOf = (project: number, visit: Visit) => ({
  project_id: project,
  started_at: visit.startedAt,
  id: visit.id,
  visitor: visit.visitor,
  last_at: visit.lastAt,
  views: visit.views,
  events: visit.events,
  engaged_ms: visit.engagedMs,
  entry_page: visit.entryPage,
  exit_page: visit.exitPage,
  is_first: visit.isFirst ? 1 : 0,
  source: visit.source,
  campaign: visit.campaign,
  place: visit.place,
  agent: visit.agent,
  language: visit.language,
  screen: visit.screen,
})
