import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DAY, elapsed, HOUR, MINUTE, SECOND } from '../../lib/core/clock.ts'
import { silentLog } from '../../lib/core/log.ts'
import type { Schedule } from '../../lib/jobs/job.ts'
import { reasonOf } from '../../lib/jobs/plan.ts'
import { backOff, isDue, LEASE, nextRun } from '../../lib/jobs/schedule.ts'
import { sweepLimits } from '../../lib/jobs/sweep-limits.ts'
import { makeReqCounter } from '../../lib/rate-limit/req-counter.ts'
import { clockAt } from '../kit/clock.ts'

const NOW = Date.parse('2026-03-10T12:00:00Z')
const hourly: Schedule = { every: HOUR }
const daily: Schedule = { dailyAt: 3 * HOUR + 17 * MINUTE }

test.each([
  [0, MINUTE],
  [1, MINUTE],
  [2, 5 * MINUTE],
  [3, 30 * MINUTE],
  [4, 2 * HOUR],
  [5, 6 * HOUR],
  [6, 6 * HOUR],
  [1000, 6 * HOUR],
])('after %s failures it waits %s ms', (failures, ms) => {
  expect(backOff(failures)).toBe(ms)
})

test.each([
  ['an hour after the end', hourly, '2026-03-10T12:00:00Z', false, '2026-03-10T13:00:00Z'],
  ['today, when that is still to come', daily, '2026-03-10T03:16:59Z', false, '2026-03-10T03:17:00Z'],
  ['tomorrow, at that very time', daily, '2026-03-10T03:17:00Z', false, '2026-03-11T03:17:00Z'],
  ['tomorrow', daily, '2026-12-31T23:59:59Z', false, '2027-01-01T03:17:00Z'],
  ['within the hour, with an alarm', daily, '2026-03-10T12:00:00Z', true, '2026-03-10T13:00:00Z'],
  ['never later for an alarm', daily, '2026-03-10T03:00:00Z', true, '2026-03-10T03:17:00Z'],
])('the next run is %s', (_name, schedule, now, isAlarmed, expected) => {
  expect(new Date(nextRun(schedule, Date.parse(now), isAlarmed)).toISOString()).toBe(expected.replace('Z', '.000Z'))
})

test.each([
  ['its time has come', 0, -MINUTE, true],
  ['its time is to come', 1, -MINUTE, false],
  ['somebody is at it', -HOUR, LEASE.lasts, false],
  ['the lease is over by less than clocks may differ', -HOUR, -LEASE.slack + 1, false],
  ['the lease is over', -HOUR, -LEASE.slack, true],
  ['the lease is of a clock that is a few minutes ahead', -HOUR, LEASE.lasts + 5 * MINUTE, false],
  ['the lease is of a clock that was a year ahead', -HOUR, 365 * DAY, true],
  ['it was backed off', 6 * HOUR, -MINUTE, false],
  ['its time is of a clock that was a year ahead', 365 * DAY, -MINUTE, true],
])('when %s: case %#', (_name, nextIn, leasedFor, expected) => {
  const row = { next_run_at: NOW + nextIn, lease_until: NOW + leasedFor }
  expect(isDue(row, hourly, NOW)).toBe(expected)
})

test('a job that comes once in a long while is not taken for one of a wrong clock', () => {
  const row = { next_run_at: NOW + 30 * DAY, lease_until: 0 }
  expect(isDue(row, { every: 30 * DAY }, NOW)).toBe(false)
  expect(isDue(row, daily, NOW)).toBe(true)
})

test.each([
  ['a plain fault', new Error('Something is wrong'), 'Something is wrong'],
  [
    'of the file system, without its paths',
    Object.assign(new Error("EACCES: permission denied, unlink '/home/somebody/x'"), {
      code: 'EACCES',
      syscall: 'unlink',
      path: '/home/somebody/x',
    }),
    'A file or folder cannot be used: EACCES (unlink).',
  ],
  [
    'of a database that is away, in words',
    Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
    'The database does not answer at the address in DATABASE_URL. Check that it runs and that host and port are right.',
  ],
  ['nothing that is an error', undefined, 'undefined'],
])('the reason of a failure: %s', (_name, fault, expected) => {
  expect(reasonOf(fault)).toBe(expected)
})

test('expired counts of limits go, in pieces, and those that hold stay', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'micrologs-sweep-'))
  const clock = clockAt('2026-03-10T12:00:00Z')
  const counter = makeReqCounter({ dir, clock, log: silentLog, threshold: 0, random: () => 1 })
  const hits = (prefix: string) => {
    for (let one = 0; one < 40; one++) counter.hit(`${prefix}${one}`, { limit: 10, windowMs: MINUTE })
  }
  const files = () => readdirSync(dir, { recursive: true }).filter((name) => String(name).endsWith('.req')).length
  hits('old')
  clock.advance(HOUR)
  hits('new')
  expect(files()).toBe(80)

  const job = sweepLimits(dir, clock)
  const run = (progress: string, steps: number) => {
    let left = steps
    return job.run({
      progress,
      deadline: elapsed() + SECOND,
      mayGoOn: () => left-- > 0,
      signal: new AbortController().signal,
      save: () => Promise.resolve(),
      extend: () => Promise.resolve(),
      log: silentLog,
    })
  }
  expect(await run('', 100)).toEqual({ state: 'more', progress: '100' })
  const between = files()
  expect(between).toBeGreaterThan(40)
  expect(between).toBeLessThan(80)
  expect(await run('100', 1000)).toEqual({ state: 'done' })
  expect(files()).toBe(40)
  rmSync(dir, { recursive: true })
})
