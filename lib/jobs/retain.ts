import type { Clock } from '../core/clock.ts'
import { HOUR, MINUTE } from '../core/clock.ts'
import type { Db } from '../db/open-db.ts'
import { readProjects } from '../projects/project-rows.ts'
import { retainStep } from '../retention/retain.ts'
import type { Job } from './job.ts'

/** Lets go, once a day, of what projects do not want to keep any longer. A part of a project at a time. */
export const retain = (db: Db, clock: Clock): Job => ({
  name: 'retention',
  schedule: { dailyAt: 4 * HOUR + 11 * MINUTE },
  async run({ progress, mayGoOn, save, log }) {
    // Projects up to this number are done.
    const upTo = Number(progress)
    const projects = (await readProjects(db.read)).sort((a, b) => a.id - b.id)
    for (const project of projects.filter(({ id }) => id > upTo)) {
      let parts = 0
      while (await retainStep(db, project, clock.now())) {
        parts++
        if (!mayGoOn()) return { state: 'more', progress: String(project.id - 1) }
      }
      if (parts > 0) log.info({ project: project.id, parts }, 'Old days were thinned or deleted, as the project says')
      await save(String(project.id))
    }
    return { state: 'done' }
  },
})
