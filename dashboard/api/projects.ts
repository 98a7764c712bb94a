import type { GlanceReport, ProjectGlance } from '../../lib/wire/glance.ts'
import { ask, send } from './ask.ts'

/** `/api/projects/*`. */

interface ProjectMade {
  readonly id: number
}

/** A project that any page may send to, in the time zone of this browser. */
export const makeProject = (name: string): Promise<ProjectMade> =>
  send('projects/create', {
    name,
    allowed_domains: ['*'],
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  })

/** So many pieces at most: more projects than anybody looks at. */
const MOST_PIECES = 10

/** All projects with their last days, piece after piece. */
export async function askGlance(): Promise<ProjectGlance[]> {
  const projects: ProjectGlance[] = []
  let cursor: string | undefined
  for (let piece = 0; piece < MOST_PIECES; piece++) {
    const answer = await ask<GlanceReport>('projects/glance', { cursor })
    projects.push(...answer.projects)
    cursor = answer.next_cursor
    if (cursor === undefined) break
  }
  return projects
}
