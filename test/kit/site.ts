import { systemClock } from '../../lib/core/clock.ts'
import { silentLog } from '../../lib/core/log.ts'
import type { Db, Engine } from '../../lib/db/open-db.ts'
import { ProjectDirectory } from '../../lib/projects/project-directory.ts'
import { readProjects } from '../../lib/projects/project-rows.ts'
import { ProjectStore } from '../../lib/projects/project-store.ts'
import { freshDb } from './databases.ts'

/** A database with one project, and a storage folder as a process that knows the project leaves it. */
export interface Site {
  readonly db: Db
  readonly storageDir: string
  readonly url: string
  readonly publicKey: string
  readonly secretKey: string
  readonly drop: () => Promise<void>
}

/** `server` is the URL of a database server of the test's own. */
export async function freshSite(engine: Engine, server?: string): Promise<Site> {
  const fresh = await freshDb(engine, server)
  return { ...fresh, ...(await addProject(fresh.db, fresh.storageDir)) }
}

/** Makes a project that any page may use, and leaves the list of projects in the storage folder. Its keys. */
export async function addProject(db: Db, storageDir: string): Promise<{ publicKey: string; secretKey: string }> {
  const read = () => readProjects(db.read)
  const directory = new ProjectDirectory({ read, storageDir, clock: systemClock, log: silentLog })
  const store = new ProjectStore({ db, clock: systemClock, changed: () => directory.refresh() })
  const { project, secretKey } = await store.create({ name: 'Shop', domains: [] })
  return { publicKey: project.publicKey, secretKey }
}
