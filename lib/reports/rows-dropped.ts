import { utcDay } from '../core/clock.ts'
import type { Reader } from '../db/open-db.ts'
import type { Dropped } from './engine.ts'
import type { Scope } from './scope.ts'

/** What was refused: counts are kept by UTC day, and the newest few one by one. */
export async function droppedRows(db: Reader, { project, range }: Scope, most: number): Promise<Dropped> {
  const [reasons, newest] = await Promise.all([
    db
      .selectFrom('dropped_counts')
      .select(({ fn }) => ['reason', fn.sum<number | string>('hits').as('count')])
      .where('project_id', '=', project)
      .where('day', '>=', utcDay(range.start))
      .where('day', '<=', utcDay(range.end - 1))
      .groupBy('reason')
      .orderBy('count', 'desc')
      .orderBy('reason')
      .execute(),
    db
      .selectFrom('dropped_log')
      .select(['at', 'reason', 'user_agent as userAgent', 'page'])
      .where('project_id', '=', project)
      .where('at', '>=', range.start)
      .where('at', '<', range.end)
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(most)
      .execute(),
  ])
  return { reasons: reasons.map(({ reason, count }) => ({ reason, count: Number(count) })), newest }
}
