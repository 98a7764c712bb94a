import { locked, upsertRows } from '../db/dialect.ts'
import type { Engine, Writer } from '../db/open-db.ts'
import { decodePart, encodePart } from './encode-part.ts'
import type { Part } from './part.ts'
import { COLUMN_NAMES } from './part.ts'
import type { PartEntry } from './part-store.ts'
import { deleteParts, insertPart } from './part-store.ts'
import { samePart } from './same-part.ts'

export interface SealHead {
  readonly nextVisitor: number
  readonly nextPart: number
  readonly generation: number
}

/** Holds a project's sealed days until the transaction ends; makes the row where there is none. The first thing to lock. */
export async function holdHead(tx: Writer, engine: Engine, project: number): Promise<SealHead> {
  const blank = { project_id: project, next_visitor: 1, next_part: 1, generation: 0 }
  await upsertRows(tx, engine, 'seal_heads', [blank], ['project_id'], { generation: 'keep' })
  const row = await locked(
    engine,
    tx.selectFrom('seal_heads').selectAll().where('project_id', '=', project),
  ).executeTakeFirstOrThrow()
  return { nextVisitor: row.next_visitor, nextPart: row.next_part, generation: row.generation }
}

/** What the head says after a change; the generation tells those who read that there was one. */
export async function moveHead(tx: Writer, project: number, head: SealHead): Promise<void> {
  await tx
    .updateTable('seal_heads')
    .set({ next_visitor: head.nextVisitor, next_part: head.nextPart, generation: head.generation + 1 })
    .where('project_id', '=', project)
    .execute()
}

/**
 * Puts one part in the place of others, or of none, in the caller's transaction, which holds `head`. What was written is
 * decoded and held against what it was made of before anything is removed: throws when they differ. A part without rows
 * is not written.
 */
export async function replaceParts(
  tx: Writer,
  engine: Engine,
  project: number,
  change: { readonly head: SealHead; readonly old: readonly PartEntry[]; readonly part: Part; readonly now: number },
): Promise<SealHead> {
  const { head, old, part, now } = change
  const isEmpty = Object.values(part.rows).every((count) => count === 0)
  await deleteParts(tx, project, old)
  if (isEmpty) return head
  const encoded = await encodePart(part)
  if (!samePart(part, await decodePart(part, encoded.columns, COLUMN_NAMES)))
    throw new Error(`A part of ${part.rows.views} views is not read as it was written; nothing was changed`)
  await insertPart(tx, engine, project, part, encoded, { partNumber: head.nextPart, sealedAt: now })
  return { ...head, nextPart: head.nextPart + 1 }
}
