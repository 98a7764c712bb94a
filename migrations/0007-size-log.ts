import type { Kysely } from 'kysely'
import type { Engine } from './tables.ts'
import { createClustered } from './tables.ts'

/** How large the database was on each day: what is needed to say when a quota will be reached. */
export async function sizeLog(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createClustered(db, engine, { name: 'size_log', key: ['day'], columns: { day: 10, bytes: 'bigint' } })
}
