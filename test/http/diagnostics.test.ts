import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { DiagnosticsAnswer, JobsRun } from '../../lib/wire/diagnostics.ts'
import type { TestApp } from '../kit/app.ts'
import { expectRefusal, testApp } from '../kit/app.ts'
import { engines } from '../kit/databases.ts'
import { eventually } from '../kit/eventually.ts'
import { dataOf, somebody, tokenOf } from '../kit/people.ts'

const SECRETS = {
  ADMIN_KEY: 'an admin key of the tests',
  CRON_KEY: 'a cron key of the tests',
  OIDC_ISSUER: 'https://id.example',
  OIDC_CLIENT_ID: 'micrologs',
  OIDC_CLIENT_SECRET: 'a secret of the provider',
}
const ADMIN = { 'X-Admin-Key': SECRETS.ADMIN_KEY }

describe.each(engines)('diagnostics on %s', (engine) => {
  let kit: TestApp
  beforeAll(async () => {
    kit = await testApp(engine, { settings: { ...SECRETS, PUBLIC_URL: 'https://stats.example' } })
  })
  afterAll(() => kit.close())

  const diagnose = async (headers: Readonly<Record<string, string>> = ADMIN) =>
    dataOf<DiagnosticsAnswer>(await kit.get('/api/diagnostics', headers).expect(200))

  test('tell what was looked at, what it means and what to do', async () => {
    const { checks, versions, sizes, cron_command } = await diagnose()
    const wanted = ['database', 'disk', 'spool', 'storage', 'geo', 'jobs', 'release']
    expect(checks.map(({ id }) => id)).toEqual([
      ...wanted,
      ...['node', 'clock', 'database-limits', 'base-path', 'public-address', 'client-address'],
    ])
    for (const { title, message, meaning, advice } of checks)
      expect([title, message, meaning, advice].filter((text) => text.trim() === '')).toEqual([])
    const stateOf = (id: string) => checks.find((check) => check.id === id)?.state
    expect(['database', 'clock', 'public-address'].map(stateOf)).toEqual(['ok', 'ok', 'ok'])
    expect(stateOf('geo')).toBe('warn')
    expect(versions).toMatchObject({ micrologs: 'development', node: process.versions.node })
    expect(cron_command).toMatch(/^\/.*node.* \/.*\/app\.js tick >\/dev\/null$/)
    expect(versions.database).toMatch(engine === 'sqlite' ? /^SQLite 3\.\d+/ : /^\d+\.\d+/)
    expect(sizes.tables?.map(({ table }) => table)).toEqual(expect.arrayContaining(['projects', 'pageviews']))
    expect(sizes).toMatchObject({ spool_waiting_bytes: 0, rejected: 0 })
  })

  test('the settings are there, without secrets', async () => {
    const answer = await kit.get('/api/diagnostics', ADMIN)
    for (const secret of [SECRETS.ADMIN_KEY, SECRETS.CRON_KEY, SECRETS.OIDC_CLIENT_SECRET])
      expect(answer.text).not.toContain(secret)
    const { settings } = dataOf<DiagnosticsAnswer>(answer)
    const setting = (name: string) => settings.find((one) => one.name === name)
    expect(setting('PUBLIC_URL')).toMatchObject({ value: 'https://stats.example', is_default: false })
    expect(setting('ADMIN_KEY')).toMatchObject({ value: '********', is_default: false })
    expect(setting('LOG_LEVEL')).toMatchObject({ value: 'info', is_default: true })
  })

  test('whoever asks is told where the request came from', async () => {
    const { request, checks } = await diagnose({ ...ADMIN, 'X-Forwarded-For': '203.0.113.9' })
    expect(request).toMatchObject({ client_address: '203.0.113.9', forwarded: true })
    expect(checks.at(-1)).toMatchObject({ id: 'client-address', state: 'ok' })
    const inside = await diagnose({ ...ADMIN, 'X-Forwarded-For': '192.168.7.7' })
    expect(inside.checks.at(-1)).toMatchObject({ id: 'client-address', state: 'warn' })
    expect(inside.state).toBe('warn')
  })

  test('a job can be run now, and its outcome is seen', async () => {
    const finished = async () =>
      (await diagnose()).jobs?.find(({ name }) => name === 'log-size')?.finished_at ?? undefined
    const { name, due } = dataOf<JobsRun>(await kit.post('/api/jobs/run', { name: 'log-size' }, ADMIN).expect(200))
    expect([name, due.includes('log-size')]).toEqual(['log-size', true])
    await eventually(async () => expect(await finished()).toBeDefined())
    const before = (await finished()) ?? ''
    await kit.post('/api/jobs/run', { name: 'log-size' }, ADMIN).expect(200)
    await eventually(async () => expect(((await finished()) ?? '') > before).toBe(true))
  })

  test('a job that fails shows its reason', async () => {
    await kit.app.db.write((tx) =>
      tx
        .updateTable('jobs')
        .set({ failures: 4, failing_since: 1, reason: 'The disk is full.', next_run_at: 4e12 })
        .where('name', '=', 'log-size')
        .execute(),
    )
    const { jobs, checks } = await diagnose()
    expect(jobs?.find(({ name }) => name === 'log-size')).toMatchObject({
      ...{ state: 'failing', failures: 4, reason: 'The disk is full.' },
    })
    expect(checks.find(({ id }) => id === 'jobs')).toMatchObject({ state: 'warn', figures: { failing: 1 } })
  })

  test('a job that is none is refused', async () => {
    expectRefusal(await kit.post('/api/jobs/run', { name: 'nonesuch' }, ADMIN), 404)
    expectRefusal(await kit.post('/api/jobs/run', { title: 'x' }, ADMIN), 400)
  })

  test('the code of the first run opens them until there is an owner', async () => {
    const code = readFileSync(path.join(kit.storageDir, 'setup-code.txt'), 'utf8').trim()
    expect((await diagnose({ 'X-Setup-Code': code })).versions.micrologs).toBe('development')
    expectRefusal(await kit.get('/api/diagnostics', { 'X-Setup-Code': 'wrong' }), 401)
    expectRefusal(await kit.post('/api/jobs/run', { name: 'log-size' }, { 'X-Setup-Code': code }), 401)
    const owner = { email: 'ada@shop.example', password: 'correct horse battery', code }
    await kit.post('/api/account/setup', owner, { 'X-Micrologs': '1' }).expect(200)
    expectRefusal(await kit.get('/api/diagnostics', { 'X-Setup-Code': code }), 401)
  })

  test('they are for owners', async () => {
    const owner = await somebody(kit, { isOwner: true })
    expect((await diagnose(await tokenOf(kit, owner, 'admin'))).versions.micrologs).toBe('development')
    const admin = await somebody(kit, { roles: { [kit.project.id]: 'admin' } })
    expectRefusal(await kit.get('/api/diagnostics', await tokenOf(kit, admin, 'admin')), 403)
    expectRefusal(await kit.get('/api/diagnostics', await tokenOf(kit, owner, 'read')), 403)
  })
})
