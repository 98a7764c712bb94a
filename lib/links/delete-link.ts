import { setImmediate as breathe } from 'node:timers/promises'
import type { Db } from '../db/open-db.ts'

const ROWS_A_STEP = 2000

/**
 * Deletes the clicks of a link and then the link, in steps of about 2,000 rows, each a transaction of its own: no long
 * lock, no large undo log. The link goes last, so that a delete that was cut short can be asked for again.
 */
export async function deleteLinkRows(db: Db, project: number, link: number): Promise<void> {
  while (await deleteStep(db, project, link)) {
    // SQLite answers without ever leaving this thread; requests want their turn.
    await breathe()
  }
}

/** Answers whether there is more. Steps are ranges of time, as `deleteRows` of a project has them. */
function deleteStep(db: Db, project: number, link: number): Promise<boolean> {
  return db.write(async (tx) => {
    const last = await tx
      .selectFrom('link_clicks')
      .select('at')
      .where('project_id', '=', project)
      .where('link', '=', link)
      .orderBy('at')
      .limit(1)
      .offset(ROWS_A_STEP - 1)
      .executeTakeFirst()
    // The clicks before the link: the writer locks in that order, too.
    const clicks = tx.deleteFrom('link_clicks').where('project_id', '=', project).where('link', '=', link)
    await (last === undefined ? clicks : clicks.where('at', '<=', last.at)).execute()
    if (last !== undefined) return true
    await tx.deleteFrom('links').where('project_id', '=', project).where('id', '=', link).execute()
    return false
  })
}
