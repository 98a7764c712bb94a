import { DAY, HOUR, MINUTE, SECOND } from '../core/clock.ts'
import type { Schedule } from './job.ts'

/** For how long a process may be silent before another takes its job, ms. */
export interface LeaseTimes {
  readonly lasts: number
  readonly renewEvery: number
  /** Another waits this much longer, and the holder stops twice as much earlier: clocks differ by seconds. */
  readonly slack: number
}

export const LEASE: LeaseTimes = { lasts: 90 * SECOND, renewEvery: 30 * SECOND, slack: 5 * SECOND }

/** Waits after the first failure, the second, …; the last one holds from then on. */
const BACK_OFF = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR] as const

/** Until the next try, ms. `failures` counts the one just now. */
export const backOff = (failures: number): number =>
  BACK_OFF[Math.min(Math.max(failures, 1), BACK_OFF.length) - 1] ?? 6 * HOUR

/** An alarm is looked at again after this: what was put right should not ring for a day. */
const ALARM_EVERY = HOUR

/** When a job that is done comes again. */
export function nextRun(schedule: Schedule, now: number, isAlarmed: boolean): number {
  const next = 'every' in schedule ? now + schedule.every : nextDaily(schedule.dailyAt, now)
  return isAlarmed ? Math.min(next, now + ALARM_EVERY) : next
}

function nextDaily(after: number, now: number): number {
  const today = Math.floor(now / DAY) * DAY + after
  return today > now ? today : today + DAY
}

/** What a row of the plan says about when. */
export interface Timing {
  readonly next_run_at: number
  readonly lease_until: number
}

/** A clock that was this far ahead when it wrote has been wrong, and nobody waits for what it meant. */
const TOO_FAR = HOUR

/** Whether it is time, and nobody is at it. */
export const isDue = (row: Timing, schedule: Schedule, now: number, lease = LEASE): boolean =>
  !isLeased(row, now, lease) && (row.next_run_at <= now || row.next_run_at > now + longestWait(schedule) + TOO_FAR)

export const isLeased = ({ lease_until: until }: Timing, now: number, lease = LEASE): boolean =>
  until + lease.slack > now && until <= now + lease.lasts + TOO_FAR

/** Between two tries, with failures. */
const longestWait = (schedule: Schedule) =>
  Math.max('every' in schedule ? schedule.every : DAY, backOff(BACK_OFF.length))
