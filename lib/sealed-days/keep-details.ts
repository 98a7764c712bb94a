import { sql } from 'kysely'
import type { Writer } from '../db/open-db.ts'
import type { OpenError } from './open-rows.ts'
import { inChunks } from './raw-rows.ts'

/** What errors say word by word is kept of the newest of each issue; how many there were is in the sealed days. */
export const DETAILS_KEPT = 1000

const COLUMNS = [
  'project_id',
  'issue',
  'at',
  'id',
  'visit',
  'view',
  'severity',
  'environment',
  'agent',
  'place',
  'url',
  'stack',
  'context',
] as const

/** Copies what these errors say into `error_details`, and lets go of what is too much there. Before the rows are removed. */
export async function keepDetails(tx: Writer, project: number, errors: readonly OpenError[]): Promise<void> {
  const times = errors.map(({ at }) => at)
  const newest = newestOf(errors).map(({ id }) => id)
  // Not that an event should be sealed twice; but nothing that is kept beside may ever stop the sealing.
  const known = await keptAmong(tx, project, newest)
  for (const some of inChunks(newest.filter((id) => !known.has(id)))) {
    await tx
      .insertInto('error_details')
      .columns([...COLUMNS])
      .expression((from) =>
        from
          .selectFrom('error_events')
          .select(COLUMNS)
          .where('project_id', '=', project)
          .where(
            'at',
            '>=',
            times.reduce((a, b) => Math.min(a, b), Infinity),
          )
          .where(
            'at',
            '<=',
            times.reduce((a, b) => Math.max(a, b), 0),
          )
          .where('id', 'in', some),
      )
      .execute()
  }
  for (const issue of await overfull(tx, project, [...new Set(errors.map((error) => error.issue))]))
    await letGo(tx, project, issue)
}

async function keptAmong(tx: Writer, project: number, ids: readonly number[]): Promise<Set<number>> {
  const found = new Set<number>()
  for (const some of inChunks(ids)) {
    const kept = tx.selectFrom('error_details').select('id').where('project_id', '=', project)
    for (const { id } of await kept.where('id', 'in', some).execute()) found.add(id)
  }
  return found
}

function newestOf(errors: readonly OpenError[]): OpenError[] {
  const kept = new Map<number, number>()
  return [...errors]
    .sort((a, b) => b.at - a.at || b.id - a.id)
    .filter(({ issue }) => {
      const count = (kept.get(issue) ?? 0) + 1
      kept.set(issue, count)
      return count <= DETAILS_KEPT
    })
}

async function overfull(tx: Writer, project: number, issues: readonly number[]): Promise<number[]> {
  const found: number[] = []
  for (const some of inChunks(issues)) {
    const rows = await tx
      .selectFrom('error_details')
      .select('issue')
      .where('project_id', '=', project)
      .where('issue', 'in', some)
      .groupBy('issue')
      .having(sql<number>`count(*)`, '>', DETAILS_KEPT)
      .execute()
    found.push(...rows.map(({ issue }) => issue))
  }
  return found
}

async function letGo(tx: Writer, project: number, issue: number): Promise<void> {
  const last = await tx
    .selectFrom('error_details')
    .select(['at', 'id'])
    .where('project_id', '=', project)
    .where('issue', '=', issue)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .offset(DETAILS_KEPT - 1)
    .limit(1)
    .executeTakeFirst()
  if (last === undefined) return
  await tx
    .deleteFrom('error_details')
    .where('project_id', '=', project)
    .where('issue', '=', issue)
    .where((is) => is.or([is('at', '<', last.at), is.and([is('at', '=', last.at), is('id', '<', last.id)])]))
    .execute()
}
