import { setTimeout as pause } from 'node:timers/promises'
import { SECOND } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import { explainFault } from '../db/faults.ts'
import type { Db } from '../db/open-db.ts'
import type { Waits } from '../db/waits.ts'
import { waitAfter } from '../db/waits.ts'

/** Work that repeats for as long as the process lives. Whatever it throws is its own business. */
interface Chore {
  readonly every: number
  run(): Promise<void>
}

export interface KeepUp {
  /** Resolves when the schema is up to date and `onReady` is done; never when `stop` came first. */
  readonly ready: Promise<void>
  stop(): Promise<void>
}

const STOP_PATIENCE = SECOND

/**
 * Brings the database up to date in the background, for as long as it takes: the app has been listening and accepting
 * since before. Then runs `onReady` once, and the chores at their times.
 */
export function keepUp(options: {
  db: Db
  log: Log
  waits: Waits
  onReady: () => Promise<void>
  chores: readonly Chore[]
}): KeepUp {
  const { db, log, waits, onReady, chores } = options
  const stopping = new AbortController()
  const timers: NodeJS.Timeout[] = []
  let running: Promise<unknown> = Promise.resolve()

  async function connect(): Promise<void> {
    for (let failures = 0; ; failures++) {
      try {
        await db.migrate()
        await onReady()
        return
      } catch (fault) {
        if (stopping.signal.aborted) return
        log.warn({ reason: explainFault(fault) }, 'The database is not ready; page views are kept until it is')
        await pause(waitAfter(fault, failures, waits), undefined, { signal: stopping.signal, ref: false })
      }
    }
  }

  const ready = new Promise<void>((resolve) => {
    running = connect().then(
      () => {
        if (stopping.signal.aborted) return
        for (const chore of chores) {
          const timer = setInterval(() => {
            running = Promise.allSettled([running, chore.run()])
          }, chore.every)
          timer.unref()
          timers.push(timer)
        }
        resolve()
      },
      () => undefined, // stopped while it waited
    )
  })

  return {
    ready,
    async stop() {
      stopping.abort()
      for (const timer of timers) clearInterval(timer)
      // A connection that is being tried may hang for seconds; nothing is lost by leaving it.
      await Promise.race([running, pause(STOP_PATIENCE, undefined, { ref: false })])
    },
  }
}
