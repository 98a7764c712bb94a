import { MINUTE } from '../core/clock.ts'
import { conflictOf } from '../db/faults.ts'
import type { Writer } from '../db/open-db.ts'
import type { OpenRows } from './open-rows.ts'
import { HANGING_KINDS, inChunks, tableOf } from './raw-rows.ts'

/** Rows further apart than this are removed by statements of their own: between them lie those of others. */
const APART = 10 * MINUTE
const ROWS_AT_ONCE = 1024

interface Row {
  readonly id: number
  readonly at: number
}

/**
 * Removes exactly these rows from their tables. Throws a `conflict` when one of them is not there any more, or a click
 * has found its visit meanwhile: then the whole transaction has to look again.
 */
export async function removeRows(tx: Writer, project: number, rows: OpenRows): Promise<void> {
  for (const kind of HANGING_KINDS.filter((name) => name !== 'clicks'))
    await remove(tx, project, tableOf(kind), 'at', rows[kind])
  // The one thing that changes in a row that is there, and without holding any visitor.
  const isOpen = ({ visit }: { visit: number }) => visit === 0
  await remove(tx, project, 'link_clicks', 'at', rows.clicks.filter(isOpen), 0)
  await remove(
    tx,
    project,
    'link_clicks',
    'at',
    rows.clicks.filter((row) => !isOpen(row)),
  )
  const visits = rows.visits.map(({ id, started_at }) => ({ id, at: started_at }))
  await remove(tx, project, 'visits', 'started_at', visits)
}

type Table = ReturnType<typeof tableOf> | 'visits'

async function remove(
  tx: Writer,
  project: number,
  table: Table,
  time: 'at' | 'started_at',
  rows: readonly Row[],
  onlyOfVisit?: number,
): Promise<void> {
  for (const some of near(rows)) {
    const [ids = []] = inChunks(some.map(({ id }) => id))
    // The stretch keeps the search to a piece of the table; the ids keep the hands off everything else in it.
    const own = tx
      .deleteFrom(table as 'pageviews')
      .where('project_id', '=', project)
      .where(time as 'at', '>=', some[0]?.at ?? 0)
      .where(time as 'at', '<=', some.at(-1)?.at ?? 0)
      .where('id', 'in', ids)
    const wanted = onlyOfVisit === undefined ? own : own.where('visit', '=', onlyOfVisit)
    const { numDeletedRows } = await wanted.executeTakeFirstOrThrow()
    if (Number(numDeletedRows) !== some.length)
      throw conflictOf(`${table}: ${numDeletedRows} rows were there instead of ${some.length}`)
  }
}

/** In the order of time, in pieces without large gaps. */
function near(rows: readonly Row[]): Row[][] {
  const pieces: Row[][] = []
  for (const row of [...rows].sort((a, b) => a.at - b.at || a.id - b.id)) {
    const piece = pieces.at(-1)
    const last = piece?.at(-1)
    if (piece === undefined || last === undefined || piece.length >= ROWS_AT_ONCE || row.at - last.at > APART)
      pieces.push([row])
    else piece.push(row)
  }
  return pieces
}
