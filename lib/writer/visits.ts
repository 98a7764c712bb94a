import type { Selectable } from 'kysely'
import { insertRows, locked, upsertRows } from '../db/dialect.ts'
import type { Engine, Writer } from '../db/open-db.ts'
import type { VisitsTable } from '../db/schema.ts'
import type { Visit } from '../visits/visit.ts'
import { VISIT_GAP, VISIT_LENGTH } from '../visits/visit.ts'
import type { HeldVisitor, Wanted } from './visitors.ts'

/** The visits that matter for the records at hand: running ones, and older ones that late records may belong to. */
export async function loadVisits(
  tx: Writer,
  engine: Engine,
  project: number,
  rows: readonly HeldVisitor[],
  wanted: Wanted,
): Promise<Visit[]> {
  const running = rows.filter((row) => row.visit > 0)
  if (running.length === 0) return []
  const found = await tx
    .selectFrom('visits')
    .selectAll()
    .where('project_id', '=', project)
    .where('started_at', 'in', [...new Set(running.map((row) => row.visit_started_at))])
    .where('id', 'in', [...new Set(running.map((row) => row.visit))])
    .execute()
  const current = await holdForeign(tx, engine, project, rows, found)
  const late = running.filter(
    (row) => (wanted.get(row.visitor)?.earliest ?? Infinity) < row.visit_started_at - VISIT_GAP,
  )
  if (late.length === 0) return current.map(visitOf)
  const earliest = Math.min(...late.map((row) => wanted.get(row.visitor)?.earliest ?? Infinity))
  const older = await tx
    .selectFrom('visits')
    .selectAll()
    .where('project_id', '=', project)
    .where('started_at', '>=', earliest - VISIT_LENGTH)
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

/**
 * A visit that goes on after midnight is somebody else's, whom nobody holds: another batch may be at it, or it is being
 * sealed this moment. Holds its visitor too, and looks again; a visit that is gone meanwhile is over.
 */
async function holdForeign(
  tx: Writer,
  engine: Engine,
  project: number,
  rows: readonly HeldVisitor[],
  visits: readonly Selectable<VisitsTable>[],
): Promise<Selectable<VisitsTable>[]> {
  const held = new Set(rows.map(({ visitor }) => visitor))
  const foreign = visits.filter(({ visitor }) => !held.has(visitor))
  if (foreign.length === 0) return [...visits]
  const owners = tx
    .selectFrom('visitors')
    .select('visitor')
    .where('project_id', '=', project)
    .where('visitor', 'in', [...new Set(foreign.map(({ visitor }) => visitor))])
    .orderBy('visitor')
  await locked(engine, owners).execute()
  const current = visits.filter(({ visitor }) => held.has(visitor))
  for (const { started_at, id } of foreign) {
    const visit = tx.selectFrom('visits').selectAll().where('project_id', '=', project)
    const now = await locked(engine, visit.where('started_at', '=', started_at).where('id', '=', id)).execute()
    current.push(...now)
  }
  return current
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

export async function saveVisits(
  tx: Writer,
  engine: Engine,
  project: number,
  changed: ReadonlySet<Visit>,
): Promise<void> {
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
