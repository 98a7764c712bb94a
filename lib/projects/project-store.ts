import type { Clock } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import { sha256Hex } from '../core/hashing.ts'
import { randomHex } from '../core/ids.ts'
import { locked } from '../db/dialect.ts'
import type { Db, Reader, Writer } from '../db/open-db.ts'
import { deleteRows, lockOut } from './delete-project.ts'
import type { IdentityMode, KeyKind, Project } from './project.ts'
import { keyKindOf } from './project.ts'
import { findProject, lockProject, projectOfRow, readProjects, rowOf } from './project-rows.ts'

/** What the owner of a project decides. `domains` are clean, as `cleanDomains` makes them. */
export interface ProjectWishes {
  readonly name: string
  readonly domains: readonly string[]
  readonly identity?: IdentityMode | undefined
  readonly timeZone?: string | undefined
  readonly honoursOptOut?: boolean | undefined
  readonly browserAudits?: boolean | undefined
  readonly keepDays?: number | undefined
  readonly detailDays?: number | undefined
  readonly ignoredAddresses?: readonly string[] | undefined
  readonly ignoredPaths?: readonly string[] | undefined
  readonly ignoredHosts?: readonly string[] | undefined
  readonly ignoredCountries?: readonly string[] | undefined
}

/** Undefined leaves it as it is. */
export type ProjectChanges = { readonly [K in keyof ProjectWishes]?: ProjectWishes[K] | undefined }

/** What each project holds: tracked links, page views, and groups of errors. */
export interface ProjectStats {
  readonly totalLinks: number
  readonly totalPageviews: number
  readonly totalErrors: number
}

/** The secret key of a new project: 64 hex characters, given out this once. */
export interface Created {
  readonly project: Project
  readonly secretKey: string
}

export interface Rotated {
  readonly project: Project
  /** The new secret, when it was asked for. */
  readonly secretKey?: string
}

/** Everything that is done to projects. Where an id is asked for, an unknown one throws `not_found`. */
export class ProjectStore {
  readonly #db: Db
  readonly #clock: Clock
  readonly #changed: () => Promise<void>

  /** `changed` is awaited after every write, so that whoever keeps a list of projects reads it again. */
  constructor(options: { db: Db; clock: Clock; changed: () => Promise<void> }) {
    this.#db = options.db
    this.#clock = options.clock
    this.#changed = options.changed
  }

  async create(wishes: ProjectWishes): Promise<Created> {
    return this.#write((tx) => this.#insert(tx, wishes))
  }

