import { sha256Hex } from '../../lib/core/hashing.ts'
import { silentLog } from '../../lib/core/log.ts'
import { insertRows } from '../../lib/db/dialect.ts'
import type { Db } from '../../lib/db/open-db.ts'
import { openDb } from '../../lib/db/open-db.ts'
import type { Schema } from '../../lib/db/schema.ts'
import { deleteRows } from '../../lib/projects/delete-project.ts'
import { ProjectDirectory } from '../../lib/projects/project-directory.ts'
import { readProjects } from '../../lib/projects/project-rows.ts'
import { ProjectStore } from '../../lib/projects/project-store.ts'
import { engines, freshDb } from '../kit/databases.ts'

const OWNED = [
  'pageviews',
  'engagements',
  'visits',
  'visitors',
  'dropped_counts',
  'dropped_log',
  'deferred_records',
  'pages',
  'texts',
  'agents',
  'places',
  'sources',
  'campaigns',
] as const satisfies readonly (keyof Schema)[]

const ATTRIBUTES = { source: 0, campaign: 0, place: 0, agent: 0, language: 0, screen: 0 }

/** `views` page views, two of them in each millisecond, and a row in every other table. */
async function fill(db: Db, project_id: number, views: number): Promise<void> {
  const pageviews = Array.from({ length: views }, (_, n) => ({
    project_id,
    at: 1000 + Math.floor(n / 2),
    id: n + 1,
    visitor: 1,
    visit: 1,
    page: 1,
    title: 0,
    is_entry: 0,
    ...ATTRIBUTES,
  }))
  await db.write(async (tx) => {
    await insertRows(tx, db.engine, 'pageviews', pageviews)
    await insertRows(tx, db.engine, 'engagements', [
      { project_id, at: 1, id: 1, view: 1, visit: 1, page: 1, engaged_ms: 1, scroll: 1 },
    ])
    await insertRows(tx, db.engine, 'visits', [
      {
        project_id,
        started_at: 1,
        id: 1,
        visitor: 1,
        last_at: 1,
        views,
        events: 0,
        engaged_ms: 0,
        entry_page: 1,
        exit_page: 1,
        is_first: 1,
        ...ATTRIBUTES,
      },
    ])
    await insertRows(tx, db.engine, 'visitors', [
      {
        project_id,
        visitor: 1,
        first_seen: 1,
        last_seen: 1,
        visit: 1,
        visit_started_at: 1,
        last_view_at: 1,
        last_page: 1,
        recent: '',
      },
    ])
    await insertRows(tx, db.engine, 'dropped_counts', [{ project_id, day: '2026-01-01', reason: 'bot', hits: 1 }])
    await insertRows(tx, db.engine, 'dropped_log', [
      { project_id, at: 1, id: 1, reason: 'bot', user_agent: 'x', page: '/' },
    ])
    await insertRows(tx, db.engine, 'deferred_records', [{ project_id, at: 1, id: 1, kind: 'error', body: '{}' }])
    await insertRows(tx, db.engine, 'pages', [{ project_id, hash: 1, url: 'u', host: 'h', path: 'p' }])
    await insertRows(tx, db.engine, 'texts', [{ project_id, hash: 1, value: 'v' }])
    await insertRows(tx, db.engine, 'agents', [
      { project_id, hash: 1, device: 'd', os: 'o', os_version: '', browser: 'b', browser_version: '' },
    ])
    await insertRows(tx, db.engine, 'places', [{ project_id, hash: 1, country: 'AT', region: '', city: '' }])
    await insertRows(tx, db.engine, 'sources', [{ project_id, hash: 1, channel: 'direct', name: '', url: '' }])
    await insertRows(tx, db.engine, 'campaigns', [
      {
        project_id,
        hash: 1,
        utm_source: 's',
        utm_medium: '',
        utm_campaign: '',
        utm_content: '',
        utm_term: '',
        click_id: '',
      },
    ])
  })
}

