import type { Clock } from '../core/clock.ts'
import { HOUR } from '../core/clock.ts'
import type { Db } from '../db/open-db.ts'
import { readProjects } from '../projects/project-rows.ts'
import { compactProject } from '../sealed-days/compact.ts'
import type { Job } from './job.ts'

/** Merges small parts of sealed days into larger ones: fewer bytes, and reports read them sooner. */
export const compact = (db: Db, clock: Clock): Job => ({
  name: 'compact',
  schedule: { every: HOUR },
  async run({ mayGoOn, log }) {
    for (const { id } of await readProjects(db.read)) {
      let merged = 0
      const isDone = await compactProject(db, id, { now: clock.now(), mayGoOn, onMerged: () => merged++ })
      if (merged > 0) log.info({ project: id, merged }, 'Parts of sealed days were merged')
      if (!isDone) return { state: 'more', progress: '' }
    }
    return { state: 'done' }
  },
})
