import type { Updateable } from 'kysely'
import type { Clock } from '../core/clock.ts'
import { elapsed } from '../core/clock.ts'
import { randomHex } from '../core/ids.ts'
import type { Db } from '../db/open-db.ts'
import type { JobsTable } from '../db/schema.ts'
import type { PlanRow } from './plan.ts'
import { changeIfHeld, changeIfSame, failed, NEVER_ENDED } from './plan.ts'
import type { LeaseTimes } from './schedule.ts'

/** Another process has the job by now, or may have. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'

  constructor() {
    super('Another process has taken this job over, or may have')
  }
}

/** The right to run one job, renewed by a timer as long as it is wanted. */
export interface Lease {
  /** The row as it was taken. */
  readonly row: PlanRow
  /** Aborted with `LeaseLost`. */
  readonly signal: AbortSignal
  /** Renews it, and changes the row beside. Throws `LeaseLost`, and what the database says. */
  renew(changes?: Updateable<JobsTable>): Promise<void>
  /** Gives it back with these changes; false when it was lost, and then nothing is changed. */
  end(changes: Updateable<JobsTable>): Promise<boolean>
  /** Stops renewing. What was not given back can be taken when the time of the lease is over. */
  drop(): void
}

/** Undefined when somebody else was quicker. A run before that was never given back counts as a failure. */
export async function takeLease(db: Db, row: PlanRow, clock: Clock, times: LeaseTimes): Promise<Lease | undefined> {
  const holder = randomHex(16)
  const lost = new AbortController()
  const until = () => ({ lease_until: clock.now() + times.lasts })
  // Measured from before each question: the answer may be late.
  const takenAt = elapsed()
  const taken = {
    lease_holder: holder,
    ...until(),
    started_at: clock.now(),
    ...(row.lease_holder !== '' && failed(row, NEVER_ENDED, clock.now())),
  }
  if (!(await changeIfSame(db, row, taken))) return undefined

  const lose = () => lost.abort(new LeaseLost())
  const heldFor = times.lasts - 2 * times.slack
  let expiry = setTimeout(lose, heldFor - (elapsed() - takenAt)).unref()

  async function renew(changes: Updateable<JobsTable> = {}): Promise<void> {
    lost.signal.throwIfAborted()
    const askedAt = elapsed()
    const isHeld = await changeIfHeld(db, row.name, holder, { ...changes, ...until() })
    clearTimeout(expiry)
    if (!isHeld) lose()
    lost.signal.throwIfAborted()
    expiry = setTimeout(lose, heldFor - (elapsed() - askedAt)).unref()
  }
  // A database that is away may be back at the next time; until then `expiry` runs.
  const renewing = setInterval(() => void renew().catch(() => undefined), times.renewEvery).unref()

  function drop(): void {
    clearInterval(renewing)
    clearTimeout(expiry)
  }

  return {
    row: { ...row, ...taken },
    signal: lost.signal,
    renew,
    async end(changes) {
      drop()
      return !lost.signal.aborted && changeIfHeld(db, row.name, holder, changes)
    },
    drop,
  }
}
