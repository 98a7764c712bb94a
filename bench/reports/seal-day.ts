import { DAY } from '../../lib/core/clock.ts'
import type { Db } from '../../lib/db/open-db.ts'
import { sealProject } from '../../lib/sealed-days/seal.ts'
import { fillDictionaries, insertOpen, insertOpenVisitors } from './fill.ts'
import { traffic } from './traffic.ts'

const VIEWS = 100_000
const GOAL_MS = 2000

/** How long it takes to seal one busy day, all of it, as a job that had not run for a day would. */
export async function sealBench(open: (name: string) => Promise<Db>): Promise<string[]> {
  const db = await open('one_day')
  const until = Date.parse('2026-11-20T23:59:59Z')
  await fillDictionaries(db, 1)
  let views = 0
  for (const day of traffic({ views: VIEWS, visits: VIEWS * 0.3, visitors: VIEWS / 5, days: 1, until })) {
    views += day.rows.views.length
    await insertOpen(db, 1, day.rows)
    await insertOpenVisitors(db, 1, day)
  }
  const started = performance.now()
  let parts = 0
  await sealProject(db, 1, { now: until + DAY, mayGoOn: () => true, onPart: () => parts++ })
  const ms = performance.now() - started
  const left = await db.read
    .selectFrom('pageviews')
    .select(({ fn }) => fn.countAll<number>().as('rows'))
    .executeTakeFirst()
  await db.close()
  if (Number(left?.rows) !== 0) throw new Error(`${left?.rows} page views were not sealed`)
  const mark = ms <= GOAL_MS ? '' : ' ✗'
  return [
    '',
    `Sealing a day of ${views.toLocaleString('en')} page views: **${Math.round(ms)} ms**${mark} in ${parts} transactions (goal ${GOAL_MS} ms).`,
  ]
}
