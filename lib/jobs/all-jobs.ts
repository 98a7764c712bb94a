import type { Accounts } from '../accounts/open-accounts.ts'
import { HOUR } from '../core/clock.ts'
import type { Salts } from '../ingest/salts.ts'
import { auditCheck } from './audit-check.ts'
import { compact } from './compact.ts'
import type { Job } from './job.ts'
import { logSize } from './log-size.ts'
import { restOfVisitors } from './rest-visitors.ts'
import { retain } from './retain.ts'
import type { SealParts } from './seal.ts'
import { seal } from './seal.ts'
import { sweepAccounts } from './sweep-accounts.ts'
import { sweepLimits } from './sweep-limits.ts'

interface Parts extends SealParts {
  readonly salts: Salts
  readonly rateDir: string
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
  seal(parts),
  compact(parts.db, parts.clock),
  restOfVisitors(parts.db, parts.clock),
  logSize(parts.db, parts.clock),
  retain(parts.db, parts.clock),
  sweepAccounts(parts.accounts),
]
