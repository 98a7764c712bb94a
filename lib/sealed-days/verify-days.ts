import { setImmediate as breathe } from 'node:timers/promises'
import { DamagedBytes } from '../columns/bytes.ts'
import { DAY } from '../core/clock.ts'
import { messageOf } from '../core/errors.ts'
import type { Db } from '../db/open-db.ts'
import { checksumOf, decodePart, MissingColumn } from './encode-part.ts'
import { COLUMN_NAMES, numbersOf } from './part.ts'
import type { PartEntry } from './part-store.ts'
import { catalogue, generationOf, storedColumns } from './part-store.ts'

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
  const partOf = new Map<number, number>()
  yield { done: 0, total: entries.length, faults }
  for (const [index, entry] of entries.entries()) {
    const generation = await generationOf(db.read, project)
    const found = await faultsOf(db, project, entry, partOf)
    // A fault that comes of a part being rewritten at this moment is none.
    if ((await generationOf(db.read, project)) === generation) faults.push(...found)
    yield { done: index + 1, total: entries.length, faults }
    await breathe()
  }
}

async function faultsOf(db: Db, project: number, entry: PartEntry, partOf: Map<number, number>): Promise<string[]> {
  const name = `Part ${entry.part} (day ${new Date(entry.firstDay * DAY).toISOString().slice(0, 10)})`
  const columns = await storedColumns(db.read, project, entry)
  const faults = checksumOf(columns) === entry.checksum ? [] : [`${name}: its bytes are not those that were stored.`]
  try {
    const part = await decodePart(entry, columns, COLUMN_NAMES)
    let views = 0
    for (const count of numbersOf(part, 'visit.views')) views += count
    if (views !== entry.rows.views)
      faults.push(`${name}: its visits have ${views} page views, the catalogue says ${entry.rows.views}.`)
    const ids = Array.from(numbersOf(part, 'visit.id'))
    const twice = ids.find((id) => (partOf.get(id) ?? entry.part) !== entry.part)
    if (twice !== undefined) faults.push(`${name}: the visit ${twice} is in part ${partOf.get(twice)} too.`)
    for (const id of ids) partOf.set(id, entry.part)
    const open = await openOnesOf(db, project, ids)
    if (open !== undefined) faults.push(`${name}: the visit ${open} is among the open rows too.`)
  } catch (fault) {
    // Damage is a sentence; a database that is away is not.
    if (!(fault instanceof MissingColumn) && !(fault instanceof DamagedBytes)) throw fault
    faults.push(`${name}: ${messageOf(fault)}`)
  }
  return faults
}

async function openOnesOf(db: Db, project: number, ids: readonly number[]): Promise<number | undefined> {
  const open = await db.read.selectFrom('visits').select('id').where('project_id', '=', project).execute()
  const known = new Set(open.map(({ id }) => id))
  return ids.find((id) => known.has(id))
}
