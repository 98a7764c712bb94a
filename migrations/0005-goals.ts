import type { Kysely } from 'kysely'
import type { Engine } from './tables.ts'
import { createNumbered } from './tables.ts'

/** What owners save: goals, funnels and segments. `definition` is JSON, of segments the text of a filter. */
export async function goals(db: Kysely<unknown>, engine: Engine): Promise<void> {
  for (const name of ['goals', 'funnels', 'segments']) {
    await createNumbered(db, engine, {
      name,
      columns: {
        project_id: 'integer',
        name: 100,
        definition: 'text',
        created_at: 'bigint',
        updated_at: 'bigint',
      },
      unique: { [`${name}_by_name`]: ['project_id', 'name'] },
    })
  }
}
