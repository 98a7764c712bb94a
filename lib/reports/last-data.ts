import { sql } from 'kysely'
import type { Reader } from '../db/open-db.ts'

/** Tables that are clustered by project and time: the last row of a project is found without looking at others. */
const NEWEST = ['pageviews', 'events', 'error_events'] as const

/** When the newest page view, event or error of each project happened, ms since 1970; those without any are left out. */
export async function lastDataAt(read: Reader, projects: readonly number[]): Promise<Map<number, number>> {
  if (projects.length === 0) return new Map()
  const newest = NEWEST.map(
    (table) =>
      sql`(select t.at from ${sql.table(table)} t where t.project_id = p.id order by t.at desc limit 1) as ${sql.ref(table)}`,
  )
  const sealed = sql`(select max(s.last_at) from sealed_parts s where s.project_id = p.id) as sealed`
  const { rows } = await sql<{ id: number } & Record<string, number | null>>`
    select p.id, ${sql.join([sealed, ...newest])} from projects p where p.id in (${sql.join(projects)})`.execute(read)
  return new Map(
    rows.flatMap(({ id, ...times }) => {
      const known = Object.values(times).filter((at) => at !== null)
      return known.length === 0 ? [] : [[id, Math.max(...known)] as const]
    }),
  )
}
