import type { Clock } from '../core/clock.ts'
import { MINUTE } from '../core/clock.ts'
import type { Db } from '../db/open-db.ts'
import type { Spool } from '../spool/open-spool.ts'
import { MADE_UP } from '../writer/write-batch.ts'
import type { Writer } from '../writer/writer.ts'

/** Some seconds of records at the fastest; more means that the writers are behind. */
const LITTLE_WAITS = 2 * 1024 * 1024

/**
 * Whether what the processes of this machine have accepted is in the database, but for the last seconds of it. The sizes of the
 * files alone do not tell: a process keeps its file for a while when it is stored. Made-up traffic that is being
 * written counts as a backlog: the other half of a visit is still to come, though it is long ago.
 */
export async function isCaughtUp(parts: {
  readonly db: Db
  readonly spool: Pick<Spool, 'all'>
  readonly writer: Pick<Writer, 'status'>
  readonly clock: Clock
}): Promise<boolean> {
  const { db, spool, writer, clock } = parts
  if (writer.status.state === 'waiting') return false
  const files = spool.all()
  const stored = await db.read.selectFrom('spool_positions').select(['file', 'position', 'updated_at']).execute()
  const justNow = clock.now() - MINUTE
  if (stored.some(({ file, updated_at }) => file.startsWith(MADE_UP) && updated_at > justNow)) return false
  const positions = new Map(stored.map(({ file, position }) => [file, position]))
  const waiting = files.reduce((sum, { id, bytes }) => sum + Math.max(0, bytes - (positions.get(id) ?? 0)), 0)
  return waiting < LITTLE_WAITS
}
