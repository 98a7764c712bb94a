import { setImmediate as breathe } from 'node:timers/promises'
import { DamagedBytes } from '../columns/bytes.ts'
import { DAY } from '../core/clock.ts'
import { messageOf } from '../core/errors.ts'
import type { Db } from '../db/open-db.ts'
import { checksumOf, decodePart, MissingColumn } from './encode-part.ts'
import type { Part } from './part.ts'
import { COLUMN_NAMES, numbersOf, VISIT_FLAGS } from './part.ts'
import type { PartEntry } from './part-store.ts'
import { catalogue, generationOf, storedColumns } from './part-store.ts'
import { visitsAmong } from './raw-rows.ts'

export interface VerifyProgress {
  readonly done: number
  readonly total: number
  /** Each a sentence about one part. */
  readonly faults: readonly string[]
}

/**
 * Reads every part of a project whole: whether its bytes are those that were stored (checksum), can be decoded, and have
 * the rows that the catalogue says; whether no visit is in two parts, or both in a part and in rows. What was merged
 * meanwhile is passed over: it is verified as it is next time.
 */
export async function* verifyDays(db: Db, project: number): AsyncGenerator<VerifyProgress> {
  const entries = await catalogue(db.read, project)
  const faults: string[] = []
  /** Visits of the parts that may have visits of the same days as those to come, by part. */
  const seen = new Map<PartEntry, ReadonlySet<number>>()
  yield { done: 0, total: entries.length, faults }
  for (const [index, entry] of entries.entries()) {
    const generation = await generationOf(db.read, project)
    // What was over before the first day of this one has none of its visits, and neither have the later ones.
    const firstDay = Math.min(...entries.slice(index).map((other) => other.firstDay))
    for (const other of seen.keys()) if (other.lastDay < firstDay) seen.delete(other)
    const found = await faultsOf(db, project, entry, seen)
    // A fault that comes of a part being rewritten at this moment is none.
    if ((await generationOf(db.read, project)) === generation) faults.push(...found)
    yield { done: index + 1, total: entries.length, faults }
    await breathe()
  }
}

async function faultsOf(
  db: Db,
  project: number,
  entry: PartEntry,
  seen: Map<PartEntry, ReadonlySet<number>>,
): Promise<string[]> {
  const name = `Part ${entry.part} (day ${new Date(entry.firstDay * DAY).toISOString().slice(0, 10)})`
  const faults: string[] = []
  try {
    const columns = await storedColumns(db.read, project, entry)
    if (checksumOf(columns) !== entry.checksum) faults.push(`${name}: its bytes are not those that were stored.`)
    const part = await decodePart(entry, columns, COLUMN_NAMES)
    let views = 0
    for (const count of numbersOf(part, 'visit.views')) views += count
    if (views !== entry.rows.views)
      faults.push(`${name}: its visits have ${views} page views, the catalogue says ${entry.rows.views}.`)
    const ids = visitsOf(part)
    for (const [other, visits] of seen) {
      const twice = ids.find((id) => visits.has(id))
      if (twice !== undefined) faults.push(`${name}: the visit ${twice} is in part ${other.part} too.`)
    }
    seen.set(entry, new Set(ids))
    const days = { from: entry.firstDay * DAY, to: (entry.lastDay + 1) * DAY }
    const [open] = (await visitsAmong(db.read, project, days, ids)).keys()
    if (open !== undefined) faults.push(`${name}: the visit ${open} is among the open rows too.`)
  } catch (fault) {
    // Damage is a sentence; a database that is away is not.
    if (!(fault instanceof MissingColumn) && !(fault instanceof DamagedBytes)) throw fault
    faults.push(`${name}: its bytes are not those that were stored. ${messageOf(fault)}`)
  }
  return faults
}

/** Not those that only hold views whose visit is nowhere: of one visit there may be several. */
function visitsOf(part: Part): number[] {
  const flags = numbersOf(part, 'visit.flags')
  return Array.from(numbersOf(part, 'visit.id')).filter((_id, row) => ((flags[row] ?? 0) & VISIT_FLAGS.holder) === 0)
}
