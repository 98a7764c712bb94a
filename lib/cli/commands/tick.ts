import { SECOND } from '../../core/clock.ts'
import type { JobReport } from '../../jobs/job-runner.ts'
import type { Command } from '../command.ts'
import { textTable } from '../text-table.ts'

/** Below a minute, so that the next one by cron finds nobody at work. */
const SPAN_MS = 50 * SECOND

/** Beside 2 for wrong usage. Cron's mail must be able to tell a job that failed from a database that is away. */
const EXIT = { done: 0, failed: 1, away: 3 } as const

export const tick: Command = {
  name: 'tick',
  summary: 'Run the background jobs that are due, for cron: 0 done, 1 a job failed, 3 the database is away',
  failureCode: EXIT.away,
  options: {
    restart: { type: 'string', value: '<job>', about: 'Make this job forget what it remembers, and run it now' },
  },
  run: async (given, services) => {
    const written = await services.emptySpool()
    const jobs = await services.jobs()
    const restarted = given.text('restart')
    if (restarted !== undefined) await jobs.restart(restarted)
    const reports = await jobs.run(SPAN_MS)
    const bad = reports.filter(({ outcome }) => outcome === 'failed' || outcome === 'alarm')
    for (const { job, reason } of bad) services.err.write(`${job}: ${reason}\n`)
    return {
      text: [
        ...spoolLine(written),
        ...(reports.length === 0 ? ['Nothing was due.'] : [textTable(reports.map(rowOf))]),
      ].join('\n'),
      data: { spool_bytes: written, jobs: reports, failed: bad.length },
      exitCode: bad.length > 0 ? EXIT.failed : EXIT.done,
    }
  },
}

const spoolLine = (bytes: number) =>
  bytes === 0 ? [] : [`Wrote ${bytes.toLocaleString('en-US')} bytes that a process left behind.`]

const rowOf = ({ job, outcome, ms }: JobReport) => [job, outcome, `${ms} ms`]
