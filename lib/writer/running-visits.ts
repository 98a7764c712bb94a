import type { Id53 } from '../core/ids.ts'
import type { Writer } from '../db/open-db.ts'
import type { VisitorRef } from '../spool/records.ts'
import { visitAt } from '../visits/visit.ts'

/** What may have happened in a visit: with a visitor when a browser sent it, without when a program did. */
interface Happening extends Partial<VisitorRef> {
  readonly at: number
  readonly project: { readonly id: number }
}

interface RunningVisit {
  readonly id: Id53
  readonly startedAt: number
  readonly lastAt: number
}

/**
 * Finds the visit that each of the records happened in: its visitor's running or last one, where the record's time lies
 * in it or less than the gap from it. 0 for none. To be asked for after the views of the batch are written.
 */
export async function runningVisits(tx: Writer, records: readonly Happening[]): Promise<(record: Happening) => Id53> {
  const visits = new Map<string, RunningVisit>()
  for (const project of new Set(records.map((record) => record.project.id))) {
    const own = records.filter((record) => record.project.id === project)
    for (const { visitor, ...visit } of await visitsOf(tx, project, own)) visits.set(`${project} ${visitor}`, visit)
  }
  return (record) => {
    // Under yesterday's salt too: a visit that runs over midnight may have no view under today's yet.
    const running = selvesOf(record).flatMap((visitor) => visits.get(`${record.project.id} ${visitor}`) ?? [])
    return visitAt(running, record.at)?.id ?? 0
  }
}

const selvesOf = ({ visitor, prior }: Happening): Id53[] => [visitor, prior].filter((id) => id !== undefined)

async function visitsOf(
  tx: Writer,
  project: number,
  records: readonly Happening[],
): Promise<(RunningVisit & { readonly visitor: Id53 })[]> {
  const visitors = [...new Set(records.flatMap(selvesOf))]
  if (visitors.length === 0) return []
  return tx
    .selectFrom('visitors')
    .innerJoin('visits', (join) =>
      join
        .onRef('visits.project_id', '=', 'visitors.project_id')
        .onRef('visits.started_at', '=', 'visitors.visit_started_at')
        .onRef('visits.id', '=', 'visitors.visit'),
    )
    .select(['visitors.visitor', 'visits.id', 'visits.started_at as startedAt', 'visits.last_at as lastAt'])
    .where('visitors.project_id', '=', project)
    .where('visitors.visitor', 'in', visitors)
    .execute()
}
