import { MINUTE, SECOND } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import { reasonOf } from './plan.ts'

/** For one look at the plan while a process answers requests: hosts may stop it when there are none. */
const SPAN_MS = 10 * SECOND

/**
 * Runs what is due while the process lives: first 5 to 10 s after now, when the requests that started it are answered,
 * and then about once a minute. Uneven, so that processes that started together do not meet each time. Keeps no
 * process alive.
 */
export function keepTicking(parts: {
  readonly run: (forMs: number) => Promise<unknown>
  readonly log: Log
  readonly random?: () => number
}): { stop(): void } {
  const { run, log, random = Math.random } = parts
  let timer: NodeJS.Timeout | undefined
  let isOver = false

  async function tick(): Promise<void> {
    try {
      await run(SPAN_MS)
    } catch (fault) {
      // Who writes what was accepted says louder that the database is away.
      log.debug({ reason: reasonOf(fault) }, 'The plan of jobs cannot be read; it is tried again in a minute')
    }
    if (!isOver) wait(MINUTE * (0.8 + 0.4 * random()))
  }

  function wait(ms: number): void {
    timer = setTimeout(() => void tick(), ms).unref()
  }

  wait(5 * SECOND * (1 + random()))
  return {
    stop() {
      isOver = true
      clearTimeout(timer)
    },
  }
}
