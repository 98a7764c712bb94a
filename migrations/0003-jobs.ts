import type { Kysely } from 'kysely'
import type { Engine } from './tables.ts'
import { createClustered } from './tables.ts'

/** The plan of the work that no request asks for: one row for each job. */
export async function jobs(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createClustered(db, engine, {
    name: 'jobs',
    key: ['name'],
    columns: {
      name: 64,
      next_run_at: 'bigint',
      lease_holder: 64,
      lease_until: 'bigint',
      started_at: 'bigint',
      finished_at: 'bigint',
      failures: 'integer',
      failing_since: 'bigint',
      reason: 512,
      alarm: 512,
      alarm_since: 'bigint',
      progress: 'mediumtext',
    },
  })
}