/** How many rows of a project each table holds, tables with none left out. */
async function held(db: Db, projectId: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of OWNED) {
    const { n } = await db.read
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('project_id', '=', projectId)
      .executeTakeFirstOrThrow()
    if (n > 0) counts[table] = n
  }
  return counts
}

describe.each(engines)('%s: projects', (engine) => {
  let db: Db
  let storageDir: string
  let url: string
  let drop: () => Promise<void>
  let changes = 0
  const clock = { at: 1_800_000_000_000, now: () => clock.at }
  let store: ProjectStore

  beforeEach(async () => {
    ;({ db, storageDir, url, drop } = await freshDb(engine))
    changes = 0
    const changed = () => {
      changes++
      return Promise.resolve()
    }
    store = new ProjectStore({ db, clock, changed })
  })
  afterEach(() => drop())

  test('are made with keys of the right form, and only a hash of the secret is stored', async () => {
    const { project, secretKey } = await store.create({ name: 'Bücher 🎉', domains: ['example.com', 'b.org'] })
    expect(project).toMatchObject({
      name: 'Bücher 🎉',
      identity: 'daily',
      timeZone: 'UTC',
      isActive: true,
      honoursOptOut: true,
    })
    expect(project.publicKey).toMatch(/^[0-9a-f]{32}$/)
    expect(secretKey).toMatch(/^[0-9a-f]{64}$/)
    expect(project.secretHash).toBe(sha256Hex(secretKey))
    expect(await readProjects(db.read)).toEqual([project])
    expect(changes).toBe(1)
  })

  test('the first one is made once, also by two processes at once', async () => {
    const other = openDb({ url, storageDir, connections: 2 })
    const stores = [store, new ProjectStore({ db: other, clock, changed: () => Promise.resolve() })]
    const made = await Promise.all(stores.map((each) => each.createFirst(() => ({ name: 'My site', domains: [] }))))
    await other.close()
    expect(made.filter((created) => created !== undefined)).toHaveLength(1)
    expect(await readProjects(db.read)).toHaveLength(1)
    expect(await store.createFirst(() => ({ name: 'Another', domains: [] }))).toBeUndefined()
  })

  test('are listed newest first with counts of their own', async () => {
    const { project: old } = await store.create({ name: 'Old', domains: [] })
    await store.create({ name: 'Same moment', domains: [] })
    clock.at += 1000
    await store.create({ name: 'New', domains: [] })
    await fill(db, old.id, 7)
    const list = await store.list()
    expect(list.map(({ name, stats }) => [name, stats.totalPageviews])).toEqual([
      ['New', 0],
      ['Same moment', 0],
      ['Old', 7],
    ])
    expect(list[2]?.stats).toEqual({ totalLinks: 0, totalPageviews: 7, totalErrors: 0 })
  })

  test('are edited field by field', async () => {
    const { project } = await store.create({ name: 'Old', domains: ['a.com'] })
    clock.at += 5000
    const edited = await store.edit(project.id, {
      domains: ['b.com'],
      identity: 'cookie',
      honoursOptOut: false,
      timeZone: 'Europe/Vienna',
    })
    expect(edited).toEqual({
      ...project,
      domains: ['b.com'],
      identity: 'cookie',
      honoursOptOut: false,
      timeZone: 'Europe/Vienna',
      updatedAt: clock.at,
    })
    expect(await readProjects(db.read)).toEqual([edited])
    await expect(store.edit(99, { name: 'x' })).rejects.toMatchObject({
      code: 'not_found',
      message: 'Project not found',
    })
  })

  test('are switched, and their keys replaced and verified', async () => {
    const { project, secretKey } = await store.create({ name: 'Site', domains: [] })
    const kind = async (key: string) => (await store.verify(key))?.keyKind
    expect(await kind(project.publicKey.toUpperCase())).toBe('public')
    expect(await kind(secretKey.toUpperCase())).toBe('secret')
    for (const key of ['', 'x', project.secretHash, `${project.publicKey}\u0000`])
      expect(await kind(key)).toBeUndefined()

    expect((await store.toggle(project.id, undefined)).isActive).toBe(false)
    expect(await kind(secretKey)).toBeUndefined()
    expect((await store.toggle(project.id, true)).isActive).toBe(true)
    expect((await store.toggle(project.id, true)).isActive).toBe(true)

    const onlyPublic = await store.regenerateKeys(project.id, { secret: false, public: true })
    expect(onlyPublic).not.toHaveProperty('secretKey')
    expect(await kind(project.publicKey)).toBeUndefined()
    expect(await kind(onlyPublic.project.publicKey)).toBe('public')
    expect(await kind(secretKey)).toBe('secret')
    const both = await store.regenerateKeys(project.id, { secret: true, public: true })
    expect(await kind(secretKey)).toBeUndefined()
    expect(await kind(both.secretKey ?? '')).toBe('secret')
  })

  test('are deleted with all they hold, and only when the name is right', async () => {
    const { project } = await store.create({ name: 'Gone', domains: [] })
    const { project: kept } = await store.create({ name: 'Kept', domains: [] })
    await fill(db, project.id, 5001)
    await fill(db, kept.id, 3)
    for (const wrong of ['gone', 'Gone ', undefined, 1]) {
      await expect(store.delete(project.id, wrong)).rejects.toMatchObject({
        code: 'invalid_input',
        message: 'Confirmation failed. Pass "confirm": "Gone" to permanently delete this project.',
      })
    }
    expect(Object.keys(await held(db, project.id))).toEqual([...OWNED])
    expect((await store.delete(project.id, 'Gone')).name).toBe('Gone')
    expect(await held(db, project.id)).toEqual({})
    expect(await held(db, kept.id)).toMatchObject({ pageviews: 3, campaigns: 1 })
    expect((await readProjects(db.read)).map(({ name }) => name)).toEqual(['Kept'])
    await expect(store.delete(project.id, 'Gone')).rejects.toMatchObject({ code: 'not_found' })
  })

  test('a delete goes in steps, stops the keys first, and goes on after a kill', async () => {
    const { project, secretKey } = await store.create({ name: 'Large', domains: [] })
    await fill(db, project.id, 5001)
    const seen: boolean[] = []
    const killed = new ProjectStore({
      db,
      clock,
      // Called when the keys are gone and before any row is: the process dies there.
      changed: async () => {
        seen.push((await store.verify(secretKey)) === undefined, (await held(db, project.id)).pageviews === 5001)
        throw new Error('killed')
      },
    })
    await expect(killed.delete(project.id, 'Large')).rejects.toThrow('killed')
    expect(seen).toEqual([true, true])

    const steps = deleteRows(db, project.id)
    expect(await steps.next()).toEqual({ done: false, value: 2000 })
    await steps.return(undefined)
    expect(await held(db, project.id)).toMatchObject({ pageviews: 3001, visits: 1 })
    // Switching it on again in between lets nobody in.
    await store.toggle(project.id, true)
    expect(await store.verify(secretKey)).toBeUndefined()
    expect(await store.verify(project.publicKey)).toBeUndefined()

    await store.delete(project.id, 'Large')
    expect(await held(db, project.id)).toEqual({})
    expect(await readProjects(db.read)).toEqual([])
  })

  test('a write by one process reaches the directory of another over the storage folder', async () => {
    const processOf = (at: Db) => {
      const read = () => readProjects(at.read)
      const directory = new ProjectDirectory({ read, storageDir, clock, log: silentLog })
      return { directory, store: new ProjectStore({ db: at, clock, changed: () => directory.changed() }) }
    }
    const other = openDb({ url, storageDir, connections: 1 })
    const [cli, server] = [processOf(other), processOf(db)]
    await server.directory.refresh()
    const { project, secretKey } = await cli.store.create({ name: 'Site', domains: [] })
    clock.at += 1000
    expect(server.directory.bySecretKey(secretKey)).toEqual(project)
    await cli.store.toggle(project.id, false)
    clock.at += 1000
    expect(server.directory.bySecretKey(secretKey)).toBeUndefined()
    await other.close()
  })
})
