import type { Kysely } from 'kysely'
import { addText } from './tables.ts'

/** Whom and what a project leaves out. */
export async function ignored(db: Kysely<unknown>): Promise<void> {
  await addText(db, 'projects', 'ignored_addresses')
  await addText(db, 'projects', 'ignored_paths')
}
