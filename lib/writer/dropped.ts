import { utcDay } from '../core/clock.ts'
import { upsertRows } from '../db/dialect.ts'
import type { Engine, Writer } from '../db/open-db.ts'
import type { DroppedRecord } from '../spool/records.ts'
import type { Resolved } from './terms.ts'

/** The newest of these that a report can show, for each project. */
const LOG_KEPT = 100

/** Counts what was not counted as a page view, for each day and reason, and keeps the newest to show. */
export async function writeDropped(
  tx: Writer,
  engine: Engine,
  dropped: readonly Resolved<DroppedRecord>[],
): Promise<void> {
  if (dropped.length === 0) return
  const counts = new Map<string, { project_id: number; day: string; reason: string; hits: number }>()
  for (const { project, at, reason } of dropped) {
    const row = { project_id: project.id, day: utcDay(at), reason, hits: 0 }
    const key = `${String(row.project_id).padStart(12)} ${row.day} ${reason}`
    const known = counts.get(key) ?? row
    known.hits++
    counts.set(key, known)
  }
  const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  await upsertRows(tx, engine, 'dropped_counts', sorted, ['project_id', 'day', 'reason'], { hits: 'add' })
  await logDropped(tx, engine, dropped)
}

async function logDropped(tx: Writer, engine: Engine, dropped: readonly Resolved<DroppedRecord>[]): Promise<void> {
  for (const project of new Set(dropped.map((record) => record.project.id))) {
    const newest = dropped.filter((record) => record.project.id === project).slice(-LOG_KEPT)
    const rows = newest.map(({ at, id, reason, userAgent, page }) => ({
      project_id: project,
      at,
      id,
      reason,
      user_agent: userAgent,
      page,
    }))
    await upsertRows(tx, engine, 'dropped_log', rows, ['project_id', 'at', 'id'], { reason: 'keep' })
    const edge = await tx
      .selectFrom('dropped_log')
      .select('at')
      .where('project_id', '=', project)
      .orderBy('at', 'desc')
      .offset(LOG_KEPT)
      .limit(1)
      .executeTakeFirst()
    if (edge === undefined) continue
    await tx.deleteFrom('dropped_log').where('project_id', '=', project).where('at', '<=', edge.at).execute()
  }
}
