import { sql } from 'kysely'
import { DAY } from '../core/clock.ts'
import type { Reader } from '../db/open-db.ts'
import type { Stretch } from './raw-rows.ts'
import { HANGING_KINDS, tableOf } from './raw-rows.ts'

/** Of what hangs on page views there are often several for each. */
const ROWS_PER_VIEW = 4

/**
 * The next stretch of time in which rows lie, from `from` on: inside one UTC day, with visits of about `mostViews` page
 * views. Undefined when there is nothing up to `to`.
 */
export async function nextWindow(
  read: Reader,
  project: number,
  { from, to }: Stretch,
  mostViews: number,
): Promise<Stretch | undefined> {
  const first = await oldestRow(read, project, { from, to })
  if (first === undefined) return undefined
  const midnight = (Math.floor(first / DAY) + 1) * DAY
  const end = Math.min(midnight, to)
  const cuts = [
    await cutOfVisits(read, project, { from: first, to: end }, mostViews),
    await cutOfRows(read, project, { from: first, to: end }, mostViews * ROWS_PER_VIEW),
  ]
  return { from: first, to: Math.min(end, ...cuts) }
}

const TIMES = [
  { table: 'visits', at: 'started_at' },
  ...HANGING_KINDS.map((kind) => ({ table: tableOf(kind), at: 'at' }) as const),
] as const

/** When the first row in a stretch of time is, of whatever kind. */
export async function oldestRow(read: Reader, project: number, { from, to }: Stretch): Promise<number | undefined> {
  const firsts = TIMES.map(
    ({ table, at }) =>
      sql`select min(${sql.ref(at)}) as at from ${sql.table(table)} where project_id = ${project} and ${sql.ref(at)} >= ${from} and ${sql.ref(at)} < ${to}`,
  )
  const { rows } = await sql<{ at: number | null }>`${sql.join(firsts, sql` union all `)}`.execute(read)
  const found = rows.flatMap(({ at }) => (at === null ? [] : [at]))
  return found.length === 0 ? undefined : Math.min(...found)
}

/** Behind the visit with which there are enough page views. */
async function cutOfVisits(read: Reader, project: number, { from, to }: Stretch, mostViews: number): Promise<number> {
  const visits = await read
    .selectFrom('visits')
    .select(['started_at', 'views'])
    .where('project_id', '=', project)
    .where('started_at', '>=', from)
    .where('started_at', '<', to)
    .orderBy('started_at')
    .limit(mostViews)
    .execute()
  let views = 0
  for (const visit of visits) {
    views += Math.max(1, visit.views)
    if (views >= mostViews) return visit.started_at + 1
  }
  return to
}

/** Behind the row with which one of the other tables has enough. */
async function cutOfRows(read: Reader, project: number, { from, to }: Stretch, most: number): Promise<number> {
  const nths = HANGING_KINDS.map(
    (kind) =>
      sql`select (select at from ${sql.table(tableOf(kind))} where project_id = ${project} and at >= ${from} and at < ${to} order by at limit 1 offset ${most}) as at`,
  )
  const { rows } = await sql<{ at: number | null }>`${sql.join(nths, sql` union all `)}`.execute(read)
  return Math.min(to, ...rows.flatMap(({ at }) => (at === null ? [] : [at + 1])))
}
