import { setImmediate as breathe } from 'node:timers/promises'
import { HOUR } from '../core/clock.ts'
import type { Db, Reader } from '../db/open-db.ts'
import { nextWindow } from './next-window.ts'
import type { PartEntry } from './part-store.ts'
import { sealWindow } from './seal-window.ts'

/** A visit is settled so long after its last sign of life: its gap of 30 minutes, and what comes late by 90. */
export const SETTLED_AFTER = 2 * HOUR

/** Page views that are sealed in one transaction: some tens of ms, in which writers of the same visitors wait. */
const SLICE_VIEWS = 4_000

/** A project is sealed for so many settled page views, or for anything that has been settled for so long. */
const ENOUGH_VIEWS = 500
const LONG_ENOUGH = 4 * HOUR

export interface SealOptions {
  readonly now: number
  /** Asked between slices. */
  readonly mayGoOn: () => boolean
  readonly onPart?: (entry: PartEntry) => void
  readonly sliceViews?: number
}

/**
 * Seals all that is settled in a project, slice by slice, oldest first. Answers whether all of it is; what is left is
 * where it was, and the next call goes on.
 */
export async function sealProject(db: Db, project: number, options: SealOptions): Promise<boolean> {
  const { now, mayGoOn, onPart, sliceViews = SLICE_VIEWS } = options
  const settledBefore = now - SETTLED_AFTER
  for (let from = 0; ;) {
    const window = await nextWindow(db.read, project, { from, to: settledBefore }, sliceViews)
    if (window === undefined) return true
    if (!mayGoOn()) return false
    const entry = await sealWindow(db, { project, window, settledBefore, now })
    if (entry !== undefined) onPart?.(entry)
    from = window.to
    // SQLite answers without ever leaving this thread; requests want their turn.
    await breathe()
  }
}

/** Whether it is worth a part. */
export async function isWorthSealing(read: Reader, project: number, now: number): Promise<boolean> {
  const settled = now - SETTLED_AFTER
  const visits = await read
    .selectFrom('visits')
    .select(['views', 'last_at'])
    .where('project_id', '=', project)
    .where('started_at', '<', settled)
    .where('last_at', '<', settled)
    .orderBy('started_at')
    .limit(ENOUGH_VIEWS)
    .execute()
  const views = visits.reduce((sum, visit) => sum + visit.views, 0)
  if (views >= ENOUGH_VIEWS || visits.some(({ last_at }) => last_at < settled - LONG_ENOUGH)) return true
  for (const table of ['events', 'link_clicks', 'error_events', 'engagements'] as const) {
    const old = await read
      .selectFrom(table as 'events')
      .select('at')
      .where('project_id', '=', project)
      .where('at', '<', settled - LONG_ENOUGH)
      .where('visit', '=', 0)
      .limit(1)
      .executeTakeFirst()
    if (old !== undefined) return true
  }
  return false
}
