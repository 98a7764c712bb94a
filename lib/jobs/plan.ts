import type { Selectable, Updateable } from 'kysely'
import { cleanText } from '../core/text.ts'
import { codeOf, messageOf } from '../core/errors.ts'
import { upsertRows } from '../db/dialect.ts'
import { explainFault } from '../db/faults.ts'
import type { Db } from '../db/open-db.ts'
import type { JobsTable } from '../db/schema.ts'

/** The rows of the table `jobs`. Those whose names are not asked for belong to another version and are left alone. */
export type PlanRow = Selectable<JobsTable>

type Changes = Updateable<JobsTable>

/** What a row says when nobody is at the job. */
export const FREE = { lease_holder: '', lease_until: 0 } as const

/** What a row says when a job ended well. */
export const WELL = { ...FREE, failures: 0, failing_since: 0, reason: '' } as const satisfies Changes

/** The rows of these jobs, in the order in which they are due. A job that has none gets one, due at once. */
export async function readPlan(db: Db, names: readonly string[], now: number): Promise<PlanRow[]> {
  const rows = await rowsOf(db, names)
  const missing = names.filter((name) => !rows.some((row) => row.name === name))
  if (missing.length === 0) return rows
  const fresh = missing.sort().map((name) => ({ ...EMPTY, name, next_run_at: now }))
  await db.write((tx) => upsertRows(tx, db.engine, 'jobs', fresh, ['name'], { name: 'keep' }))
  return rowsOf(db, names)
}

const EMPTY: Omit<PlanRow, 'name' | 'next_run_at'> = {
  ...WELL,
  started_at: 0,
  finished_at: 0,
  alarm: '',
  alarm_since: 0,
  progress: '',
}

/** Without making any. */
export const rowsOf = (db: Db, names: readonly string[]): Promise<PlanRow[]> =>
  db.read
    .selectFrom('jobs')
    .selectAll()
    .where('name', 'in', [...names])
    .orderBy('next_run_at')
    .orderBy('name')
    .execute()

/** Changes a row if it is still as it was read. Of several that try, one succeeds. */
export async function changeIfSame(db: Db, row: PlanRow, changes: Changes): Promise<boolean> {
  const { name, next_run_at, lease_holder, lease_until } = row
  return db.write(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('jobs')
      .set(changes)
      .where((is) => is.and({ name, next_run_at, lease_holder, lease_until }))
      .executeTakeFirst()
    return numUpdatedRows > 0n
  })
}

/** Changes a row if this holder has it; false when it is another's by now. */
export async function changeIfHeld(db: Db, name: string, holder: string, changes: Changes): Promise<boolean> {
  return db.write(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('jobs')
      .set(changes)
      .where('name', '=', name)
      .where('lease_holder', '=', holder)
      .executeTakeFirst()
    return numUpdatedRows > 0n
  })
}

/** Lets a row be run again without what it remembers. */
export const ANEW = { ...WELL, progress: '' } as const satisfies Changes

/** The reason of a run that was never given back: killed, or cut off from the database. */
export const NEVER_ENDED = 'The run before was stopped half-way.'

/** What is added to a row when a run did not end well. */
export const failed = (row: PlanRow, reason: string, now: number) => ({
  failures: row.failures + 1,
  failing_since: row.failing_since === 0 ? now : row.failing_since,
  reason: short(reason),
})

/** As the columns `reason` and `alarm` take it. */
export const short = (text: string): string => cleanText(text, 512)

/** For everybody to read, since health shows it: a fault of the file system is told without its paths. */
export function reasonOf(fault: unknown): string {
  if (typeof fault !== 'object' || fault === null) return messageOf(fault)
  const { path, syscall } = fault as { path?: unknown; syscall?: string }
  if (path === undefined) return explainFault(fault)
  return `A file or folder cannot be used: ${codeOf(fault) ?? 'unknown fault'} (${syscall ?? 'unknown call'}).`
}
