import type { Selectable } from 'kysely'
import type { Id53 } from '../core/ids.ts'
import { locked, upsertRows } from '../db/dialect.ts'
import type { Engine, Writer } from '../db/open-db.ts'
import type { Schema } from '../db/schema.ts'
import type { Visit, Visitor } from '../visits/visit.ts'
import { runningVisit } from '../visits/visit.ts'
import { loadVisits, saveVisits } from './visits.ts'

/** What the records at hand ask of one project: its visitors, and the earliest instant each is seen at. */
export type Wanted = ReadonlyMap<Id53, { readonly earliest: number; readonly prior: Id53 | undefined }>

/** A visitor as it is stored; held against other processes until the transaction ends. */
export type HeldVisitor = Selectable<Schema['visitors']>

const BLANK = { first_seen: 0, last_seen: 0, visit: 0, visit_started_at: 0, last_view_at: 0, last_page: 0, recent: '' }

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
  const stubs = ids.map((visitor) => ({ project_id: project, visitor, ...BLANK }))
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
  engine: Engine,
  project: number,
  wanted: Wanted,
  held: readonly HeldVisitor[],
): Promise<Map<Id53, Visitor>> {
  const visits = await loadVisits(tx, engine, project, held, wanted)
  const rows = await restored(tx, engine, project, held)
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

/**
 * Who had not come for days, and rests in `known_visitors`, is no newcomer: has the small number and the time of before,
 * and has seen a page.
 */
async function restored(
  tx: Writer,
  engine: Engine,
  project: number,
  rows: readonly HeldVisitor[],
): Promise<readonly HeldVisitor[]> {
  const fresh = rows.filter((row) => row.first_seen === 0).map((row) => row.visitor)
  if (fresh.length === 0) return rows
  const found = await tx
    .selectFrom('known_visitors')
    .select(['visitor', 'number', 'first_seen'])
    .where('project_id', '=', project)
    .where('visitor', 'in', fresh)
    .execute()
  if (found.length === 0) return rows
  const known = new Map(
    found.map(({ visitor, number, first_seen: at }) => [
      visitor,
      { ...BLANK, number, first_seen: at, last_seen: at, last_view_at: at },
    ]),
  )
  const merged = rows.map((row) => ({ ...row, ...known.get(row.visitor) }))
  const changed = merged.filter(({ visitor }) => known.has(visitor))
  await upsertRows(tx, engine, 'visitors', changed, ['project_id', 'visitor'], { number: 'replace' })
  return merged
}

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
