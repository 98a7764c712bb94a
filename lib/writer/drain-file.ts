import type { Clock } from '../core/clock.ts'
import { messageOf } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { Dictionaries } from '../db/dictionaries.ts'
import { faultKind } from '../db/faults.ts'
import type { Db, Writer as Transaction } from '../db/open-db.ts'
import type { Spool } from '../spool/open-spool.ts'
import type { SpoolRecord } from '../spool/records.ts'
import type { SpoolFile, SpoolLine } from '../spool/spool-file.ts'
import { readLines } from '../spool/spool-file.ts'
import { readRecord } from './read-record.ts'
import type { Rejected } from './rejected.ts'
import type { Resolved } from './terms.ts'
import type { Waiters } from './waiters.ts'
import { keyOfMessage } from './waiters.ts'
import type { Batch } from './write-batch.ts'
import { writeBatch } from './write-batch.ts'

/** How much of a file goes into one transaction: about 250 page views. Larger ones would live so long that V8 keeps their garbage. */
const BATCH_BYTES = 160 * 1024

export interface DrainParts {
  readonly db: Db
  readonly spool: Spool
  readonly dictionaries: Dictionaries
  readonly rejected: Rejected
  /** The project a record is for; undefined when there is none (any more). */
  readonly projectOf: (record: SpoolRecord) => Promise<number | undefined>
  readonly clock: Clock
  readonly log: Log
}

/** Makes what writes the next piece of a file, and answers whether there may be more. */
export function makeDrain(parts: DrainParts, waiters: Waiters): (file: SpoolFile) => Promise<boolean> {
  const { db, spool, dictionaries, rejected, projectOf, clock, log } = parts
  /** Ends of the lines set aside, by file: a line may be read several times before what follows it is stored. */
  const setAside = new Map<string, Set<number>>()

  return async function drainSome(file) {
    const from = spool.positionOf(file) ?? 0
    const lines = readLines(file, from, BATCH_BYTES)
    if (lines.length === 0) {
      if (spool.exhausted(file)) await forget(file)
      return false
    }
    const position = await writeLines(file, from, lines)
    spool.stored(file, position)
    return true
  }

  /** The file is gone, so its position says nothing any more. When this fails, a row too many stays. */
  async function forget(file: SpoolFile): Promise<void> {
    setAside.delete(file.id)
    const remove = (tx: Transaction) => tx.deleteFrom('spool_positions').where('file', '=', file.id).execute()
    await db.write(remove).catch(() => undefined)
  }

  function reject(file: SpoolFile, line: SpoolLine, reason: string): void {
    const ends = setAside.get(file.id) ?? new Set()
    if (ends.has(line.end)) return
    rejected.add(line.text, reason)
    setAside.set(file.id, ends.add(line.end))
  }

  /** Writes lines; when the database refuses one, that one is set aside and the others are written. */
  async function writeLines(file: SpoolFile, from: number, lines: readonly SpoolLine[]): Promise<number> {
    const to = lines.at(-1)?.end ?? from
    const batch: Batch = { file: file.id, from, to, records: await readRecords(file, lines) }
    try {
      return await write(batch)
    } catch (fault) {
      if (faultKind(fault) !== 'refused') throw fault
      const [line] = lines
      if (lines.length > 1) return await writeHalves(file, from, lines)
      log.error(
        { reason: messageOf(fault) },
        'A record was refused by the database; it is kept in storage/spool/rejected',
      )
      if (line !== undefined) reject(file, line, messageOf(fault))
      for (const record of batch.records) waiters.tell(record, undefined)
      return await write({ ...batch, records: [] })
    }
  }

  async function write(batch: Batch): Promise<number> {
    const { position, written } = await writeBatch(db, dictionaries, clock, batch)
    for (const record of batch.records) waiters.tell(record, written.get(keyOfMessage(record)))
    return position
  }

  async function writeHalves(file: SpoolFile, from: number, lines: readonly SpoolLine[]): Promise<number> {
    const middle = Math.ceil(lines.length / 2)
    const half = lines.slice(0, middle)
    const position = await writeLines(file, from, half)
    // Somewhere else than expected: an earlier commit had succeeded after all. The next read goes on from there.
    return position === half.at(-1)?.end ? await writeLines(file, position, lines.slice(middle)) : position
  }

  async function readRecords(file: SpoolFile, lines: readonly SpoolLine[]): Promise<Resolved<SpoolRecord>[]> {
    const records: Resolved<SpoolRecord>[] = []
    const projects = new Map<string, number | undefined>()
    for (const line of lines) {
      const record = readRecord(line.text)
      if (record === undefined) {
        reject(file, line, 'Not a record this version can read')
        continue
      }
      const ref = JSON.stringify(record.project)
      if (!projects.has(ref)) projects.set(ref, await projectOf(record))
      const project = projects.get(ref)
      if (project !== undefined) records.push({ ...record, project: { id: project } })
      else {
        waiters.tell(record, undefined)
        if ('key' in record.project) reject(file, line, 'No project has this public key')
      }
    }
    return records
  }
}
