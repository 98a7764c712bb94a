import type { Kysely } from 'kysely'
import type { Engine } from './tables.ts'
import { addCount, createClustered, createIndex } from './tables.ts'

/** Finished visits as packed columns; small numbers for visitors; what is kept of errors once they are counted there. */
export async function sealedDays(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createClustered(db, engine, {
    name: 'sealed_parts',
    key: ['project_id', 'first_day', 'part'],
    columns: {
      project_id: 'integer',
      first_day: 'integer',
      part: 'integer',
      last_day: 'integer',
      first_at: 'bigint',
      last_at: 'bigint',
      visits: 'integer',
      views: 'integer',
      events: 'integer',
      clicks: 'integer',
      errors: 'integer',
      stays: 'integer',
      newcomers: 'integer',
      bytes: 'integer',
      format: 'integer',
      checksum: 64,
      sealed_at: 'bigint',
    },
  })
  await createClustered(db, engine, {
    name: 'sealed_columns',
    // New parts go to the end, where pages fill up; with the column first, each would tear twenty pages in two.
    key: ['project_id', 'part', 'number', 'piece'],
    columns: {
      project_id: 'integer',
      part: 'integer',
      number: 'integer',
      piece: 'integer',
      body: 'blob',
    },
  })
  await createClustered(db, engine, {
    name: 'seal_heads',
    key: ['project_id'],
    columns: { project_id: 'integer', next_visitor: 'integer', next_part: 'integer', generation: 'integer' },
  })
  await createClustered(db, engine, {
    name: 'known_visitors',
    key: ['project_id', 'visitor'],
    columns: { project_id: 'integer', visitor: 'bigint', number: 'integer', first_seen: 'bigint' },
  })
  await addCount(db, 'visitors', 'number')
  await createClustered(db, engine, {
    name: 'error_details',
    key: ['project_id', 'issue', 'at', 'id'],
    columns: {
      project_id: 'integer',
      issue: 'integer',
      at: 'bigint',
      id: 'bigint',
      visit: 'bigint',
      view: 'bigint',
      severity: 16,
      environment: 16,
      agent: 'integer',
      place: 'integer',
      url: 2048,
      stack: 'mediumtext',
      context: 'mediumtext',
    },
  })
  await createIndex(db, engine, 'error_details', 'error_details_by_id', ['project_id', 'id'])
}
