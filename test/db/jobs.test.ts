import { setTimeout as pause } from 'node:timers/promises'
import { HOUR, MINUTE, SECOND } from '../../lib/core/clock.ts'
import { silentLog } from '../../lib/core/log.ts'
import type { Db } from '../../lib/db/open-db.ts'
import { openDb } from '../../lib/db/open-db.ts'
import type { Job, JobContext, Outcome } from '../../lib/jobs/job.ts'
import { makeJobRunner } from '../../lib/jobs/job-runner.ts'
import { LEASE } from '../../lib/jobs/schedule.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'
import { engines, freshDb } from '../kit/databases.ts'

const NOON = '2026-03-10T12:00:00Z'
const DONE: Outcome = { state: 'done' }

describe.each(engines)('%s: jobs', (engine) => {
  let db: Db
  let other: Db
  let drop: () => Promise<void>
  let clock: MovedClock
  let runs: string[]
  beforeEach(async () => {
    const fresh = await freshDb(engine)
    ;({ db, drop } = fresh)
    other = openDb({ url: fresh.url, storageDir: fresh.storageDir, connections: 1 })
    clock = clockAt(NOON)
    runs = []
  })
  afterEach(async () => {
    await other.close()
    await drop()
  })

  type Work = (context: JobContext) => Outcome | Promise<Outcome>
  const job = (name: string, work: Work = () => DONE, schedule: Job['schedule'] = { every: HOUR }): Job => ({
    name,
    schedule,
    run: (context) => {
      runs.push(name)
      return Promise.resolve().then(() => work(context))
    },
  })
  /** A process: its own runner over a connection. */
  const runner = (jobs: readonly Job[], on = db, lease = LEASE) =>
    makeJobRunner({ db: on, jobs, clock, log: silentLog, lease })
  const row = async (name: string) =>
    db.read.selectFrom('jobs').selectAll().where('name', '=', name).executeTakeFirstOrThrow()
  const outcomes = async (on: ReturnType<typeof runner>) =>
    (await on.run(10 * SECOND)).map((report) => `${report.job} ${report.outcome}`)

  /** A job that is held in the middle until it is let go. */
  function held(name: string, work: Work = () => DONE) {
    let letGo = (): void => undefined
    const isOver = new Promise<void>((resolve) => (letGo = resolve))
    let begun = (): void => undefined
    const isBegun = new Promise<void>((resolve) => (begun = resolve))
    const made = job(name, async (context) => {
      begun()
      await isOver
      return work(context)
    })
    return { job: made, letGo, isBegun }
  }

  test('are due at once the first time, then by their schedule, the longest waiting first', async () => {
    const one = runner([job('hourly'), job('daily', undefined, { dailyAt: 3 * HOUR })])
    expect(await one.due()).toEqual(['daily', 'hourly'])
    expect(await outcomes(one)).toEqual(['daily done', 'hourly done'])
    expect(await outcomes(one)).toEqual([])
    expect(await row('hourly')).toMatchObject({
      next_run_at: clock.now() + HOUR,
      started_at: clock.now(),
      finished_at: clock.now(),
      lease_holder: '',
      lease_until: 0,
    })
    expect((await row('daily')).next_run_at).toBe(Date.parse('2026-03-11T03:00:00Z'))
    clock.advance(HOUR)
    expect(await one.due()).toEqual(['hourly'])
    clock.set('2026-03-11T03:00:00Z')
    expect(await one.due()).toEqual(['hourly', 'daily'])
  })

  test('of two connections that want a job at once, one gets it', async () => {
    for (let round = 0; round < 15; round++) {
      runs = []
      const both = [db, other].map((on) => runner([job('one'), job('two')], on))
      await Promise.all(both.map((each) => each.run(10 * SECOND)))
      expect(runs.toSorted()).toEqual(['one', 'two'])
      clock.advance(HOUR)
    }
  })

  test('nobody takes what somebody is at, until the lease is over', async () => {
    const { job: slow, letGo, isBegun } = held('slow')
    const first = runner([slow]).run(10 * SECOND)
    await isBegun
    const second = runner([job('slow')], other)
    expect(await second.due()).toEqual([])
    clock.advance(LEASE.lasts)
    expect(await outcomes(second)).toEqual([])
    clock.advance(LEASE.slack)
    // As of a process that was killed: a failure, but it is taken up at once.
    expect(await outcomes(second)).toEqual(['slow done'])
    expect(await row('slow')).toMatchObject({ failures: 0, reason: '', finished_at: clock.now() })

    const before = await row('slow')
    letGo()
    expect((await first).map(({ outcome }) => outcome)).toEqual(['lost'])
    expect(await row('slow')).toEqual(before)
  })

  test('a lease that is extended holds; a holder that lost it is told and writes nothing', async () => {
    const {
      job: slow,
      letGo,
      isBegun,
    } = held('slow', async ({ extend, save, signal, mayGoOn }) => {
      clock.advance(LEASE.lasts)
      await extend()
      clock.advance(LEASE.lasts)
      expect(await second.due()).toEqual([])
      expect(mayGoOn()).toBe(true)
      clock.advance(LEASE.slack)
      expect((await second.run(10 * SECOND)).map(({ outcome }) => outcome)).toEqual(['done'])
      await expect(save('mine')).rejects.toThrow('taken this job over')
      expect([signal.aborted, mayGoOn()]).toEqual([true, false])
      return { state: 'done', progress: 'mine' }
    })
    const second = runner([job('slow', () => ({ state: 'done', progress: 'theirs' }))], other)
    const first = runner([slow]).run(10 * SECOND)
    await isBegun
    letGo()
    expect((await first).map(({ outcome }) => outcome)).toEqual(['lost'])
    expect(await row('slow')).toMatchObject({ progress: 'theirs', lease_holder: '' })
  })

  test('a timer renews the lease of a job that does not', async () => {
    const lease = { lasts: 400, renewEvery: 30, slack: 20 }
    const { job: slow, letGo, isBegun } = held('slow')
    const first = runner([slow], db, lease).run(10 * SECOND)
    await isBegun
    const { lease_until: until } = await row('slow')
    for (let looks = 0; looks < 20; looks++) {
      clock.advance(100)
      await pause(60)
      expect(await runner([job('slow')], other, lease).due()).toEqual([])
    }
    expect((await row('slow')).lease_until).toBeGreaterThan(until + 1500)
    letGo()
    expect((await first).map(({ outcome }) => outcome)).toEqual(['done'])
    expect(runs).toEqual(['slow'])
  })

  test('goes on where it stopped, and is due at once', async () => {
    const seen: string[] = []
    const pieces = job('pieces', async ({ progress, save }) => {
      seen.push(progress)
      if (progress === '') return { state: 'more', progress: 'a' }
      if (progress === 'a') {
        await save('b')
        throw new Error('in the middle')
      }
      return { state: 'done', progress: 'kept' }
    })
    const one = runner([pieces])
    expect(await outcomes(one)).toEqual(['pieces more', 'pieces failed'])
    clock.advance(MINUTE)
    expect(await outcomes(runner([pieces], other))).toEqual(['pieces done'])
    expect(await row('pieces')).toMatchObject({ progress: 'kept', failures: 0, failing_since: 0, reason: '' })
    clock.advance(HOUR)
    await one.run(SECOND)
    expect(seen).toEqual(['', 'a', 'b', 'kept'])
  })

  test('a job that takes many pieces lets the others have their turn', async () => {
    let left = 3
    const long = job('a long one', () => (left-- > 0 ? { state: 'more', progress: String(left) } : DONE))
    const one = runner([long, job('short')])
    await one.due()
    clock.advance(SECOND)
    await one.run(10 * SECOND)
    expect(runs.slice(0, 2)).toEqual(['a long one', 'short'])
    expect(runs).toHaveLength(5)
  })

  test('one that keeps failing is tried later and later, and success clears it', async () => {
    let isBroken = true
    const flaky = job('flaky', () => {
      if (isBroken) throw new Error(`${'Very '.repeat(200)}wrong`)
      return DONE
    })
    const one = runner([flaky])
    const since = clock.now()
    for (const [index, wait] of [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 6 * HOUR].entries()) {
      expect(await outcomes(one)).toEqual(['flaky failed'])
      const { failures, failing_since, next_run_at, reason } = await row('flaky')
      expect([failures, failing_since, next_run_at]).toEqual([index + 1, since, clock.now() + wait])
      expect([reason.slice(0, 10), reason.length]).toEqual(['Very Very ', 512])
      clock.advance(wait - 1)
      expect(await one.due()).toEqual([])
      clock.advance(1)
    }
    isBroken = false
    expect(await outcomes(one)).toEqual(['flaky done'])
    expect(await row('flaky')).toMatchObject({ failures: 0, failing_since: 0, reason: '' })
  })

  test('killed half-way again and again, it is counted as failing', async () => {
    await runner([job('doomed')]).due()
    const killed = async () => {
      const set = { lease_holder: 'gone', lease_until: clock.now() - MINUTE, next_run_at: clock.now() }
      await db.write((tx) => tx.updateTable('jobs').set(set).execute())
    }
    for (let kills = 1; kills <= 3; kills++) {
      await killed()
      const { job: doomed, isBegun } = held('doomed')
      void runner([doomed]).run(SECOND)
      await isBegun
      expect(await row('doomed')).toMatchObject({ failures: kills, reason: 'The run before was stopped half-way.' })
    }
  })

  test('an alarm is no failure, and is looked at again within the hour', async () => {
    let alarm = 'The sky falls.'
    const one = runner([job('watch', () => ({ state: 'done', alarm }), { dailyAt: 3 * HOUR })])
    expect(await one.run(SECOND)).toMatchObject([{ job: 'watch', outcome: 'alarm', reason: alarm }])
    const at = clock.now()
    expect(await row('watch')).toMatchObject({ failures: 0, alarm, alarm_since: at, next_run_at: at + HOUR })
    clock.advance(HOUR)
    await one.run(SECOND)
    expect(await row('watch')).toMatchObject({ alarm, alarm_since: at })
    alarm = ''
    clock.advance(HOUR)
    await one.run(SECOND)
    expect(await row('watch')).toMatchObject({ alarm: '', alarm_since: 0 })
  })

  test('jobs of another version are left alone', async () => {
    await runner([job('of tomorrow')]).due()
    const before = await row('of tomorrow')
    const one = runner([job('mine')])
    expect(await outcomes(one)).toEqual(['mine done'])
    expect((await one.states()).map(({ name }) => name)).toEqual(['mine'])
    await expect(one.restart('of tomorrow')).rejects.toThrow('There is no job "of tomorrow". These are: mine')
    expect(await row('of tomorrow')).toEqual(before)
  })

  test('restarted, a job forgets and is due; not while it is running', async () => {
    const one = runner([job('mine', () => ({ state: 'done', progress: 'old' }))])
    await one.run(SECOND)
    expect(await row('mine')).toMatchObject({ progress: 'old' })
    await one.restart('mine')
    expect(await row('mine')).toMatchObject({ progress: '', next_run_at: clock.now() })
    const { job: slow, letGo, isBegun } = held('mine')
    const running = runner([slow]).run(SECOND)
    await isBegun
    await expect(one.restart('mine')).rejects.toMatchObject({ code: 'conflict' })
    letGo()
    await running
  })

  test('a process that stops gives its job back at once, and never runs two', async () => {
    const {
      job: slow,
      letGo,
      isBegun,
    } = held('slow', ({ signal }) => {
      signal.throwIfAborted()
      return DONE
    })
    const one = runner([slow, job('z')])
    const [first, second] = [one.run(10 * SECOND), one.run(10 * SECOND)]
    expect(second).toBe(first)
    await isBegun
    const stopped = one.stop()
    letGo()
    await stopped
    expect((await first).map(({ outcome }) => outcome)).toEqual(['stopped'])
    expect(await row('slow')).toMatchObject({ lease_holder: '', failures: 0 })
    expect(await outcomes(runner([job('slow'), job('z')], other))).toEqual(['slow done', 'z done'])
    expect(await one.run(SECOND)).toEqual([])
  })
})
