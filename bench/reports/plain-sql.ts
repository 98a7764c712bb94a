import { sql } from 'kysely'
import { DAY } from '../../lib/core/clock.ts'
import type { Reader } from '../../lib/db/open-db.ts'

/** What SQL over rows needs for the same figures, by the name of the question. Days are UTC, which spares it the zones. */
export const PLAIN_SQL: Readonly<Record<string, (from: number, to: number) => ReturnType<typeof sql>>> = {
  'totals with exact visitors, 12 months': (from, to) => sql`
    select count(*) as pageviews, count(distinct visitor) as visitors, count(distinct visit) as visits
    from pageviews where project_id = 1 and at >= ${from} and at < ${to}`,
  'page with exact visitors, 12 months': (from, to) => sql`
    select pages.path as value, count(*) as pageviews, count(distinct pageviews.visitor) as visitors
    from pageviews join pages on pages.id = pageviews.page
    where pageviews.project_id = 1 and at >= ${from} and at < ${to}
    group by pageviews.page, pages.path order by visitors desc, value limit 100`,
  'page, one filter (country), 12 months': (from, to) => sql`
    select pages.path as value, count(*) as pageviews, count(distinct pageviews.visitor) as visitors
    from pageviews join pages on pages.id = pageviews.page join places on places.id = pageviews.place
    where pageviews.project_id = 1 and at >= ${from} and at < ${to} and places.country = 'DE'
    group by pageviews.page, pages.path order by visitors desc, value limit 100`,
  'day by day, two filters, 12 months': (from, to) => sql`
    select floor(at / ${sql.lit(DAY)}) as day, count(*) as pageviews, count(distinct pageviews.visitor) as visitors
    from pageviews join places on places.id = pageviews.place join agents on agents.id = pageviews.agent
    where pageviews.project_id = 1 and at >= ${from} and at < ${to}
      and places.country in ('DE', 'AT') and agents.device = 'mobile'
    group by floor(at / ${sql.lit(DAY)}) order by day`,
  'browser with exact visitors, 12 months': (from, to) => sql`
    select agents.browser as value, count(*) as pageviews, count(distinct pageviews.visitor) as visitors
    from pageviews join agents on agents.id = pageviews.agent
    where pageviews.project_id = 1 and at >= ${from} and at < ${to}
    group by agents.browser order by visitors desc, value limit 100`,
}

export type PlainRow = Readonly<Record<string, number | string>>

/** The rows of an answer, and how long it took, ms. */
export async function askPlainly(
  db: Reader,
  name: string,
  from: number,
  to: number,
): Promise<{ ms: number; rows: PlainRow[] }> {
  const started = performance.now()
  const { rows } = await (PLAIN_SQL[name]?.(from, to) ?? sql`select 1`).execute(db)
  return { ms: performance.now() - started, rows: rows as PlainRow[] }
}
