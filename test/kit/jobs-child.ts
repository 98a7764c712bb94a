import { appendFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { systemClock } from '../../lib/core/clock.ts'
import { messageOf } from '../../lib/core/errors.ts'
import { silentLog } from '../../lib/core/log.ts'
import { openDb } from '../../lib/db/open-db.ts'
import type { Job } from '../../lib/jobs/job.ts'
import { makeJobRunner } from '../../lib/jobs/job-runner.ts'
import type { LeaseTimes } from '../../lib/jobs/schedule.ts'

/** What a test tells this process to do: to run one job that counts, again and again, until it is killed. */
export interface JobsOrder {
  readonly url: string
  readonly storageDir: string
  /** A line for each step: see `CountedStep`. */
  readonly file: string
  readonly lease: LeaseTimes
  readonly stepMs: number
  readonly stepsPerPiece: number
}

/** One step began or ended: who, which, and the count that it found. */
export interface CountedStep {
  readonly pid: number
  readonly what: 'begin' | 'step' | 'end'
  readonly count: number
}

/** Counts on from where it was, saving after each step; a piece is never done before `stepsPerPiece` of them. */
const counting = ({ file, stepMs, stepsPerPiece }: JobsOrder): Job => ({
  name: 'counting',
  schedule: { every: 1 },
  async run({ progress, save, signal }) {
    const note = (what: CountedStep['what'], count: number) =>
      appendFileSync(file, `${JSON.stringify({ pid: process.pid, what, count } satisfies CountedStep)}\n`)
    let count = Number(progress)
    note('begin', count)
    for (let step = 0; step < stepsPerPiece; step++) {
      await pause(stepMs)
      signal.throwIfAborted()
      count++
      await save(String(count))
      note('step', count)
    }
    note('end', count)
    return { state: 'more', progress: String(count) }
  },
})

async function work(order: JobsOrder): Promise<never> {
  const { url, storageDir, lease } = order
  const db = openDb({ url, storageDir, connections: 1 })
  const runner = makeJobRunner({ db, jobs: [counting(order)], clock: systemClock, log: silentLog, lease })
  for (;;) {
    // One piece each, so that all of them get their share.
    const reports = await runner.run(1)
    for (const { outcome, reason } of reports) if (outcome !== 'more') process.send?.(`${outcome}: ${reason}`)
    await pause(5 + 20 * Math.random())
  }
}

process.on('message', (order: JobsOrder) => {
  work(order).catch((fault: unknown) => process.send?.(messageOf(fault)))
})

process.send?.('ready')