  /** Makes the first project; undefined when there is one already. Two processes that try at once make one. */
  async createFirst(wishes: () => ProjectWishes): Promise<Created | undefined> {
    const { read, engine } = this.#db
    if (await read.selectFrom('projects').select('id').limit(1).executeTakeFirst()) return undefined
    return this.#write(async (tx) => {
      const known = await locked(engine, tx.selectFrom('projects').select('id').limit(1)).executeTakeFirst()
      return known === undefined ? this.#insert(tx, wishes()) : undefined
    })
  }

  /** Every project, oldest first. */
  async all(): Promise<Project[]> {
    return readProjects(this.#db.read)
  }

  /** All projects with what they hold, newest first. */
  async list(): Promise<(Project & { readonly stats: ProjectStats })[]> {
    const { read } = this.#db
    const projects = await readProjects(read)
    const views = await countsOf(read, 'pageviews')
    for (const [project, sealed] of await sealedViews(read)) views.set(project, sealed + (views.get(project) ?? 0))
    const links = await countsOf(read, 'links')
    const errors = await countsOf(read, 'issues')
    const newestFirst = projects.sort((a, b) => b.createdAt - a.createdAt || b.id - a.id)
    return newestFirst.map((project) => ({
      ...project,
      stats: {
        totalLinks: links.get(project.id) ?? 0,
        totalPageviews: views.get(project.id) ?? 0,
        totalErrors: errors.get(project.id) ?? 0,
      },
    }))
  }

  async edit(id: number, wishes: ProjectChanges): Promise<Project> {
    return this.#change(id, (old) => ({
      name: wishes.name ?? old.name,
      domains: wishes.domains ?? old.domains,
      identity: wishes.identity ?? old.identity,
      timeZone: wishes.timeZone ?? old.timeZone,
      honoursOptOut: wishes.honoursOptOut ?? old.honoursOptOut,
      browserAudits: wishes.browserAudits ?? old.browserAudits,
      keepDays: wishes.keepDays ?? old.keepDays,
      detailDays: wishes.detailDays ?? old.detailDays,
      ignoredAddresses: wishes.ignoredAddresses ?? old.ignoredAddresses,
      ignoredPaths: wishes.ignoredPaths ?? old.ignoredPaths,
      ignoredHosts: wishes.ignoredHosts ?? old.ignoredHosts,
      ignoredCountries: wishes.ignoredCountries ?? old.ignoredCountries,
    }))
  }

  /** Switches a project on or off; without `isActive` to the other state. */
  async toggle(id: number, isActive: boolean | undefined): Promise<Project> {
    return this.#change(id, (old) => ({ isActive: isActive ?? !old.isActive }))
  }

  /** New keys in place of the old, which stop working at once. */
  async regenerateKeys(id: number, rotate: { secret: boolean; public: boolean }): Promise<Rotated> {
    const secretKey = randomHex(32)
    const project = await this.#change(id, () => ({
      ...(rotate.secret && { secretHash: sha256Hex(secretKey) }),
      ...(rotate.public && { publicKey: randomHex(16) }),
    }))
    return rotate.secret ? { project, secretKey } : { project }
  }

  /**
   * Deletes a project and all it holds; `confirm` must be its exact name. The keys stop working first. May take minutes
   * for millions of rows; when it is cut short, the same call goes on with it.
   */
  async delete(id: number, confirm: unknown): Promise<Project> {
    const project = await findProject(this.#db.read, id)
    if (confirm !== project.name) {
      const hint = `Pass "confirm": "${project.name}" to permanently delete this project.`
      throw new AppError('invalid_input', `Confirmation failed. ${hint}`)
    }
    await lockOut(this.#db, id, this.#clock.now())
    await this.#changed()
    for await (const _step of deleteRows(this.#db, id));
    await this.#changed()
    return project
  }

  /** Whose key this is, straight from the database; undefined for an unknown one or a project that is off. */
  async verify(key: string): Promise<{ project: Project; keyKind: KeyKind } | undefined> {
    const given = key.toLowerCase()
    const keyKind = keyKindOf(given)
    if (keyKind === undefined) return undefined
    const active = this.#db.read.selectFrom('projects').selectAll().where('is_active', '=', 1)
    const found =
      keyKind === 'public' ? active.where('public_key', '=', given) : active.where('secret_hash', '=', sha256Hex(given))
    const row = await found.executeTakeFirst()
    return row && { project: projectOfRow(row), keyKind }
  }

  async #write<T>(work: (tx: Writer) => Promise<T>): Promise<T> {
    const result = await this.#db.write(work)
    await this.#changed()
    return result
  }

  async #insert(tx: Writer, wishes: ProjectWishes): Promise<Created> {
    const now = this.#clock.now()
    const secretKey = randomHex(32)
    const draft = {
      name: wishes.name,
      publicKey: randomHex(16),
      secretHash: sha256Hex(secretKey),
      domains: wishes.domains,
      identity: wishes.identity ?? 'daily',
      timeZone: wishes.timeZone ?? 'UTC',
      isActive: true,
      honoursOptOut: wishes.honoursOptOut ?? true,
      browserAudits: wishes.browserAudits ?? false,
      keepDays: wishes.keepDays ?? 0,
      detailDays: wishes.detailDays ?? 0,
      ignoredAddresses: wishes.ignoredAddresses ?? [],
      ignoredPaths: wishes.ignoredPaths ?? [],
      ignoredHosts: wishes.ignoredHosts ?? [],
      ignoredCountries: wishes.ignoredCountries ?? [],
      createdAt: now,
      updatedAt: now,
    }
    const { insertId } = await tx.insertInto('projects').values(rowOf(draft)).executeTakeFirstOrThrow()
    return { project: { id: Number(insertId), ...draft }, secretKey }
  }

  async #change(id: number, changes: (old: Project) => Partial<Project>): Promise<Project> {
    return this.#write(async (tx) => {
      const old = await lockProject(this.#db, tx, id)
      const project = { ...old, ...changes(old), updatedAt: this.#clock.now() }
      await tx.updateTable('projects').set(rowOf(project)).where('id', '=', id).execute()
      return project
    })
  }
}

/** Page views in sealed days, by project. */
async function sealedViews(read: Reader): Promise<Map<number, number>> {
  const rows = await read
    .selectFrom('sealed_parts')
    .select(({ fn }) => ['project_id', fn.sum<number | string>('views').as('views')])
    .groupBy('project_id')
    .execute()
  return new Map(rows.map((row) => [row.project_id, Number(row.views)]))
}

/** Rows by project. Of issues only those in which something has happened. */
async function countsOf(read: Reader, table: 'pageviews' | 'links' | 'issues'): Promise<Map<number, number>> {
  const all = read.selectFrom(table).select(({ fn }) => ['project_id', fn.countAll<number>().as('rows')])
  const rows = table === 'issues' ? all.where('occurrences', '>', 0) : all
  return new Map((await rows.groupBy('project_id').execute()).map((row) => [row.project_id, row.rows]))
}
