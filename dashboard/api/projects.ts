import { send } from './ask.ts'

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
