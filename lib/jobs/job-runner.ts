import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../core/clock.ts'
import { elapsed, SECOND } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { Db } from '../db/open-db.ts'
import type { Job, JobContext, Outcome } from './job.ts'
import type { Lease } from './lease.ts'
import { LeaseLost, takeLease } from './lease.ts'
import type { PlanRow } from './plan.ts'
import { ANEW, changeIfSame, failed, FREE, readPlan, reasonOf, rowsOf, short, WELL } from './plan.ts'
import type { LeaseTimes } from './schedule.ts'
import { backOff, isDue, isLeased, LEASE, nextRun } from './schedule.ts'

/** One run, or piece of a run. */
export interface JobReport {
  readonly job: string
  /** `alarm`: done, and it found something. `stopped`: the process ends. `lost`: another process has taken over. */
  readonly outcome: 'done' | 'more' | 'alarm' | 'failed' | 'stopped' | 'lost'
  readonly ms: number
  /** Of a failure or an alarm; else empty. */
  readonly reason: string
}

export interface JobRunner {
  /** Names of the jobs that are due now, the longest waiting first. */
  due(): Promise<string[]>
  /**
   * Runs what is due, one job after the other, until nothing is or so many ms are over; then it begins nothing more. Asked
   * for while it is at it already, it answers what that run comes to. Throws when the database is away.
   */
  run(forMs: number): Promise<JobReport[]>
  /** The rows of the jobs that there are. */
  states(): Promise<PlanRow[]>
  /** Makes a job forget what it remembers, and due at once. Throws `AppError` when there is none, or it is running. */
  restart(name: string): Promise<void>
  /** Makes a job due at once, whatever it remembers. Throws `AppError` when there is none, or it is running. */
  dueNow(name: string): Promise<void>
  /** Begins nothing more, tells the job under way to stop, and waits a second for it. */
  stop(): Promise<void>
}

/** A job that takes longer lets others have their turn. */
const SLICE_MS = 10 * SECOND
const STOP_PATIENCE = SECOND

/** Runs jobs by the plan in the database, which every process and machine on it shares. */
export function makeJobRunner(parts: {
  readonly db: Db
  readonly jobs: readonly Job[]
  readonly clock: Clock
  readonly log: Log
  readonly lease?: LeaseTimes
}): JobRunner {
  const { db, jobs, clock, log, lease: times = LEASE } = parts
  const names = jobs.map(({ name }) => name)
  const stopping = new AbortController()
  let running: Promise<JobReport[]> | undefined

  async function dueRows(): Promise<{ job: Job; row: PlanRow }[]> {
    const rows = await readPlan(db, names, clock.now())
    const known = rows.flatMap((row) => jobs.filter(({ name }) => name === row.name).map((job) => ({ job, row })))
    return known.filter(({ job, row }) => isDue(row, job.schedule, clock.now(), times))
  }

  async function runDue(end: number): Promise<JobReport[]> {
    const reports: JobReport[] = []
    while (!stopping.signal.aborted && elapsed() < end) {
      const [next] = await dueRows()
      if (next === undefined) break
      const lease = await takeLease(db, next.row, clock, times)
      if (lease === undefined) continue
      const startedAt = elapsed()
      try {
        const { outcome, reason } = await runOne(next.job, lease, Math.min(end, startedAt + SLICE_MS))
        reports.push({ job: next.job.name, outcome, ms: Math.round(elapsed() - startedAt), reason })
      } finally {
        lease.drop()
      }
    }
    return reports
  }

  async function runOne(job: Job, lease: Lease, deadline: number): Promise<Omit<JobReport, 'job' | 'ms'>> {
    try {
      const outcome = await job.run(contextFor(lease, deadline))
      return await settle(job, lease, outcome)
    } catch (fault) {
      if (lease.signal.aborted || fault instanceof LeaseLost)
        return told(job, 'lost', 'Another process has taken over.')
      // It was told to stop, and did; whoever comes next goes on.
      if (stopping.signal.aborted) {
        await lease.end(FREE)
        return told(job, 'stopped', '')
      }
      const reason = short(reasonOf(fault))
      const now = clock.now()
      const change = failed(lease.row, reason, now)
      const next = { next_run_at: now + backOff(change.failures), ...FREE }
      return (await lease.end({ ...change, ...next })) ? told(job, 'failed', reason) : told(job, 'lost', reason)
    }
  }

  async function settle(job: Job, lease: Lease, outcome: Outcome): Promise<Omit<JobReport, 'job' | 'ms'>> {
    const now = clock.now()
    if (outcome.state === 'more') {
      const isKept = await lease.end({ ...WELL, next_run_at: now, progress: outcome.progress })
      return isKept ? told(job, 'more', '') : told(job, 'lost', '')
    }
    const { progress = '', alarm = '' } = outcome
    const since = lease.row.alarm_since === 0 ? now : lease.row.alarm_since
    const isKept = await lease.end({
      ...WELL,
      next_run_at: nextRun(job.schedule, now, alarm !== ''),
      finished_at: now,
      progress,
      alarm: short(alarm),
      alarm_since: alarm === '' ? 0 : since,
    })
    if (!isKept) return told(job, 'lost', '')
    return alarm === '' ? told(job, 'done', '') : told(job, 'alarm', short(alarm))
  }

  function told(job: Job, outcome: JobReport['outcome'], reason: string): Omit<JobReport, 'job' | 'ms'> {
    const isWell = outcome === 'done' || outcome === 'more' || outcome === 'stopped'
    if (!isWell) log.warn({ job: job.name, outcome, reason }, 'A job did not end well')
    return { outcome, reason }
  }

  function contextFor(lease: Lease, deadline: number): JobContext {
    const signal = AbortSignal.any([lease.signal, stopping.signal])
    return {
      progress: lease.row.progress,
      deadline,
      mayGoOn: () => !signal.aborted && elapsed() < deadline,
      signal,
      save: (progress) => lease.renew({ progress }),
      extend: () => lease.renew(),
      log,
    }
  }

  /** Makes a job due at once, with these changes to its row. */
  async function hurry(name: string, changes: Partial<PlanRow>): Promise<void> {
    const row = (await readPlan(db, names, clock.now())).find((one) => one.name === name)
    if (row === undefined) throw new AppError('not_found', `There is no job "${name}". These are: ${names.join(', ')}`)
    const isChanged =
      !isLeased(row, clock.now(), times) && (await changeIfSame(db, row, { ...changes, next_run_at: clock.now() }))
    if (!isChanged) throw new AppError('conflict', `The job "${name}" is running right now. Try again in a minute.`)
  }

  return {
    due: async () => (await dueRows()).map(({ job }) => job.name),
    run(forMs) {
      running ??= runDue(elapsed() + forMs).finally(() => (running = undefined))
      return running
    },
    states: () => rowsOf(db, names),
    restart: (name) => hurry(name, ANEW),
    dueNow: (name) => hurry(name, {}),
    async stop() {
      stopping.abort()
      // What hangs is left: its lease runs out, and another process goes on.
      await Promise.race([running?.catch(() => undefined), pause(STOP_PATIENCE, undefined, { ref: false })])
    },
  }
}
