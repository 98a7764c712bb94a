import { setTimeout as pause } from 'node:timers/promises'
import { SECOND } from '../core/clock.ts'
import { codeOf, messageOf } from '../core/errors.ts'
import { explainFault } from '../db/faults.ts'
import type { Waits } from '../db/waits.ts'
import { WAITS, waitAfter } from '../db/waits.ts'
import type { SpoolRecord, Written } from '../spool/records.ts'
import type { DrainParts } from './drain-file.ts'
import { makeDrain } from './drain-file.ts'
import { makeWaiters } from './waiters.ts'

/** After the first record of a quiet time the writer waits this long, so that more can share its transaction. */
const GATHER_MS = 250
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

export interface WriterParts extends DrainParts {
  readonly waits?: Waits
}

export function makeWriter(parts: WriterParts): Writer {
  const { spool, clock, log, waits = WAITS } = parts
  let status: WriterState = { state: 'stopped' }
  let timer: NodeJS.Timeout | undefined
  let surveyor: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let failures = 0
  let appends = 0
  const waiters = makeWaiters()
  const drainSome = makeDrain(parts, waiters)

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
      const told = waiters.wait(record)
      try {
        await spool.append(record)
      } catch (fault) {
        waiters.tell(record, undefined)
        throw fault
      }
      if (status.state === 'running') hurry()
      else waiters.tell(record, undefined)
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
