import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../core/clock.ts'
import { SECOND } from '../core/clock.ts'
import { codeOf, messageOf } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import { explainFault, faultKind } from '../db/faults.ts'
import type { Dictionaries } from '../db/dictionaries.ts'
import type { Db, Writer as Transaction } from '../db/open-db.ts'
import type { Waits } from '../db/waits.ts'
import { WAITS, waitAfter } from '../db/waits.ts'
import type { Spool } from '../spool/open-spool.ts'
import type { SpoolRecord, Written } from '../spool/records.ts'
import type { SpoolFile, SpoolLine } from '../spool/spool-file.ts'
import { readLines } from '../spool/spool-file.ts'
import type { Rejected } from './rejected.ts'
import { makeWaiters } from './waiters.ts'
import type { Resolved } from './terms.ts'
import type { Batch } from './write-batch.ts'
import { writeBatch } from './write-batch.ts'

/** After the first record of a quiet time the writer waits this long, so that more can share its transaction. */
const GATHER_MS = 250
/** How much of a file goes into one transaction: about 250 page views. Larger ones would live so long that V8 keeps their garbage. */
const BATCH_BYTES = 160 * 1024
/** How often the folder is looked through for files of processes that are gone. */
const SURVEY_EVERY = 5 * SECOND

export type WriterState =
  | { readonly state: 'running' }
  | { readonly state: 'waiting'; readonly reason: string; readonly since: number }
  | { readonly state: 'stopped' }

/** Moves the spool into the database, for as long as the process lives. */
export interface Writer {
  start(): void
  /** Writes everything that waits now, unless the database is away; then it throws. */
  drain(): Promise<void>
  /**
   * Spools a record and waits until it is in the database, ahead of the usual pause. Undefined when the database is away
   * or slow: the record is written later, and what became of it is not known then. Throws only what `append` throws.
   */
  writeThrough(record: SpoolRecord): Promise<Written | undefined>
  /** Ends. Has it been writing, what waits is written first, for at most `withinMs`. */
  stop(withinMs: number): Promise<void>
  readonly status: WriterState
}

export interface WriterParts {
  readonly db: Db
  readonly spool: Spool
  readonly dictionaries: Dictionaries
  readonly rejected: Rejected
  /** The project a record is for; undefined when there is none (any more). */
  readonly projectOf: (record: SpoolRecord) => Promise<number | undefined>
  readonly clock: Clock
  readonly log: Log
  readonly waits?: Waits
}

export function makeWriter(parts: WriterParts): Writer {
  const { db, spool, dictionaries, rejected, projectOf, clock, log, waits = WAITS } = parts
  let status: WriterState = { state: 'stopped' }
  let timer: NodeJS.Timeout | undefined
  let surveyor: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  /** Ends of the lines set aside, by file: a line may be read several times before what follows it is stored. */
  const setAside = new Map<string, Set<number>>()
  let failures = 0
  let appends = 0
  const waiters = makeWaiters()

  /** One run over all files, oldest first. Runs never overlap. */
  function drain(): Promise<void> {
    running ??= drainFiles().finally(() => {
      running = undefined
    })
    return running
  }

  async function drainFiles(): Promise<void> {
    // Files may be added (taken over) or removed (stored in full) while this runs.
    for (const file of [...spool.own()]) {
      try {
        while (await drainSome(file));
      } catch (fault) {
        // Taken over by another process while this one was suspended: it is theirs to write now.
        if (codeOf(fault) !== 'ENOENT') throw fault
      }
    }
  }

  /** Writes the next piece of a file; answers whether there may be more. */
  async function drainSome(file: SpoolFile): Promise<boolean> {
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
      for (const { id } of batch.records) waiters.tell(id, undefined)
      return await write({ ...batch, records: [] })
    }
  }

  async function write(batch: Batch): Promise<number> {
    const { position, written } = await writeBatch(db, dictionaries, clock, batch)
    for (const { id } of batch.records) waiters.tell(id, written.get(id))
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
      const record = parse(line.text)
      if (record === undefined) {
        reject(file, line, 'Not a record this version can read')
        continue
      }
      const ref = JSON.stringify(record.project)
      if (!projects.has(ref)) projects.set(ref, await projectOf(record))
      const project = projects.get(ref)
      if (project !== undefined) records.push({ ...record, project: { id: project } })
      else if ('key' in record.project) reject(file, line, 'No project has this public key')
    }
    return records
  }

  function schedule(delay: number): void {
    if (status.state === 'stopped' || timer !== undefined) return
    timer = setTimeout(() => void run(), delay)
    timer.unref()
  }

  /** As soon as possible: when a run is under way, it looks once more before it ends. */
  function hurry(): void {
    if (running !== undefined) return
    clearTimeout(timer)
    timer = undefined
    schedule(0)
  }

  async function run(): Promise<void> {
    const before = appends
    try {
      await drain()
      failures = 0
      timer = undefined
      if (status.state === 'waiting') log.info({}, 'The database is back; what waited is written')
      if (status.state !== 'stopped') status = { state: 'running' }
      // The end of the run may not have seen it.
      if (appends > before) schedule(waiters.some ? 0 : GATHER_MS)
    } catch (fault) {
      timer = undefined
      waiters.dismiss()
      wait(fault)
    }
  }

  function wait(fault: unknown): void {
    if (status.state === 'running')
      log.warn({ reason: explainFault(fault) }, 'Cannot write to the database; records wait in the spool')
    if (status.state !== 'stopped') {
      const since = status.state === 'waiting' ? status.since : clock.now()
      status = { state: 'waiting', reason: explainFault(fault), since }
    }
    schedule(waitAfter(fault, failures++, waits))
  }

  const survey = () => {
    try {
      spool.survey()
    } catch (fault) {
      log.error({ reason: messageOf(fault) }, 'The spool folder cannot be read')
      return
    }
    if (spool.waitingBytes > 0) schedule(0)
  }

  return {
    get status() {
      return status
    },
    drain,
    async writeThrough(record) {
      const told = waiters.wait(record.id)
      try {
        await spool.append(record)
      } catch (fault) {
        waiters.tell(record.id, undefined)
        throw fault
      }
      if (status.state === 'running') hurry()
      else waiters.tell(record.id, undefined)
      return told
    },
    start() {
      status = { state: 'running' }
      spool.onAppend = () => {
        appends++
        schedule(GATHER_MS)
      }
      surveyor = setInterval(survey, SURVEY_EVERY)
      surveyor.unref()
      schedule(0)
    },
    async stop(withinMs) {
      const wasWriting = status.state === 'running'
      status = { state: 'stopped' }
      clearTimeout(timer)
      clearInterval(surveyor)
      spool.onAppend = () => undefined
      // Before its start the schema may be an older one; while it waits there is nothing to write to.
      if (!wasWriting) return
      spool.endFile()
      const late = pause(withinMs, undefined, { ref: false })
      await Promise.race([late, (running ?? Promise.resolve()).then(drain)]).catch((fault: unknown) =>
        log.warn({ reason: messageOf(fault) }, 'What is left in the spool is written at the next start'),
      )
    },
  }
}

function parse(text: string): SpoolRecord | undefined {
  try {
    const record = JSON.parse(text) as Partial<SpoolRecord> | null
    const isKnown = record?.v === 1 && typeof record.kind === 'string' && typeof record.project === 'object'
    return isKnown ? (record as SpoolRecord) : undefined
  } catch {
    return undefined
  }
}
