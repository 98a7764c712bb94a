import type { Db } from '../db/open-db.ts'
import { WrongPart } from './check-part.ts'
import { readAgain } from './draft-part.ts'
import { encodePart } from './encode-part.ts'
import { mergeParts } from './merge-parts.ts'
import { COLUMN_NAMES } from './part.ts'
import type { PartEntry } from './part-store.ts'
import { catalogue, deleteParts, insertPart, loadParts } from './part-store.ts'
import { difference, sumsOf } from './part-sums.ts'
import { holdHead, moveHead } from './seal-head.ts'

/**
 * Puts one part in the place of several, or of one that was encoded by an older version: the same rows in today's form.
 * Parts never change, so all is made and verified beforehand, and one short transaction swaps them. Undefined when they
 * are not there any more, because somebody else was quicker. Throws `WrongPart` when the new part would say something else.
 */
export async function replaceParts(
  db: Db,
  project: number,
  entries: readonly PartEntry[],
  now: number,
): Promise<PartEntry | undefined> {
  const parts = await loadParts(db.read, project, entries, COLUMN_NAMES)
  const merged = mergeParts(parts)
  const encoded = await encodePart(merged)
  const other = difference(sumsOf(parts), sumsOf([await readAgain(merged, encoded)]))
  if (other !== undefined) throw new WrongPart(`Parts of day ${merged.firstDay} would change by being merged: ${other}`)
  return db.write(async (tx) => {
    const head = await holdHead(tx, db.engine, project)
    if (head === undefined) return undefined
    const there = new Map((await catalogue(tx, project)).map(({ part, checksum }) => [part, checksum]))
    if (!entries.every(({ part, checksum }) => there.get(part) === checksum)) return undefined
    await deleteParts(tx, project, entries)
    const place = { partNumber: head.nextPart, sealedAt: now }
    const entry = await insertPart(tx, db.engine, project, merged, encoded, place)
    await moveHead(tx, { project, nextVisitor: head.nextVisitor, nextPart: head.nextPart + 1 })
    return entry
  })
}
