import type { Selectable } from 'kysely'
import { AppError } from '../core/errors.ts'
import { locked } from '../db/dialect.ts'
import type { Db, Reader, Writer } from '../db/open-db.ts'
import type { ProjectsTable } from '../db/schema.ts'
import type { Project } from './project.ts'
import { IDENTITY_MODES } from './project.ts'

/** Every project, disabled ones too, oldest first. */
export async function readProjects(read: Reader): Promise<Project[]> {
  const rows = await read.selectFrom('projects').selectAll().orderBy('id').execute()
  return rows.map(projectOfRow)
}

/** Throws `not_found`. */
export async function findProject(read: Reader, id: number): Promise<Project> {
  return found(await read.selectFrom('projects').selectAll().where('id', '=', id).executeTakeFirst())
}

/** The same, held against other writers until the transaction ends. */
export async function lockProject(db: Db, tx: Writer, id: number): Promise<Project> {
  return found(await locked(db.engine, tx.selectFrom('projects').selectAll().where('id', '=', id)).executeTakeFirst())
}

function found(row: Selectable<ProjectsTable> | undefined): Project {
  if (row === undefined) throw new AppError('not_found', 'Project not found')
  return projectOfRow(row)
}

export function projectOfRow(row: Selectable<ProjectsTable>): Project {
  return {
    id: row.id,
    name: row.name,
    publicKey: row.public_key,
    secretHash: row.secret_hash,
    domains: JSON.parse(row.domains) as string[],
    identity: IDENTITY_MODES.find((mode) => mode === row.identity) ?? 'daily',
    timeZone: row.time_zone,
    isActive: row.is_active === 1,
    honoursOptOut: row.honours_opt_out === 1,
    browserAudits: row.browser_audits === 1,
    keepDays: row.keep_days,
    detailDays: row.detail_days,
    ignoredAddresses: JSON.parse(row.ignored_addresses ?? '[]') as string[],
    ignoredPaths: JSON.parse(row.ignored_paths ?? '[]') as string[],
    ignoredHosts: JSON.parse(row.ignored_hosts ?? '[]') as string[],
    ignoredCountries: JSON.parse(row.ignored_countries ?? '[]') as string[],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

export const rowOf = (project: Omit<Project, 'id'>) => ({
  name: project.name,
  public_key: project.publicKey,
  secret_hash: project.secretHash,
  domains: JSON.stringify(project.domains),
  identity: project.identity,
  time_zone: project.timeZone,
  is_active: project.isActive ? 1 : 0,
  honours_opt_out: project.honoursOptOut ? 1 : 0,
  browser_audits: project.browserAudits ? 1 : 0,
  keep_days: project.keepDays,
  detail_days: project.detailDays,
  ignored_addresses: JSON.stringify(project.ignoredAddresses),
  ignored_paths: JSON.stringify(project.ignoredPaths),
  ignored_hosts: JSON.stringify(project.ignoredHosts),
  ignored_countries: JSON.stringify(project.ignoredCountries),
  created_at: project.createdAt,
  updated_at: project.updatedAt,
})
