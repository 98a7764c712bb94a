import type { Clock } from '../core/clock.ts'
import { MINUTE } from '../core/clock.ts'
import type { Db } from '../db/open-db.ts'
import { readProjects } from '../projects/project-rows.ts'
import { isWorthSealing, sealProject } from '../sealed-days/seal.ts'
import type { Job } from './job.ts'

export interface SealParts {
  readonly db: Db
  readonly clock: Clock
  /** Whether what was accepted is in the database, but for the last seconds of it. */
  readonly isCaughtUp: () => boolean
}

/**
 * Packs visits that are over. While much waits for the database it does nothing: records in the spool may belong to
 * visits that look settled. Goes on at the next time where it was stopped, because what is sealed is no row any more.
 */
export const seal = ({ db, clock, isCaughtUp }: SealParts): Job => ({
  name: 'seal',
  schedule: { every: 10 * MINUTE },
  async run({ mayGoOn, log }) {
    for (const { id } of await readProjects(db.read)) {
      if (!isCaughtUp()) return { state: 'done' }
      const now = clock.now()
      if (!(await isWorthSealing(db.read, id, now))) continue
      let [parts, views] = [0, 0]
      const isDone = await sealProject(db, id, {
        now,
        mayGoOn: () => mayGoOn() && isCaughtUp(),
        onPart: ({ rows }) => {
          parts++
          views += rows.views
        },
      })
      if (parts > 0) log.info({ project: id, parts, views }, 'Visits that are over were sealed')
      // Not caught up any more: that may take long, so the next time will do.
      if (!isDone) return isCaughtUp() ? { state: 'more', progress: '' } : { state: 'done' }
    }
    return { state: 'done' }
  },
})
