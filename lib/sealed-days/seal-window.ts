import type { Db, Engine, Writer } from '../db/open-db.ts'
import type { Draft, SealWish } from './draft-part.ts'
import { draftPart, Moved, sameVisits, settledVisits } from './draft-part.ts'
import type { HeldPerson } from './hold-people.ts'
import { holdPeople, savePeople } from './hold-people.ts'
import { keepDetails } from './keep-details.ts'
import type { PartEntry } from './part-store.ts'
import { insertPart } from './part-store.ts'
import { removeRows } from './remove-rows.ts'
import { holdHead, moveHead } from './seal-head.ts'

const MOST_TRIES = 6

/**
 * Seals what is settled in a window of time: its visits, whole, and what has no visit become a part, and their rows go.
 * The part is made first, without holding anybody; then one short transaction holds all that it rests on, looks whether
 * it is still so, and puts the part in the place of the rows. Undefined when there is nothing, because somebody else was
 * quicker, or because the rows will not stand still. May be killed anywhere.
 */
export async function sealWindow(db: Db, wish: SealWish): Promise<PartEntry | undefined> {
  for (let tries = 1; ; tries++) {
    try {
      const draft = await draftPart(db.read, wish)
      return draft && (await db.write((tx) => store(tx, db.engine, wish, draft)))
    } catch (fault) {
      if (!(fault instanceof Moved)) throw fault
      // So much is being written there that it is better left alone for now.
      if (tries >= MOST_TRIES) return undefined
    }
  }
}

async function store(tx: Writer, engine: Engine, wish: SealWish, draft: Draft): Promise<PartEntry | undefined> {
  const { project, now } = wish
  const { part, encoded, rows, numbers, nextVisitor } = draft
  const head = await holdHead(tx, engine, project)
  if (head === undefined) return undefined
  if (head.nextVisitor !== nextVisitor.before) throw new Moved()
  const held = await holdPeople(tx, engine, project, draft.seen)
  if (!samePeople(draft, held)) throw new Moved()
  // The first plain read: from here on MySQL shows the database as of this moment, in which all visitors are held.
  if (!sameVisits(rows.visits, await settledVisits(tx, wish))) throw new Moved()
  const entry = await insertPart(tx, engine, project, part, encoded, { partNumber: head.nextPart, sealedAt: now })
  await savePeople(tx, engine, project, held.values(), numbers, new Set(rows.visits.map(({ id }) => id)))
  await keepDetails(tx, project, rows.errors)
  await removeRows(tx, project, rows)
  await moveHead(tx, { project, nextVisitor: nextVisitor.after, nextPart: head.nextPart + 1 })
  return entry
}

/** Whether everybody has the number they had, and newcomers are known since the same time. */
function samePeople({ people, newcomers }: Draft, held: ReadonlyMap<number, HeldPerson>): boolean {
  const isSame = [...people].every(([visitor, { number }]) => held.get(visitor)?.number === number)
  return isSame && newcomers.every(({ visitor }) => held.get(visitor)?.first_seen === people.get(visitor)?.firstSeen)
}
