import { localTime } from '../core/time-zone.ts'
import type { KeyVerified } from '../wire/keys.ts'
import { shownDomains } from './domains.ts'
import type { KeyKind, Project } from './project.ts'
import type { Created, ProjectStats, Rotated } from './project-store.ts'

/**
 * Projects in the words of Micrologs, for the API and for `--json`. Keys in its order; what is ours comes last. Times
 * are the project's own, `YYYY-MM-DD HH:MM:SS`.
 */

const oursOf = (project: Project) => ({
  identity: project.identity,
  time_zone: project.timeZone,
  honours_opt_out: project.honoursOptOut,
  browser_audits: project.browserAudits,
  keep_days: project.keepDays,
  detail_days: project.detailDays,
  ignored_addresses: [...project.ignoredAddresses],
  ignored_paths: [...project.ignoredPaths],
  ignored_hosts: [...project.ignoredHosts],
  ignored_countries: [...project.ignoredCountries],
})

export const createdAnswer = ({ project, secretKey }: Created) => ({
  id: project.id,
  name: project.name,
  allowed_domains: shownDomains(project.domains),
  secret_key: secretKey,
  public_key: project.publicKey,
  ...oursOf(project),
})

export const listAnswer = (projects: readonly (Project & { readonly stats: ProjectStats })[]) => ({
  count: projects.length,
  projects: projects.map((project) => ({
    id: project.id,
    name: project.name,
    public_key: project.publicKey,
    allowed_domains: shownDomains(project.domains),
    is_active: project.isActive,
    stats: {
      total_links: project.stats.totalLinks,
      total_pageviews: project.stats.totalPageviews,
      total_errors: project.stats.totalErrors,
    },
    created_at: localTime(project.timeZone, project.createdAt),
    updated_at: localTime(project.timeZone, project.updatedAt),
    ...oursOf(project),
  })),
})

export const editedAnswer = (project: Project) => ({
  id: project.id,
  name: project.name,
  allowed_domains: shownDomains(project.domains),
  is_active: project.isActive,
  updated_at: localTime(project.timeZone, project.updatedAt),
  ...oursOf(project),
})

export const toggledAnswer = ({ id, name, isActive }: Project) => ({ id, name, is_active: isActive })

/** Only the keys that are new. */
export const rotatedAnswer = ({ project, secretKey }: Rotated, rotate: { public: boolean }) => ({
  id: project.id,
  name: project.name,
  ...(secretKey !== undefined && { secret_key: secretKey }),
  ...(rotate.public && { public_key: project.publicKey }),
})

export const deletedAnswer = ({ id, name }: Project) => ({ id, name })

export const verifiedAnswer = (found: { project: Project; keyKind: KeyKind } | undefined): KeyVerified =>
  found === undefined
    ? { valid: false }
    : {
        valid: true,
        key_type: found.keyKind,
        project_name: found.project.name,
        allowed_domains: shownDomains(found.project.domains),
      }

/** The sentences that go with them. */
export const sentences = {
  created: 'Project created. Store your secret_key safely — it will not be shown again.',
  listed: 'Projects fetched successfully',
  glance: 'Projects at a glance fetched successfully',
  edited: 'Project updated successfully',
  toggled: ({ name, isActive }: Project) => `Project "${name}" ${isActive ? 'enabled' : 'disabled'} successfully.`,
  rotated: (rotate: { secret: boolean; public: boolean }) => {
    const keys = [...(rotate.secret ? ['secret_key'] : []), ...(rotate.public ? ['public_key'] : [])].join(', ')
    return `Keys rotated successfully (${keys}). Old keys are invalidated immediately. Update your snippet and callers now.`
  },
  deleted: ({ name }: Project) => `Project "${name}" and all its data have been permanently deleted.`,
  verified: 'Key verified',
}
