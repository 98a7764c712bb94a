import type { Clock } from '../core/clock.ts'
import { DAY, HOUR, MINUTE, utcDay } from '../core/clock.ts'
import { upsertRows } from '../db/dialect.ts'
import type { Db } from '../db/open-db.ts'
import { databaseBytes } from '../db/table-sizes.ts'
import type { Job } from './job.ts'

const KEPT_DAYS = 400

/** Notes once a day how large the database is. */
export const logSize = (db: Db, clock: Clock): Job => ({
  name: 'log-size',
  schedule: { dailyAt: 2 * HOUR + 41 * MINUTE },
  async run() {
    const bytes = await databaseBytes(db)
    const now = clock.now()
    await db.write(async (tx) => {
      await upsertRows(tx, db.engine, 'size_log', [{ day: utcDay(now), bytes }], ['day'], { bytes: 'replace' })
      await tx
        .deleteFrom('size_log')
        .where('day', '<', utcDay(now - KEPT_DAYS * DAY))
        .execute()
    })
    return { state: 'done' }
  },
})
