import type { Kysely } from 'kysely'
import type { Engine } from './tables.ts'
import { createClustered } from './tables.ts'

/** In which releases each issue was seen, from the first to the last time, and how often. */
export async function releases(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createClustered(db, engine, {
    name: 'issue_releases',
    key: ['project_id', 'issue', 'name'],
    columns: {
      project_id: 'integer',
      issue: 'integer',
      name: 100,
      events: 'integer',
      first_seen: 'bigint',
      last_seen: 'bigint',
    },
  })
}
