import { sql } from 'kysely'
import type { Reader } from '../db/open-db.ts'

/** The first row of a table by its key, which begins with project and time. */
const FIRST = { pageviews: 'at', visits: 'started_at', events: 'at', link_clicks: 'at', error_events: 'at' } as const

/** When the oldest thing of a project happened, ms since 1970; undefined where there is nothing. */
export async function firstDataAt(read: Reader, project: number): Promise<number | undefined> {
  const sealed = await read
    .selectFrom('sealed_parts')
    .select(({ fn }) => fn.min<number | null>('first_at').as('at'))
    .where('project_id', '=', project)
    .executeTakeFirst()
  const found: number[] = sealed?.at == null ? [] : [sealed.at]
  for (const [table, column] of Object.entries(FIRST) as [keyof typeof FIRST, string][]) {
    const row = await read
      .selectFrom(table)
      .select(sql<number>`${sql.ref(column)}`.as('at'))
      .where('project_id', '=', project)
      .orderBy(sql.ref(column))
      .limit(1)
      .executeTakeFirst()
    if (row !== undefined) found.push(row.at)
  }
  const thinned = await read
    .selectFrom('thinned_days')
    .select(({ fn }) => fn.min<string | null>('day').as('day'))
    .where('project_id', '=', project)
    .executeTakeFirst()
  // Noon in Greenwich is that day nearly everywhere.
  if (thinned?.day != null) found.push(Date.parse(`${thinned.day}T12:00:00Z`))
  return found.length === 0 ? undefined : Math.min(...found)
}
