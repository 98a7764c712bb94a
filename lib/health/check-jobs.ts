import { setTimeout as pause } from 'node:timers/promises'
import { SECOND } from '../core/clock.ts'
import type { HealthCheck } from '../wire/health.ts'

/** How a job has fared; of the table `jobs`. */
export interface JobState {
  readonly name: string
  readonly failures: number
  readonly failing_since: number
  readonly reason: string
  readonly alarm: string
  readonly alarm_since: number
}

/** One failure, or two, mend themselves. */
const WORTH_TELLING = 3
const PATIENCE_MS = 3 * SECOND

const UNKNOWN: HealthCheck = {
  status: 'warn',
  message: 'How background work fares cannot be read right now. See "database".',
}

/**
 * An alarm fails, because the one thing that the audit log is for is broken and somebody must be called; a job that
 * cannot do its work warns.
 */
export async function checkJobs(states: () => Promise<readonly JobState[]>, isAway: boolean): Promise<HealthCheck> {
  if (isAway) return UNKNOWN
  const late = async () => {
    await pause(PATIENCE_MS, undefined, { ref: false })
    throw new Error('late')
  }
  try {
    return judge(await Promise.race([states(), late()]))
  } catch {
    return UNKNOWN
  }
}

function judge(states: readonly JobState[]): HealthCheck {
  const alarms = states.filter(({ alarm }) => alarm !== '')
  const failing = states.filter(({ failures }) => failures >= WORTH_TELLING)
  const figures = { alarms: alarms.length, failing: failing.length }
  const sentences = [
    ...alarms.map(({ name, alarm, alarm_since }) => `"${name}" since ${day(alarm_since)}: ${alarm}`),
    ...failing.map(
      ({ name, failures, failing_since, reason }) =>
        `"${name}" has failed ${failures} times since ${day(failing_since)}: ${reason}`,
    ),
  ]
  if (sentences.length === 0) return { status: 'ok', message: 'Background work is done as planned.', ...figures }
  return { status: alarms.length > 0 ? 'fail' : 'warn', message: sentences.join(' '), ...figures }
}

const day = (at: number) => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
