import type { Db } from '../db/open-db.ts'
import { compactProject } from './compact.ts'
import type { PartEntry } from './part-store.ts'
import { catalogue } from './part-store.ts'
import { replaceParts } from './replace-parts.ts'
import { sealProject, SETTLED_AFTER } from './seal.ts'

/** For people who ask on the command line: the same work as that of the jobs, told step by step. */

export interface DaysStatus {
  readonly project: number
  readonly parts: number
  readonly visits: number
  readonly views: number
  /** Of the columns. */
  readonly bytes: number
  readonly open_views: number
}

export async function daysStatus(db: Db, project: number): Promise<DaysStatus> {
  const entries = await catalogue(db.read, project)
  const sum = (of: (entry: PartEntry) => number) => entries.reduce((total, entry) => total + of(entry), 0)
  return {
    project,
    parts: entries.length,
    visits: sum(({ rows }) => rows.visits),
    views: sum(({ rows }) => rows.views),
    bytes: sum(({ bytes }) => bytes),
    open_views: await openViews(db, project, Number.MAX_SAFE_INTEGER),
  }
}

async function openViews(db: Db, project: number, before: number): Promise<number> {
  const row = await db.read
    .selectFrom('pageviews')
    .select(({ fn }) => fn.countAll<number>().as('views'))
    .where('project_id', '=', project)
    .where('at', '<', before)
    .executeTakeFirstOrThrow()
  return row.views
}

/** Seals all that is settled, a slice a step, and merges afterwards. */
export async function* sealDays(db: Db, project: number, now: number) {
  const total = await openViews(db, project, now - SETTLED_AFTER)
  let done = 0
  for (let isDone = false; !isDone;) {
    let views = -1
    // One slice a step: the next is asked for when this one was told.
    isDone = await sealProject(db, project, {
      now,
      mayGoOn: () => views < 0,
      onPart: ({ rows }) => (views = rows.views),
    })
    if (views < 0) continue
    done += views
    yield { done: Math.min(done, total), total, views }
  }
  await compactProject(db, project, { now, mayGoOn: () => true })
}

/** Writes each part anew. One that another process changes meanwhile is in today's form already. */
export async function* resealDays(db: Db, project: number, now: number) {
  const entries = await catalogue(db.read, project)
  for (const [index, entry] of entries.entries()) {
    await replaceParts(db, project, [entry], now)
    yield { done: index + 1, total: entries.length }
  }
}
