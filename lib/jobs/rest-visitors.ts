import type { Clock } from '../core/clock.ts'
import { HOUR, MINUTE } from '../core/clock.ts'
import type { Db } from '../db/open-db.ts'
import { readProjects } from '../projects/project-rows.ts'
import { restVisitors } from '../sealed-days/rest-visitors.ts'
import type { Job } from './job.ts'

/** Lets go, once a day, of the rows of visitors who are gone. Remembers the project and the visitor it is at. */
export const restOfVisitors = (db: Db, clock: Clock): Job => ({
  name: 'rest-visitors',
  schedule: { dailyAt: 3 * HOUR + 47 * MINUTE },
  async run({ progress, mayGoOn, save }) {
    const [at = 0, visitor = 0] = progress.split(' ').map(Number)
    const projects = (await readProjects(db.read)).sort((a, b) => a.id - b.id)
    for (const { id, identity } of projects.filter((project) => project.id >= at)) {
      const after = id === at ? visitor : 0
      const comeAgain = identity === 'cookie'
      const left = await restVisitors(db, { project: id, comeAgain, now: clock.now(), after, mayGoOn })
      if (left !== undefined) return { state: 'more', progress: `${id} ${left}` }
      await save(`${id + 1} 0`)
    }
    return { state: 'done' }
  },
})
