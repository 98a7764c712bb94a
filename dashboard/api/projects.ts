import type { GlanceReport, ProjectGlance } from '../../lib/wire/glance.ts'
import { ask, send } from './ask.ts'

/** `/api/projects/*`. */

export type IdentityName = 'daily' | 'cache' | 'cookie'

/** What may be set of a project, by the names of the API. */
export interface ProjectSettings {
  readonly name: string
  /** `*` alone: every host. */
  readonly allowed_domains: readonly string[]
  readonly identity: IdentityName
  /** IANA name. */
  readonly time_zone: string
  readonly honours_opt_out: boolean
  readonly browser_audits: boolean
  /** Days; 0 for ever. */
  readonly keep_days: number
  readonly detail_days: number
  /** Addresses and networks; patterns of pages. */
  readonly ignored_addresses: readonly string[]
  readonly ignored_paths: readonly string[]
  readonly ignored_hosts: readonly string[]
  readonly ignored_countries: readonly string[]
}

export interface ProjectFacts extends ProjectSettings {
  readonly id: number
  readonly public_key: string
  readonly is_active: boolean
  readonly created_at: string
  readonly stats: { readonly total_links: number; readonly total_pageviews: number; readonly total_errors: number }
}

export interface NewKeys {
  readonly secret_key?: string
  readonly public_key?: string
}

/** A project that any page may send to, in the time zone of this browser. */
export const makeProject = (name: string): Promise<ProjectFacts & { readonly secret_key: string }> =>
  send('projects/create', {
    name,
    allowed_domains: ['*'],
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  })

/** All that the reader may see. */
export const askProjects = () => ask<{ readonly projects: readonly ProjectFacts[] }>('projects/list')

export const editProject = (id: number, changes: Partial<ProjectSettings>) =>
  send<ProjectFacts>('projects/edit', { id, ...changes })
export const switchProject = (id: number, is_active: boolean) =>
  send<{ readonly is_active: boolean }>('projects/toggle', { id, is_active })
export const renewKey = (id: number, kind: 'secret' | 'public') =>
  send<NewKeys>('projects/regenerate-keys', {
    id,
    rotate_secret: kind === 'secret',
    rotate_public: kind === 'public',
  })
export const deleteProject = (id: number, confirm: string) => send('projects/delete', { id, confirm })

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
