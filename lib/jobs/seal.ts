import type { Clock } from '../core/clock.ts'
import { MINUTE } from '../core/clock.ts'
import { messageOf } from '../core/errors.ts'
import { faultKind } from '../db/faults.ts'
import type { Db } from '../db/open-db.ts'
import { readProjects } from '../projects/project-rows.ts'
import type { PartEntry } from '../sealed-days/part-store.ts'
import { isWorthSealing, sealProject } from '../sealed-days/seal.ts'
import type { Job, JobContext } from './job.ts'

export interface SealParts {
  readonly db: Db
  readonly clock: Clock
  /** Whether what was accepted is in the database, but for the last seconds of it. */
  readonly isCaughtUp: () => Promise<boolean>
}

/**
 * Packs visits that are over. While much waits for the database it does nothing: records in the spool may belong to
 * visits that look settled. Goes on at the next time where it was stopped, because what is sealed is no row any more.
 */
export const seal = ({ db, clock, isCaughtUp }: SealParts): Job => {
  /** Answers whether all of the project is done. */
  async function sealOne(project: number, { mayGoOn, log }: Pick<JobContext, 'mayGoOn' | 'log'>): Promise<boolean> {
    const now = clock.now()
    if (!(await isWorthSealing(db.read, project, now))) return true
    let [parts, views] = [0, 0]
    const onPart = ({ rows }: PartEntry) => {
      parts++
      views += rows.views
    }
    const isDone = await sealProject(db, project, { now, mayGoOn, onPart })
    if (parts > 0) log.info({ project, parts, views }, 'Visits that are over were sealed')
    return isDone
  }

  return {
    name: 'seal',
    schedule: { every: 10 * MINUTE },
    async run({ mayGoOn, log }) {
      let failure: unknown
      for (const { id } of await readProjects(db.read)) {
        if (!(await isCaughtUp())) break
        try {
          if (!(await sealOne(id, { mayGoOn, log }))) return { state: 'more', progress: '' }
        } catch (fault) {
          // What is wrong with one project must not stop the others; a database that is away stops all.
          if (faultKind(fault) !== 'refused') throw fault
          log.error({ project: id, reason: messageOf(fault) }, 'Visits that are over cannot be sealed')
          failure = fault
        }
      }
      if (failure !== undefined) throw failure as Error
      return { state: 'done' }
    },
  }
}
