import type { Kysely } from 'kysely'
import type { Engine } from './tables.ts'
import { addCount, createClustered } from './tables.ts'

/** How long a project keeps what it has counted, and the totals that stay of days whose visits are gone. */
export async function retention(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await addCount(db, 'projects', 'keep_days')
  await addCount(db, 'projects', 'detail_days')
  await createClustered(db, engine, {
    name: 'thinned_days',
    key: ['project_id', 'day'],
    columns: {
      project_id: 'integer',
      day: 10,
      pageviews: 'integer',
      visitors: 'integer',
      visits: 'integer',
      bounces: 'integer',
      events: 'integer',
      duration: 'bigint',
      engaged_duration: 'bigint',
      visible_time: 'bigint',
    },
  })
}
