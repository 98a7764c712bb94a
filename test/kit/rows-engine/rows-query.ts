import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { Reader } from '../../../lib/db/open-db.ts'
import type { Scope } from '../../../lib/reports/scope.ts'

/** One table of happenings, and the column that says when. */
type Happenings = 'pageviews' | 'visits' | 'error_events' | 'link_clicks' | 'events'

const TIME: Readonly<Record<Happenings, RawBuilder<number>>> = {
  pageviews: sql.ref<number>('pageviews.at'),
  visits: sql.ref<number>('visits.started_at'),
  error_events: sql.ref<number>('error_events.at'),
  link_clicks: sql.ref<number>('link_clicks.at'),
  events: sql.ref<number>('events.at'),
}

export const timeOf = (table: Happenings): RawBuilder<number> => TIME[table]

/** What to count, and how to divide it. Names become the keys of the rows. */
interface Counting {
  readonly from: Happenings
  /** Values that a row is about. */
  readonly fields?: Readonly<Record<string, RawBuilder<unknown>>>
  readonly metrics: Readonly<Record<string, RawBuilder<number>>>
  readonly joins?: readonly RawBuilder<unknown>[]
  readonly where?: RawBuilder<unknown> | undefined
  /** Instead of all fields. */
  readonly groupBy?: RawBuilder<unknown> | undefined
  /** Behind `order by`. */
  readonly order?: RawBuilder<unknown>
  readonly limit?: number
}

export type CountedRow = Readonly<Record<string, unknown>>

/**
 * The one shape of query that reports come down to. The range is a contiguous piece of the table, which is clustered by
 * (project, time).
 */
export async function countRows(
  db: Reader,
  { project, range }: Scope,
  counting: Counting,
): Promise<readonly CountedRow[]> {
  const { from, fields = {}, metrics, joins = [], where, order, limit } = counting
  const columns = Object.entries({ ...fields, ...metrics }).map(([name, value]) => sql`${value} as ${sql.ref(name)}`)
  const group = counting.groupBy ?? sql.join(Object.values(fields))
  const query = sql<CountedRow>`
    select ${sql.join(columns)}
    from ${sql.table(from)} ${sql.join(joins, sql` `)}
    where ${sql.ref(`${from}.project_id`)} = ${project}
      and ${TIME[from]} >= ${range.start} and ${TIME[from]} < ${range.end}
      ${where === undefined ? sql`` : sql`and ${where}`}
    ${Object.keys(fields).length === 0 ? sql`` : sql`group by ${group}`}
    ${order === undefined ? sql`` : sql`order by ${order}`}
    ${limit === undefined ? sql`` : sql`limit ${sql.lit(limit)}`}`
  return (await query.execute(db)).rows
}
