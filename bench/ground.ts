import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { systemClock } from '../lib/core/clock.ts'
import type { Db } from '../lib/db/open-db.ts'
import { openDb } from '../lib/db/open-db.ts'
import { ProjectStore } from '../lib/projects/project-store.ts'
import { startMariadb } from '../test/kit/mariadb-server.ts'

export interface Ground {
  readonly env: Record<string, string>
  readonly db: Db
  readonly projectId: number
  readonly publicKey: string
  readonly secretKey: string
  /** Rows in the database; page views unless told. */
  stored(table?: 'pageviews' | 'error_events' | 'audit_entries' | 'link_clicks'): Promise<number>
  end(): Promise<void>
}

/** A MariaDB with default settings, the schema, one project, and a storage folder. */
export async function ground(): Promise<Ground> {
  const server = await startMariadb()
  if (server === undefined) throw new Error('This bench needs a MariaDB server: apt-get install mariadb-server')
  const storageDir = mkdtempSync(path.join(tmpdir(), 'micrologs-bench-'))
  const url = `mysql://root@localhost/bench?socket=${encodeURIComponent(server.socket)}`
  const admin = openDb({ url: url.replace('/bench?', '/mysql?'), storageDir, connections: 1 })
  await sql`create database bench`.execute(admin.read)
  await admin.close()
  const db = openDb({ url, storageDir, connections: 2 })
  await db.migrate()
  const store = new ProjectStore({ db, clock: systemClock, changed: () => Promise.resolve() })
  const { project, secretKey } = await store.create({ name: 'Bench', domains: [] })
  return {
    env: { DATABASE_URL: url, STORAGE_DIR: storageDir },
    db,
    projectId: project.id,
    publicKey: project.publicKey,
    secretKey,
    async stored(table = 'pageviews') {
      const row = await db.read
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .where('project_id', '=', project.id)
        .executeTakeFirst()
      return row?.rows ?? 0
    },
    async end() {
      await db.close()
      await server.stop()
      rmSync(storageDir, { recursive: true, force: true })
    },
  }
}
