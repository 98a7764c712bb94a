import type { Accounts } from '../accounts/open-accounts.ts'
import type { Clock } from '../core/clock.ts'
import { HOUR } from '../core/clock.ts'
import type { Db } from '../db/open-db.ts'
import type { Salts } from '../ingest/salts.ts'
import { auditCheck } from './audit-check.ts'
import type { Job } from './job.ts'
import { sweepAccounts } from './sweep-accounts.ts'
import { sweepLimits } from './sweep-limits.ts'

interface Parts {
  readonly db: Db
  readonly salts: Salts
  readonly rateDir: string
  readonly clock: Clock
  readonly accounts: Accounts
}

/** Every job there is. */
export const allJobs = (parts: Parts): readonly Job[] => [
  {
    // Each process looks after its own memory by itself; this is for when none lives, and old salts must go all the same.
    name: 'salts',
    schedule: { every: HOUR },
    async run() {
      await parts.salts.refresh()
      return { state: 'done' }
    },
  },
  sweepLimits(parts.rateDir, parts.clock),
  auditCheck(parts.db),
  sweepAccounts(parts.accounts),
]
