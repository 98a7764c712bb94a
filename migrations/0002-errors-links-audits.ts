import type { Kysely } from 'kysely'
import type { Engine, NumberedPlan, TablePlan } from './tables.ts'
import { addCount, createClustered, createIndex, createNumbered } from './tables.ts'

const NUMBERED: readonly NumberedPlan[] = [
  {
    name: 'issues',
    columns: {
      project_id: 'integer',
      fingerprint: 64,
      fingerprint_version: 'integer',
      type: 100,
      message: 1024,
      file: 512,
      line: 'integer',
      severity: 16,
      environment: 16,
      status: 16,
      occurrences: 'integer',
      first_seen: 'bigint',
      last_seen: 'bigint',
      resolved_at: 'bigint',
      regressed_at: 'bigint',
    },
    unique: { issues_by_fingerprint: ['project_id', 'fingerprint'] },
  },
  {
    name: 'links',
    columns: {
      project_id: 'integer',
      code: 64,
      destination: 2048,
      label: 255,
      is_active: 'integer',
      clicks: 'integer',
      created_at: 'bigint',
      updated_at: 'bigint',
    },
    unique: { links_by_code: ['code'] },
  },
]

const CLUSTERED: readonly TablePlan[] = [
  {
    name: 'error_events',
    key: ['project_id', 'at', 'id'],
    columns: {
      project_id: 'integer',
      at: 'bigint',
      id: 'bigint',
      issue: 'integer',
      visitor: 'bigint',
      visit: 'bigint',
      view: 'bigint',
      severity: 16,
      environment: 16,
      url: 2048,
      agent: 'integer',
      place: 'integer',
      stack: 'mediumtext',
      context: 'mediumtext',
    },
    // A browser sends again what it got no answer for: the same id, at another time.
    unique: { error_events_by_id: ['project_id', 'id'] },
  },
  {
    name: 'link_clicks',
    key: ['project_id', 'at', 'id'],
    columns: {
      project_id: 'integer',
      at: 'bigint',
      id: 'bigint',
      link: 'integer',
      kind: 16,
      visitor: 'bigint',
      visit: 'bigint',
      page: 'integer',
      source: 'integer',
      agent: 'integer',
      place: 'integer',
    },
  },
  {
    name: 'events',
    key: ['project_id', 'at', 'id'],
    columns: {
      project_id: 'integer',
      at: 'bigint',
      id: 'bigint',
      name: 'integer',
      visitor: 'bigint',
      visit: 'bigint',
      view: 'bigint',
      page: 'integer',
      props: 'mediumtext',
    },
  },
  {
    name: 'audit_entries',
    key: ['project_id', 'sequence'],
    columns: {
      project_id: 'integer',
      sequence: 'integer',
      at: 'bigint',
      message: 'bigint',
      action: 100,
      actor: 255,
      target: 255,
      tenant: 255,
      outcome: 16,
      external_id: 255,
      visit: 'bigint',
      context: 'mediumtext',
      salt: 32,
      digests: 330,
      previous_hash: 64,
      hash: 64,
    },
    unique: { audit_entries_by_message: ['project_id', 'message'] },
  },
  {
    name: 'audit_heads',
    key: ['project_id'],
    columns: { project_id: 'integer', sequence: 'integer', hash: 64, updated_at: 'bigint' },
  },
]

/** Tables for what was kept whole until now (errors) or refused (audits, links, custom events). */
export async function errorsLinksAudits(db: Kysely<unknown>, engine: Engine): Promise<void> {
  for (const plan of NUMBERED) await createNumbered(db, engine, plan)
  for (const plan of CLUSTERED) await createClustered(db, engine, plan)
  await createIndex(db, engine, 'issues', 'issues_by_last_seen', ['project_id', 'last_seen'])
  await createIndex(db, engine, 'links', 'links_by_project', ['project_id', 'id'])
  await createIndex(db, engine, 'error_events', 'error_events_by_issue', ['project_id', 'issue', 'at'])
  await createIndex(db, engine, 'link_clicks', 'link_clicks_by_link', ['project_id', 'link', 'at'])
  await createIndex(db, engine, 'audit_entries', 'audit_entries_by_time', ['project_id', 'at'])
  await addCount(db, 'projects', 'browser_audits')
}
