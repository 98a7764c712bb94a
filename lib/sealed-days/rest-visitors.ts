import { setImmediate as breathe } from 'node:timers/promises'
import { DAY } from '../core/clock.ts'
import { locked, upsertRows } from '../db/dialect.ts'
import type { Db, Engine, Writer } from '../db/open-db.ts'
import { oldestRow } from './next-window.ts'
import { REST_AFTER } from './numbers.ts'

const VISITORS_A_STEP = 500

export interface RestOptions {
  readonly project: number
  /** Whether they may come again: then they are remembered in few bytes. */
  readonly comeAgain: boolean
  readonly now: number
  /** Visitors up to this one have been looked at. */
  readonly after: number
  readonly mayGoOn: () => boolean
}

/**
 * Lets go of the rows of visitors who have not come for days, when all they did is sealed; in small steps, each a
 * transaction. Answers the visitor up to whom all were looked at, or undefined when it is done.
 */
export async function restVisitors(db: Db, options: RestOptions): Promise<number | undefined> {
  const { project, now, mayGoOn } = options
  const lastSeenBefore = await restingBefore(db, project, now)
  for (let after = options.after; ;) {
    const some = await db.read
      .selectFrom('visitors')
      .select(['visitor', 'last_seen'])
      .where('project_id', '=', project)
      .where('visitor', '>', after)
      .orderBy('visitor')
      .limit(VISITORS_A_STEP)
      .execute()
    const last = some.at(-1)
    if (last === undefined) return undefined
    if (!mayGoOn()) return after
    const idle = some.filter(({ last_seen }) => last_seen < lastSeenBefore).map(({ visitor }) => visitor)
    if (idle.length > 0) await db.write((tx) => letGo(tx, db.engine, options, idle, lastSeenBefore))
    after = last.visitor
    // SQLite answers without ever leaving this thread; requests want their turn.
    await breathe()
  }
}

/** Who was last seen before this has nothing that is not sealed: but for late records, whose visits are looked for. */
async function restingBefore(db: Db, project: number, now: number): Promise<number> {
  const oldest = await oldestRow(db.read, project, { from: 0, to: now })
  return Math.min(now - REST_AFTER, (oldest ?? now) - DAY)
}

async function letGo(
  tx: Writer,
  engine: Engine,
  { project, comeAgain }: RestOptions,
  idle: readonly number[],
  lastSeenBefore: number,
): Promise<void> {
  const query = tx
    .selectFrom('visitors')
    .selectAll()
    .where('project_id', '=', project)
    .where('visitor', 'in', idle)
    .orderBy('visitor')
  const held = await locked(engine, query).execute()
  const running = await tx
    .selectFrom('visits')
    .select('id')
    .where('project_id', '=', project)
    .where('started_at', 'in', [...new Set(held.map((row) => row.visit_started_at))])
    .where('id', 'in', [...new Set(held.map((row) => row.visit))])
    .execute()
  const open = new Set(running.map(({ id }) => id))
  // Who has seen no page and comes again is nobody known: whoever used a link is known by the day only.
  const isRemembered = (row: (typeof held)[number]) => comeAgain && row.last_view_at > 0
  const gone = held.filter(
    (row) => row.last_seen < lastSeenBefore && !open.has(row.visit) && (row.number > 0 || !isRemembered(row)),
  )
  if (gone.length === 0) return
  const known = gone.filter(isRemembered)
  if (known.length > 0) {
    const rows = known.map(({ visitor, number, first_seen }) => ({ project_id: project, visitor, number, first_seen }))
    await upsertRows(tx, engine, 'known_visitors', rows, ['project_id', 'visitor'], {
      number: 'replace',
      first_seen: 'replace',
    })
  }
  await tx
    .deleteFrom('visitors')
    .where('project_id', '=', project)
    .where(
      'visitor',
      'in',
      gone.map(({ visitor }) => visitor),
    )
    .execute()
}
