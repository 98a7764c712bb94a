import type { Kysely } from 'kysely'
import { addText } from './tables.ts'

/** More that a project leaves out: hosts of pages, and countries. */
export async function ignoredHosts(db: Kysely<unknown>): Promise<void> {
  await addText(db, 'projects', 'ignored_hosts')
  await addText(db, 'projects', 'ignored_countries')
}
