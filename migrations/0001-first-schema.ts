import type { Kysely } from 'kysely'
import type { ColumnTypes, Engine, TablePlan } from './tables.ts'
import { createClustered, createNumbered } from './tables.ts'

const ATTRIBUTES = {
  source: 'integer',
  campaign: 'integer',
  place: 'integer',
  agent: 'integer',
  language: 'integer',
  screen: 'integer',
} as const

/** Rows lie on disk in the order of the key. */
const CLUSTERED: readonly TablePlan[] = [
  {
    name: 'visitors',
    key: ['project_id', 'visitor'],
    columns: {
      project_id: 'integer',
      visitor: 'bigint',
      first_seen: 'bigint',
      last_seen: 'bigint',
      visit: 'bigint',
      visit_started_at: 'bigint',
      last_view_at: 'bigint',
      last_page: 'integer',
      recent: 255,
    },
  },
  {
    name: 'visits',
    key: ['project_id', 'started_at', 'id'],
    columns: {
      project_id: 'integer',
      started_at: 'bigint',
      id: 'bigint',
      visitor: 'bigint',
      last_at: 'bigint',
      views: 'integer',
      events: 'integer',
      engaged_ms: 'bigint',
      entry_page: 'integer',
      exit_page: 'integer',
      is_first: 'integer',
      ...ATTRIBUTES,
    },
  },
  {
    name: 'pageviews',
    key: ['project_id', 'at', 'id'],
    columns: {
      project_id: 'integer',
      at: 'bigint',
      id: 'bigint',
      visitor: 'bigint',
      visit: 'bigint',
      page: 'integer',
      title: 'integer',
      is_entry: 'integer',
      ...ATTRIBUTES,
    },
  },
  {
    name: 'engagements',
    key: ['project_id', 'at', 'id'],
    columns: {
      project_id: 'integer',
      at: 'bigint',
      id: 'bigint',
      view: 'bigint',
      visit: 'bigint',
      page: 'integer',
      engaged_ms: 'bigint',
      scroll: 'integer',
    },
  },
  {
    name: 'dropped_counts',
    key: ['project_id', 'day', 'reason'],
    columns: { project_id: 'integer', day: 10, reason: 32, hits: 'integer' },
  },
  {
    name: 'dropped_log',
    key: ['project_id', 'at', 'id'],
    columns: { project_id: 'integer', at: 'bigint', id: 'bigint', reason: 32, user_agent: 255, page: 512 },
  },
  {
    name: 'deferred_records',
    key: ['project_id', 'at', 'id'],
    columns: { project_id: 'integer', at: 'bigint', id: 'bigint', kind: 32, body: 'mediumtext' },
  },
  { name: 'spool_positions', key: ['file'], columns: { file: 64, position: 'bigint', updated_at: 'bigint' } },
  { name: 'salts', key: ['day'], columns: { day: 10, salt: 64, created_at: 'bigint' } },
]

/** Values that repeat: a running number, and one row per project and value. */
const DICTIONARIES: Readonly<Record<string, ColumnTypes>> = {
  pages: { url: 2048, host: 255, path: 2048 },
  texts: { value: 512 },
  agents: { device: 16, os: 64, os_version: 32, browser: 64, browser_version: 32 },
  places: { country: 2, region: 100, city: 100 },
  sources: { channel: 16, name: 100, url: 512 },
  campaigns: { utm_source: 255, utm_medium: 255, utm_campaign: 255, utm_content: 255, utm_term: 255, click_id: 32 },
}

const PROJECTS: ColumnTypes = {
  name: 100,
  public_key: 32,
  secret_hash: 64,
  domains: 'text',
  identity: 16,
  time_zone: 64,
  is_active: 'integer',
  honours_opt_out: 'integer',
  created_at: 'bigint',
  updated_at: 'bigint',
}

/** Each statement may be repeated: a start that was killed half-way goes on where it stopped. */
export async function firstSchema(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await createNumbered(db, engine, {
    name: 'projects',
    columns: PROJECTS,
    unique: { projects_by_public_key: ['public_key'], projects_by_secret_hash: ['secret_hash'] },
  })
  for (const [name, values] of Object.entries(DICTIONARIES)) {
    await createNumbered(db, engine, {
      name,
      columns: { project_id: 'integer', hash: 'bigint', ...values },
      unique: { [`${name}_by_hash`]: ['project_id', 'hash'] },
    })
  }
  for (const plan of CLUSTERED) await createClustered(db, engine, plan)
}
