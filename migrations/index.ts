import type { Kysely } from 'kysely'
import { firstSchema } from './0001-first-schema.ts'
import { errorsLinksAudits } from './0002-errors-links-audits.ts'
import { jobs } from './0003-jobs.ts'
import { sealedDays } from './0004-sealed-days.ts'
import { goals } from './0005-goals.ts'
import { accounts } from './0006-accounts.ts'
import { sizeLog } from './0007-size-log.ts'
import { retention } from './0008-retention.ts'
import { releases } from './0009-releases.ts'
import { shares } from './0010-shares.ts'
import { annotations } from './0011-annotations.ts'
import { ignored } from './0012-ignored.ts'
import { ignoredHosts } from './0013-ignored-hosts.ts'
import type { Engine } from './tables.ts'

export type Migrate = (db: Kysely<unknown>, engine: Engine) => Promise<void>

/** In order of their names. A released migration is never edited; a new one goes below. */
export const MIGRATIONS: Readonly<Record<string, Migrate>> = {
  '0001-first-schema': firstSchema,
  '0002-errors-links-audits': errorsLinksAudits,
  '0003-jobs': jobs,
  '0004-sealed-days': sealedDays,
  '0005-goals': goals,
  '0006-accounts': accounts,
  '0007-size-log': sizeLog,
  '0008-retention': retention,
  '0009-releases': releases,
  '0010-shares': shares,
  '0011-annotations': annotations,
  '0012-ignored': ignored,
  '0013-ignored-hosts': ignoredHosts,
}
