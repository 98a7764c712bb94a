import type { Kysely } from 'kysely'
import { firstSchema } from './0001-first-schema.ts'

export type Migrate = (db: Kysely<unknown>, engine: 'mysql' | 'sqlite') => Promise<void>

/** In order of their names. A released migration is never edited; a new one goes below. */
export const MIGRATIONS: Readonly<Record<string, Migrate>> = {
  '0001-first-schema': firstSchema,
}
