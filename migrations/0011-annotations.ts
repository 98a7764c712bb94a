import type { Kysely } from 'kysely'
import type { Engine } from './tables.ts'
import { createIndex, createNumbered } from './tables.ts'

/** What people write beside a chart. */
export async function annotations(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createNumbered(db, engine, {
    name: 'annotations',
    columns: {
      project_id: 'integer',
      at: 'bigint',
      has_time: 'integer',
      text: 200,
      created_at: 'bigint',
      updated_at: 'bigint',
    },
  })
  await createIndex(db, engine, 'annotations', 'annotations_by_time', ['project_id', 'at'])
}
