import { setImmediate as breathe } from 'node:timers/promises'
import { sql } from 'kysely'
import { sha256Hex } from '../core/hashing.ts'
import { randomHex } from '../core/ids.ts'
import { upsertRows } from '../db/dialect.ts'
import type { Db } from '../db/open-db.ts'
import type { Schema } from '../db/schema.ts'

type OwnedTable = Exclude<
  { [T in keyof Schema]: Schema[T] extends { project_id: number } ? T : never }[keyof Schema],
  // Deleted together with the project: until then it keeps rows from being sealed into what is deleted already.
  'seal_heads'
>
type Steps = { readonly [T in OwnedTable]: keyof Schema[T] & string }

/**
 * Every table with rows of a project, and the column after `project_id` in its key. The type demands all of them. What
 * points at a dictionary goes before the dictionaries.
 */
const STEP_BY: Steps = {
  pageviews: 'at',
  engagements: 'at',
  visits: 'started_at',
  visitors: 'visitor',
  dropped_counts: 'day',
  dropped_log: 'at',
  deferred_records: 'at',
  error_events: 'at',
  error_details: 'issue',
  sealed_columns: 'number',
  sealed_parts: 'first_day',
  known_visitors: 'visitor',
  thinned_days: 'day',
  issue_releases: 'issue',
  issues: 'id',
  link_clicks: 'at',
  links: 'id',
  events: 'at',
  goals: 'id',
  funnels: 'id',
  segments: 'id',
  annotations: 'id',
  audit_entries: 'sequence',
  audit_heads: 'project_id',
  pages: 'hash',
  texts: 'hash',
  agents: 'hash',
  places: 'hash',
  sources: 'hash',
  campaigns: 'hash',
  memberships: 'user_id',
  api_token_projects: 'token_id',
  invitations: 'id',
  shares: 'id',
}

const ROWS_A_STEP = 2000

/**
 * Switches a project off for good: its keys are replaced by ones that nobody knows, so not even switching it on again
 * in the middle of a delete lets anybody in. The row stays until all else is gone, so a delete that was killed can be
 * asked for again.
 */
export async function lockOut(db: Db, projectId: number, now: number): Promise<void> {
  await db.write(async (tx) => {
    await tx
      .updateTable('projects')
      .set({ public_key: randomHex(16), secret_hash: sha256Hex(randomHex(32)), is_active: 0, updated_at: now })
      .where('id', '=', projectId)
      .execute()
    const closed = { project_id: projectId, next_visitor: 1, next_part: NO_MORE_PARTS, generation: 0 }
    await upsertRows(tx, db.engine, 'seal_heads', [closed], ['project_id'], { next_part: 'replace' })
  })
}

/** As `lib/sealed-days/seal-head.ts` reads it. */
const NO_MORE_PARTS = 0

/**
 * Deletes all rows of a project, itself last, in steps of about 2,000 rows, each a transaction of its own: no long lock,
 * no large undo log. Gives the number of rows after each step; may be left at any step and begun again.
 */
export async function* deleteRows(db: Db, projectId: number): AsyncGenerator<number> {
  for (const [table, column] of Object.entries(STEP_BY) as [OwnedTable, string][]) {
    for (let deleted = await deleteStep(db, projectId, table, column); deleted > 0;) {
      yield deleted
      // SQLite answers without ever leaving this thread; requests want their turn.
      await breathe()
      deleted = await deleteStep(db, projectId, table, column)
    }
  }
  await db.write(async (tx) => {
    await tx.deleteFrom('projects').where('id', '=', projectId).execute()
    await tx.deleteFrom('seal_heads').where('project_id', '=', projectId).execute()
  })
}

/** `DELETE … LIMIT` is MySQL's alone, so the step is a range of the key: rows up to the 2,000th, and its equals. */
async function deleteStep(db: Db, projectId: number, table: OwnedTable, column: string): Promise<number> {
  return db.write(async (tx) => {
    const by = sql.ref<string | number>(column)
    const last = await tx
      .selectFrom(table)
      .select(sql<string | number>`${by}`.as('up_to'))
      .where('project_id', '=', projectId)
      .orderBy(by)
      .limit(1)
      .offset(ROWS_A_STEP - 1)
      .executeTakeFirst()
    const rows = tx.deleteFrom(table).where('project_id', '=', projectId)
    const step = last === undefined ? rows : rows.where(by, '<=', last.up_to)
    const { numDeletedRows } = await step.executeTakeFirstOrThrow()
    return Number(numDeletedRows)
  })
}
