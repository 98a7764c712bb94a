import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Checks } from '../../lib/health/checks.ts'
import { LIMITS } from '../../lib/rate-limit/limits.ts'
import type { TestApp } from '../kit/app.ts'
import { expectRefusal, testApp } from '../kit/app.ts'
import { clockAt } from '../kit/clock.ts'
import { engines } from '../kit/databases.ts'
import { eventually } from '../kit/eventually.ts'

const CRON_KEY = 'a key of sixteen'
const HOURLY = ['seal', 'compact', 'rate-sweep', 'salts']
const ALL = ['accounts-sweep', 'audit-check', 'log-size', 'rest-visitors', 'retention', ...HOURLY].sort()
const url = `/api/cron?key=${encodeURIComponent(CRON_KEY)}`

describe.each(engines)('/api/cron on %s', (engine) => {
  let kit: TestApp
  const clock = clockAt('2026-03-10T12:00:00Z')
  beforeAll(async () => {
    kit = await testApp(engine, { settings: { CRON_KEY }, clock })
  })
  afterAll(() => kit.close())

  const plan = () => kit.app.db.read.selectFrom('jobs').selectAll().orderBy('name').execute()
  const allDone = () =>
    eventually(async () => {
      const rows = await plan()
      return rows.length === ALL.length && rows.every(({ finished_at: at }) => at === clock.now()) && rows
    })

  test('answers at once what is due, and runs it', async () => {
    // Of a day that is long gone.
    const old = path.join(kit.storageDir, 'salts', '2026-03-01')
    writeFileSync(old, 'f'.repeat(64))
    const answer = await kit.get(url).expect(200)
    expect(answer.body).toEqual({ success: true, message: 'Due jobs are run now', data: { due: ALL } })
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store, private' })
    const rows = await allDone()
    expect(rows.map(({ name, failures, lease_holder: holder }) => [name, failures, holder])).toEqual(
      ALL.map((name) => [name, 0, '']),
    )
    expect(existsSync(old)).toBe(false)
    const again = await kit.get(url).expect(200)
    expect(again.body).toEqual({ success: true, message: 'Nothing is due', data: { due: [] } })
  })

  test('by POST, with .php, and with the key in a header', async () => {
    clock.advance(3_600_000)
    const hourly = { data: { due: HOURLY } }
    const by = (answer: Promise<{ body: unknown }>) => answer.then(({ body }) => body)
    expect(await by(kit.post(url, '').expect(200).then())).toMatchObject(hourly)
    await eventually(async () => (await kit.app.jobs.due()).length === 0)
    await kit.get(url.replace('cron', 'cron.php')).expect(200)
    await kit.get('/api/cron', { 'X-Cron-Key': CRON_KEY }).expect(200)
  })

  test('calls at once run nothing twice', async () => {
    clock.advance(3_600_000)
    const answers = await Promise.all(Array.from({ length: 8 }, () => kit.get(url)))
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200))
    await eventually(async () => (await kit.app.jobs.due()).length === 0)
    expect((await plan()).map(({ failures }) => failures)).toEqual(ALL.map(() => 0))
    expect(kit.logLines.filter((line) => line.includes('A job did not end well'))).toEqual([])
  })

  test.each([
    ['none', '/api/cron'],
    ['a wrong one', '/api/cron?key=a%20key%20of%20sixteeN'],
    ['an empty one', '/api/cron?key='],
    ['the beginning of the right one', '/api/cron?key=a%20key'],
    ['two', `${url}&key=other`],
    ['a structure', '/api/cron?key[x]=a%20key%20of%20sixteen'],
  ])('refuses a key that is %s', async (_name, wrong) => {
    clock.advance(3_600_000)
    expectRefusal(await kit.get(wrong), 401)
    expectRefusal(await kit.post(wrong, ''), 401)
    expect((await kit.app.jobs.due()).length).toBeGreaterThan(1)
    expect(kit.logLines.filter((line) => line.includes(CRON_KEY))).toEqual([])
  })

  test('refuses other methods', async () => {
    for (const method of ['put', 'delete', 'patch'] as const) {
      const answer = await kit.ask(method, url)
      expectRefusal(answer, 405)
      expect(answer.headers).toMatchObject({ allow: 'GET, HEAD, POST' })
    }
  })
})

test('without the setting there is no such address', async () => {
  const kit = await testApp('sqlite')
  for (const one of ['/api/cron', '/api/cron?key=', url]) expectRefusal(await kit.get(one), 404)
  await kit.close()
})

test('a short key is refused at the start', async () => {
  await expect(testApp('sqlite', { settings: { CRON_KEY: 'fifteen letters' } })).rejects.toThrow(
    'CRON_KEY must have at least 16 characters',
  )
})

test('has a limit of its own', async () => {
  const kit = await testApp('sqlite', { settings: { CRON_KEY, RATE_LIMIT: 'on' } })
  const { limit } = LIMITS.cron
  const statuses: number[] = []
  for (let call = 0; call < limit + 2; call++) statuses.push((await kit.get('/api/cron?key=guess')).status)
  expect(statuses).toEqual([...Array<number>(limit).fill(401), 429, 429])
  expectRefusal(await kit.get(url), 429)
  await kit.get('/api/health').expect(200)
  await kit.close()
})

test('a job that fails is told by health', async () => {
  const kit = await testApp('sqlite', { settings: { CRON_KEY } })
  await kit.app.jobs.due()
  const broken = { failures: 3, failing_since: Date.parse('2026-03-10T12:00:00Z'), reason: 'It is broken.' }
  await kit.app.db.write((tx) => tx.updateTable('jobs').set(broken).where('name', '=', 'salts').execute())
  const warned = await kit.get('/api/health').expect(200)
  expect(warned.body).toMatchObject({
    status: 'healthy',
    checks: {
      jobs: {
        status: 'warn',
        message: '"salts" has failed 3 times since 2026-03-10 12:00 UTC: It is broken.',
        failing: 1,
      },
    },
  })
  const alarm = { alarm: 'Look at this.', alarm_since: Date.parse('2026-03-10T13:00:00Z') }
  await kit.app.db.write((tx) => tx.updateTable('jobs').set(alarm).where('name', '=', 'audit-check').execute())
  const failed = await kit.get('/api/health').expect(503)
  expect(failed.body).toMatchObject({ status: 'unhealthy', checks: { jobs: { status: 'fail', alarms: 1 } } })
  await kit.get(url).expect(200)
  await eventually(async () => {
    const answer = await kit.get('/api/health')
    return (answer.body as { checks: Checks }).checks.jobs.status === 'ok'
  })
  await kit.get('/api/health').expect(200)
  await kit.close()
})
