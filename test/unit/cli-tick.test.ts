import { PassThrough } from 'node:stream'
import type { CommandServices } from '../../lib/cli/command-services.ts'
import { failureCodeOf, runCommand } from '../../lib/cli/run-command.ts'
import { systemClock } from '../../lib/core/clock.ts'
import { silentLog } from '../../lib/core/log.ts'
import type { Db } from '../../lib/db/open-db.ts'
import { openDb } from '../../lib/db/open-db.ts'
import type { Job, Outcome } from '../../lib/jobs/job.ts'
import { makeJobRunner } from '../../lib/jobs/job-runner.ts'
import { freshDb } from '../kit/databases.ts'
import { freePort } from '../kit/server-process.ts'

let db: Db
let storageDir = ''
let drop: () => Promise<void>
beforeEach(async () => {
  ;({ db, storageDir, drop } = await freshDb('sqlite'))
})
afterEach(() => drop())

const job = (name: string, run: () => Promise<Outcome>): Job => ({ name, schedule: { every: 3_600_000 }, run })
const good = job('good', () => Promise.resolve({ state: 'done', progress: 'kept' }))
const bad = job('bad', () => Promise.reject(new Error('It is broken.')))
const watch = job('watch', () => Promise.resolve({ state: 'done', alarm: 'Look at this.' }))

async function tick(jobs: readonly Job[], args: readonly string[] = [], on = db) {
  const [out, err] = [new PassThrough(), new PassThrough()]
  const runner = makeJobRunner({ db: on, jobs, clock: systemClock, log: silentLog })
  const services: Partial<CommandServices> = {
    out,
    err,
    jobs: () => Promise.resolve(runner),
    emptySpool: () => Promise.resolve(0),
  }
  const exitCode = await runCommand(['tick', ...args], services as CommandServices)
  return { exitCode, out: String(out.read() ?? ''), err: String(err.read() ?? '') }
}

test('runs what is due and tells what it did', async () => {
  expect(await tick([good])).toEqual({
    exitCode: 0,
    out: expect.stringMatching(/^good {2}done {2}\d+ ms\n$/) as string,
    err: '',
  })
  expect(await tick([good])).toEqual({ exitCode: 0, out: 'Nothing was due.\n', err: '' })
  expect(JSON.parse((await tick([good], ['--json'])).out)).toEqual({ spool_bytes: 0, jobs: [], failed: 0 })
})

test.each([
  ['fails', bad, 'failed', 'It is broken.'],
  ['finds something', watch, 'alarm', 'Look at this.'],
])('a job that %s: 1, with the reason where cron mails it', async (_name, one, outcome, reason) => {
  const text = await tick([good, one])
  expect(text).toMatchObject({ exitCode: 1, err: `${one.name}: ${reason}\n` })
  expect(text.out).toMatch(new RegExp(`^${one.name} +${outcome} `, 'm'))
  expect(text.out).toMatch(/^good +done /m)
  await tick([one], ['--restart', one.name])
  const { exitCode, out } = await tick([one], ['--restart', one.name, '--json'])
  expect(exitCode).toBe(1)
  expect(JSON.parse(out)).toEqual({
    spool_bytes: 0,
    jobs: [{ job: one.name, outcome, ms: expect.any(Number) as number, reason }],
    failed: 1,
  })
})

test('restart makes a job forget and runs it; an unknown one is said', async () => {
  await tick([good])
  const { out } = await tick([good], ['--restart', 'good'])
  expect(out).toMatch(/^good {2}done/)
  expect(await tick([good], ['--restart', 'other'])).toEqual({
    exitCode: 3,
    out: '',
    err: 'There is no job "other". These are: good\n',
  })
})

test('a database that is away: 3', async () => {
  const away = openDb({ url: `mysql://root@127.0.0.1:${await freePort()}/x`, storageDir, connections: 1 })
  expect(await tick([good], [], away)).toEqual({
    exitCode: 3,
    out: '',
    err: expect.stringContaining('The database does not answer at the address in DATABASE_URL.') as string,
  })
  await away.close()
  expect(failureCodeOf(['tick'])).toBe(3)
})
