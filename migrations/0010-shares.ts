import type { Kysely } from 'kysely'
import type { Engine } from './tables.ts'
import { createIndex, createNumbered } from './tables.ts'

/** Dashboards that are shown to whoever has a link. */
export async function shares(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createNumbered(db, engine, {
    name: 'shares',
    columns: {
      project_id: 'integer',
      name: 100,
      token_hash: 64,
      hint: 8,
      password: 255,
      may_embed: 'integer',
      panels: 'text',
      created_at: 'bigint',
      ends_at: 'bigint',
    },
    unique: { shares_by_token: ['token_hash'] },
  })
  await createIndex(db, engine, 'shares', 'shares_by_project', ['project_id'])
}
