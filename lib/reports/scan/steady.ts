import { AppError } from '../../core/errors.ts'
import type { Reader } from '../../db/open-db.ts'
import { MissingColumn } from '../../sealed-days/encode-part.ts'
import { generationOf } from '../../sealed-days/part-store.ts'
import type { PartSource } from './part-source.ts'
import { openSource } from './part-source.ts'

const MOST_TRIES = 5
const RETRY_AFTER_SECONDS = 5

/**
 * Runs what reads the data of a project between two instants (ms; the second is outside). While it reads, rows may move
 * into parts and parts may be merged; then it is run again, so that everything is counted once. Throws `unavailable` when
 * that goes on.
 */
export async function readSteadily<T>(
  read: Reader,
  project: number,
  stretch: { readonly from: number; readonly to: number },
  work: (source: PartSource) => Promise<T>,
): Promise<T> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const head = await headOf(read, project)
    try {
      const found = await work(openSource(read, project, stretch, head.nextVisitor))
      if ((await generationOf(read, project)) === head.generation) return found
    } catch (fault) {
      if (!(fault instanceof MissingColumn)) throw fault
    }
  }
  throw new AppError(
    'unavailable',
    'The data of this project is being rearranged right now, and the report could not be read in one piece. Ask again in a few seconds.',
    { retryAfter: RETRY_AFTER_SECONDS },
  )
}

/** From where on numbers of visitors are free, and which state of the parts this is. */
export async function headOf(read: Reader, project: number): Promise<{ nextVisitor: number; generation: number }> {
  const head = await read
    .selectFrom('seal_heads')
    .select(['next_visitor', 'generation'])
    .where('project_id', '=', project)
    .executeTakeFirst()
  return { nextVisitor: Math.max(1, head?.next_visitor ?? 1), generation: head?.generation ?? 0 }
}
