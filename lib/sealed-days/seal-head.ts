import { locked, upsertRows } from '../db/dialect.ts'
import type { Engine, Writer } from '../db/open-db.ts'

/** What a project's sealed days count on from. */
export interface SealHead {
  readonly project: number
  readonly nextVisitor: number
  readonly nextPart: number
  readonly generation: number
}

/**
 * Holds the head of a project's sealed days until the transaction ends: whoever else would seal, merge or rewrite waits.
 * The first thing that such a transaction locks; nobody else locks it. Undefined for a project that is being deleted.
 */
export async function holdHead(tx: Writer, engine: Engine, project: number): Promise<SealHead | undefined> {
  const stub = { project_id: project, next_visitor: 1, next_part: 1, generation: 0 }
  await upsertRows(tx, engine, 'seal_heads', [stub], ['project_id'], { generation: 'keep' })
  const head = tx.selectFrom('seal_heads').selectAll().where('project_id', '=', project)
  const row = await locked(engine, head).executeTakeFirstOrThrow()
  if (row.next_part === CLOSED) return undefined
  const { next_visitor: nextVisitor, next_part: nextPart, generation } = row
  return { project, nextVisitor, nextPart, generation }
}

/** Writes what a held head counts on from now, and that something has changed. */
export async function moveHead(tx: Writer, head: Omit<SealHead, 'generation'>): Promise<void> {
  await tx
    .updateTable('seal_heads')
    .set((set) => ({
      next_visitor: head.nextVisitor,
      next_part: head.nextPart,
      generation: set('generation', '+', 1),
    }))
    .where('project_id', '=', head.project)
    .execute()
}

/** In place of the next part's number: there is to be none any more. `deleteRows` of a project writes it first of all. */
const CLOSED = 0
