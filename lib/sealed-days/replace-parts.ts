import type { Db, Writer } from '../db/open-db.ts'
import { WrongPart } from './check-part.ts'
import { readAgain } from './draft-part.ts'
import type { EncodedPart } from './encode-part.ts'
import { encodePart, MissingColumn } from './encode-part.ts'
import { mergeParts } from './merge-parts.ts'
import type { Part } from './part.ts'
import { COLUMN_NAMES } from './part.ts'
import type { PartEntry } from './part-store.ts'
import { loadParts } from './load-parts.ts'
import { catalogue, deleteParts, insertPart } from './part-store.ts'
import { difference, sumsOf } from './part-sums.ts'
import { holdHead, moveHead } from './seal-head.ts'

/** What takes the place of parts. */
export interface Rewriting {
  /** Made of the parts as they are stored; one without rows is not stored. */
  readonly part: Part
  /** Written in the transaction that swaps them. */
  readonly also?: (tx: Writer) => Promise<void>
}

/**
 * Puts what `rewrite` makes of parts into their place. Parts never change, so all is made and verified beforehand, and one
 * short transaction swaps them. Undefined when they are not there any more, because somebody else was quicker: then
 * nothing is written. Throws `WrongPart` when the new part is not read as it was written.
 */
export async function rewriteParts(
  db: Db,
  project: number,
  entries: readonly PartEntry[],
  rewrite: (parts: readonly Part[]) => Rewriting | Promise<Rewriting>,
  now: number,
): Promise<{ readonly entry: PartEntry | undefined } | undefined> {
  const parts = await loadParts(db.read, project, entries, COLUMN_NAMES).catch(goneMeanwhile)
  if (parts === undefined) return undefined
  const { part, also } = await rewrite(parts)
  const isEmpty = Object.values(part.rows).every((count) => count === 0)
  const fresh = isEmpty ? undefined : { part, encoded: await encodePart(part) }
  if (fresh !== undefined) await readAgain(part, fresh.encoded)
  return db.write(async (tx) => {
    const head = await holdHead(tx, db.engine, project)
    if (head === undefined) return undefined
    const there = new Map((await catalogue(tx, project)).map((entry) => [entry.part, entry.checksum]))
    if (!entries.every((entry) => there.get(entry.part) === entry.checksum)) return undefined
    await deleteParts(tx, project, entries)
    const entry = fresh && (await insertFresh(tx, db, project, fresh, { partNumber: head.nextPart, sealedAt: now }))
    await also?.(tx)
    await moveHead(tx, { project, nextVisitor: head.nextVisitor, nextPart: head.nextPart + (isEmpty ? 0 : 1) })
    return { entry }
  })
}

const insertFresh = (
  tx: Writer,
  db: Db,
  project: number,
  { part, encoded }: { part: Part; encoded: EncodedPart },
  place: { partNumber: number; sealedAt: number },
) => insertPart(tx, db.engine, project, part, encoded, place)

/** Merged or rewritten by another process: what it was is in another part now. */
export function goneMeanwhile(fault: unknown): undefined {
  if (fault instanceof MissingColumn) return undefined
  throw fault
}

/**
 * Puts one part in the place of several, or of one that was encoded by an older version: the same rows in today's form.
 * Undefined when they are not there any more. Throws `WrongPart` when the new part would say something else.
 */
export async function replaceParts(
  db: Db,
  project: number,
  entries: readonly PartEntry[],
  now: number,
): Promise<PartEntry | undefined> {
  const merge = async (parts: readonly Part[]): Promise<Rewriting> => {
    const part = await mergeParts(parts)
    const other = difference(sumsOf(parts), sumsOf([part]))
    if (other !== undefined) throw new WrongPart(`Parts of day ${part.firstDay} would change by being merged: ${other}`)
    return { part }
  }
  return (await rewriteParts(db, project, entries, merge, now))?.entry
}
