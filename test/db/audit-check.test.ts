import { DAY, HOUR, MINUTE, SECOND } from '../../lib/core/clock.ts'
import { silentLog } from '../../lib/core/log.ts'
import type { Db } from '../../lib/db/open-db.ts'
import { checkJobs } from '../../lib/health/check-jobs.ts'
import { auditCheck } from '../../lib/jobs/audit-check.ts'
import { makeJobRunner } from '../../lib/jobs/job-runner.ts'
import { deleteRows } from '../../lib/projects/delete-project.ts'
import { ProjectStore } from '../../lib/projects/project-store.ts'
import { auditLog } from '../kit/audit-log.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { auditRecord } from '../kit/records.ts'

describe.each(engines)('%s: the daily check of the audit logs', (engine) => {
  let db: Db
  let drop: () => Promise<void>
  let clock: MovedClock
  let log: ReturnType<typeof auditLog>
  beforeEach(async () => {
    ;({ db, drop } = await freshDb(engine))
    clock = clockAt('2026-03-10T12:00:00Z')
    log = auditLog(db)
    const store = new ProjectStore({ db, clock, changed: () => Promise.resolve() })
    for (const name of ['First', 'Second']) await store.create({ name, domains: [], timeZone: 'UTC' })
    await log.write(...Array.from({ length: 5 }, () => auditRecord()))
  })
  afterEach(() => drop())

  const runner = () => makeJobRunner({ db, jobs: [auditCheck(db)], clock, log: silentLog })
  /** The check of the next day. */
  async function nextCheck(): Promise<string> {
    clock.advance(DAY)
    const [report] = await runner().run(10 * SECOND)
    return `${report?.outcome}: ${report?.reason}`
  }
  const remembered = async () => {
    const { progress } = await db.read.selectFrom('jobs').select('progress').executeTakeFirstOrThrow()
    return (JSON.parse(progress) as { anchors: Record<string, { sequence: number; hash: string }> }).anchors
  }
  const newest = async () => {
    const { sequence, hash } = (await log.entries()).at(-1) ?? { sequence: 0, hash: '' }
    return { sequence, hash }
  }
  const health = () => checkJobs(() => runner().states(), false)

  test('the log of the install is checked like that of a project', async () => {
    await log.write(auditRecord({ project: { id: 0 } }), auditRecord({ project: { id: 0 } }))
    expect(await nextCheck()).toBe('done: ')
    expect(Object.keys(await remembered())).toEqual(['0', '1'])
    await db.read.deleteFrom('audit_entries').where('project_id', '=', 0).execute()
    await nextCheck()
    expect(await health()).toMatchObject({ message: expect.stringContaining('audit log of project 0') as string })
  })

  test('a log that nobody touched is verified, and its newest entry remembered', async () => {
    expect(await nextCheck()).toBe('done: ')
    expect(await remembered()).toEqual({ 1: await newest() })
    await log.write(auditRecord())
    expect(await nextCheck()).toBe('done: ')
    expect(await remembered()).toEqual({ 1: { ...(await newest()), sequence: 6 } })
    expect(await health()).toEqual({
      status: 'ok',
      message: 'Background work is done as planned.',
      alarms: 0,
      failing: 0,
    })
  })

  test('an entry that was changed is an alarm in health, until it is put right', async () => {
    const [, second] = await log.entries()
    await log.change(2, { actor: 'nobody' })
    expect(await nextCheck()).toBe(
      'alarm: The audit log of project 1 was tampered with. Entry 2 was changed: its hash does not fit what it says. See: node app.js audit verify 1',
    )
    expect(await remembered()).toEqual({})
    expect(await health()).toMatchObject({
      status: 'fail',
      message: expect.stringMatching(
        /^"audit-check" since 2026-03-11 12:00 UTC: The audit log of project 1 /,
      ) as string,
      alarms: 1,
    })
    await log.change(2, { actor: second?.actor ?? '' })
    clock.advance(HOUR)
    expect((await runner().run(SECOND)).map(({ outcome }) => outcome)).toEqual(['done'])
    expect(await health()).toMatchObject({ status: 'ok' })
  })

  test('a past that was made anew shows by what the day before verified', async () => {
    expect(await nextCheck()).toBe('done: ')
    const before = await remembered()
    await log.rebuild(3, { actor: 'nobody' })
    expect(await log.found()).toEqual({ outcome: 'verified', faults: [] })
    expect(await nextCheck()).toMatch(/^alarm: .* project 1 was tampered with\. Entry 5 is not the one /)
    // The anchor stays, so it is found again.
    expect(await remembered()).toEqual(before)
    expect(await nextCheck()).toMatch(/^alarm: /)
    // After a backup was played back the owner says that it is right so.
    await runner().restart('audit-check')
    expect((await runner().run(SECOND)).map(({ outcome }) => outcome)).toEqual(['done'])
  })

  test('a log that vanished altogether is missed; a project that was deleted is not', async () => {
    await log.write(auditRecord({ project: { id: 2 } }))
    expect(await nextCheck()).toBe('done: ')
    expect(Object.keys(await remembered())).toEqual(['1', '2'])
    for await (const deleted of deleteRows(db, 2)) expect(deleted).toBeGreaterThan(0)
    expect(await nextCheck()).toBe('done: ')
    expect(Object.keys(await remembered())).toEqual(['1'])
    await log.remove(1, 5)
    await log.removeHead()
    expect(await nextCheck()).toMatch(/^alarm: The audit log of project 1 was tampered with\. Entry 5, which /)
  })

  test('in a short time it does one project after the other, and forgets no alarm on the way', async () => {
    await log.write(auditRecord({ project: { id: 2 } }))
    await db.read.updateTable('audit_entries').set({ actor: 'nobody' }).where('project_id', '=', 1).execute()
    const job = auditCheck(db)
    const pieces: string[] = []
    let turns = 0
    const hurried = {
      ...job,
      run: async (context: Parameters<typeof job.run>[0]) => {
        let steps = 1
        const outcome = await job.run({ ...context, mayGoOn: () => steps-- > 0 })
        pieces.push(outcome.state)
        turns++
        return outcome
      },
    }
    const one = makeJobRunner({ db, jobs: [hurried], clock, log: silentLog })
    const reports = await one.run(10 * SECOND)
    expect([turns, pieces]).toEqual([2, ['more', 'done']])
    expect(reports.at(-1)).toMatchObject({
      outcome: 'alarm',
      reason: expect.stringMatching(/project 1 was tampered with\. .* And \d+ more\. See/) as string,
    })
    expect(Object.keys(await remembered())).toEqual(['2'])
  })

  test('three failures warn, with the reason and since when', async () => {
    const broken = { ...auditCheck(db), run: () => Promise.reject(new Error('The disk is full')) }
    const one = makeJobRunner({ db, jobs: [broken], clock, log: silentLog })
    for (const [wait, status] of [
      [0, 'ok'],
      [MINUTE, 'ok'],
      [5 * MINUTE, 'warn'],
    ] as const) {
      clock.advance(wait)
      await one.run(SECOND)
      expect(await health()).toMatchObject({ status })
    }
    expect((await health()).message).toBe(
      '"audit-check" has failed 3 times since 2026-03-10 12:00 UTC: The disk is full',
    )
    expect(await checkJobs(() => Promise.reject(new Error('away')), false)).toMatchObject({ status: 'warn' })
  })
})
