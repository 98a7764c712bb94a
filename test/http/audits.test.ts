import path from 'node:path'
import type { Response } from 'supertest'
import request from 'supertest'
import { createApp } from '../../app.ts'
import { verifyChain } from '../../lib/audits/verify.ts'
import { readConfig } from '../../lib/config/config.ts'
import { silentLog } from '../../lib/core/log.ts'
import type { Headers, Method, TestApp, TestProject } from '../kit/app.ts'
import { BROWSER, expectRefusal, FORM, formOf, testApp } from '../kit/app.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'
import { engines, emptyDatabase } from '../kit/databases.ts'

const PATH = '/api/track/audit'
const QUEUED = '{"success":true,"message":"OK","data":{"queued":true}}'

const said = ({ status, body }: Response) => [status, (body as { message?: string }).message]
const told = ({ body }: Response) => (body as { data: { id?: number; hash?: string } }).data

describe.each(engines)('%s: POST /api/track/audit', (engine) => {
  let kit: TestApp
  let clock: MovedClock
  let project: TestProject
  /** A project that lets browsers write. */
  let open: TestProject
  beforeAll(async () => {
    clock = clockAt('2026-03-10T12:00:00Z')
    kit = await testApp(engine, { clock })
  })
  afterAll(() => kit.close())
  beforeEach(async () => {
    project = await kit.newProject()
    open = await kit.newProject({ browserAudits: true })
  })

  const backend = (of = project): Headers => ({ 'X-API-Key': of.secretKey })
  const browser = (of = open): Headers => ({ ...BROWSER, 'X-API-Key': of.publicKey })
  const send = (body: object, headers = backend()) => kit.post(PATH, { action: 'login', ...body }, headers)
  const logs = async (of = project) => (await kit.report('audits', 'range=2d', of)).logs

  describe('with the secret key', () => {
    test('the entry is written before the answer, which names it', async () => {
      const answer = await send({ actor: 'ann' })
      const { id, hash } = told(answer)
      expect(hash).toMatch(/^[0-9a-f]{64}$/)
      expect([answer.status, answer.text]).toEqual([
        200,
        `{"success":true,"message":"OK","data":{"id":1,"queued":false,"hash":"${hash}"}}`,
      ])
      // Read past the kit, which would wait until everything is written.
      const entries = kit.app.db.read.selectFrom('audit_entries').select(['sequence', 'hash', 'actor'])
      expect(await entries.where('project_id', '=', project.id).execute()).toEqual([
        { sequence: id, hash, actor: 'ann' },
      ])
      expect(told(await send({}))).toMatchObject({ id: 2 })
      expect((await logs()).map((entry) => [entry.id, entry.hash])).toContainEqual([1, hash])
      expect(await verifyChain(kit.app.db.read, project.id)).toMatchObject({ outcome: 'verified', entries: 2 })
    })

    test('as an SDK sends it, or from a shell', async () => {
      const sdk = { ...backend(), 'User-Agent': 'Python-urllib/3.12' }
      expect((await kit.post(`${PATH}.php`, { action: 'a', actor: '', context: null }, sdk)).status).toBe(200)
      const shell = { 'User-Agent': 'curl/8.5', 'Content-Type': 'text/plain' }
      const body = JSON.stringify({ action: 'b', key: project.secretKey })
      expect((await kit.post(PATH, body, shell)).status).toBe(200)
      expect((await logs()).map(({ action }) => action)).toEqual(['b', 'a'])
    })

    test('no host is asked for, and nobody’s wish not to be tracked is meant', async () => {
      const odd = { ...backend(), Origin: 'https://elsewhere.example', DNT: '1', 'Sec-GPC': '1' }
      expect((await send({ actor: 'ann' }, odd)).status).toBe(200)
      expect(await logs()).toMatchObject([{ actor: 'ann' }])
    })
  })

  describe('with the public key', () => {
    test('is refused, and the sentence says what to do', async () => {
      const answer = await send({}, browser(project))
      expectRefusal(answer, 403)
      expect((answer.body as { code: string }).code).toBe('forbidden')
      expect((answer.body as { message: string }).message).toMatch(
        /secret key, or allow browser_audits for the project/,
      )
      expect(await logs()).toEqual([])
    })

    test('is taken where the project allows it, and the answer does not wait', async () => {
      const answer = await send({ actor: 'ann' }, browser())
      expect([answer.status, answer.text]).toEqual([202, QUEUED])
      const form = formOf({ key: open.publicKey, action: 'from the snippet', id: 4711 })
      expect((await kit.post(PATH, form, { ...BROWSER, 'Content-Type': FORM })).text).toBe(QUEUED)
      expect(await logs(open)).toMatchObject([
        { id: 2, action: 'from the snippet' },
        { id: 1, actor: 'ann' },
      ])
    })

    test('is taken from programs and from who opted out, and nothing tells who it was', async () => {
      for (const headers of [{ 'User-Agent': 'Googlebot/2.1', Accept: '', 'Accept-Language': '' }, { DNT: '1' }]) {
        expect((await send({ visitor_id: 'cookie' }, { ...browser(), ...headers })).text).toBe(QUEUED)
      }
      expect(await logs(open)).toHaveLength(2)
      const rows = kit.app.db.read.selectFrom('audit_entries').selectAll().where('project_id', '=', open.id)
      expect(JSON.stringify(await rows.execute())).not.toMatch(/cookie|Googlebot|203\.0\.113/)
    })

    test('stops as soon as the project allows it no more', async () => {
      await kit.app.store.edit(open.id, { browserAudits: false })
      expect((await send({}, browser())).status).toBe(403)
      await kit.app.store.edit(open.id, { browserAudits: true })
      expect((await send({}, browser())).status).toBe(202)
    })

    test('from a host of another site is called a bad key, as the contract has it', async () => {
      for (const Origin of ['https://elsewhere.example', 'null']) {
        expect(said(await send({}, { ...browser(), Origin }))).toEqual([401, 'Invalid API key'])
      }
    })
  })

  test.each<[string, () => Headers]>([
    ['no key', () => ({})],
    ['an unknown one', () => ({ 'X-API-Key': 'a'.repeat(64) })],
    ['none by its form', () => ({ 'X-API-Key': 'secret' })],
  ])('%s is 401', async (_name, headers) => {
    const answer = await send({}, headers())
    expectRefusal(answer, 401)
    expect(said(answer)).toEqual([401, 'Invalid API key'])
  })

  test('the keys of a project that is switched off are 401', async () => {
    await kit.app.store.toggle(project.id, false)
    expect(said(await send({}))).toEqual([401, 'Invalid API key'])
  })

  test.each<[Method, number]>([
    ['get', 405],
    ['put', 405],
    ['delete', 405],
    ['options', 200],
  ])('%s is %i', async (method, status) => {
    const answer = await kit.ask(method, PATH, backend())
    expect(answer.status).toBe(status)
    if (status === 405) expect(answer.headers.allow).toBe('GET, POST, OPTIONS')
  })

  test.each(['', 'nonsense', '5', '"text"', 'null', '{}', '[]'])('the body %j is none', async (body) => {
    expect(said(await kit.post(PATH, body, backend()))).toEqual([400, 'Invalid or missing JSON body'])
  })

  test('exactly 65,536 bytes pass', async () => {
    const frame = '{"action":"large","actor":""}'
    const sized = (bytes: number) => `${frame.slice(0, -2)}${'x'.repeat(bytes - frame.length)}"}`
    expect((await kit.post(PATH, sized(65_536), backend())).status).toBe(200)
    expect(said(await kit.post(PATH, sized(65_537), backend()))).toEqual([413, 'Payload too large'])
    expect((await logs())[0]?.actor).toBe('x'.repeat(255))
  })

  describe('sent again', () => {
    test('with its id it is the same entry, and the answer the same', async () => {
      const first = await send({ id: 4711 })
      await send({})
      expect((await send({ id: 4711, action: 'other' })).text).toBe(first.text)
      expect(await logs()).toHaveLength(2)
    })

    test('with the sender’s own id it is the same entry, in this project only', async () => {
      const own = { external_id: 'order-17' }
      const [first, same, elsewhere] = await Promise.all([send(own), send(own), send(own, backend(open))])
      expect(same.text).toBe(first.text)
      expect(told(elsewhere).id).toBe(1)
      expect(told(elsewhere).hash).not.toBe(told(first).hash)
      expect((await send({ ...own, id: 4712, actor: 'bob' })).text).toBe(first.text)
      expect(await logs()).toMatchObject([{ id: 1, external_id: 'order-17', actor: '' }])
    })

    test('without any id it is another entry', async () => {
      const ids = [told(await send({})).id, told(await send({})).id, told(await send({ id: 'no id' })).id]
      expect(ids).toEqual([1, 2, 3])
    })
  })

  test('many at once make one chain', async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => send({ actor: `user-${i}` })))
    expect(
      answers
        .map(told)
        .map(({ id }) => id ?? 0)
        .sort((a, b) => a - b),
    ).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
    expect(await verifyChain(kit.app.db.read, project.id)).toMatchObject({ outcome: 'verified', entries: 60 })
  })
})

test('before any list of projects could be read, an entry is asked for again later, not refused for good', async () => {
  const { storageDir, drop } = await emptyDatabase('sqlite')
  const app = await createApp(readConfig(path.resolve(__dirname, '../..'), { STORAGE_DIR: storageDir }), {
    log: silentLog,
  })
  for (const key of ['a'.repeat(32), 'a'.repeat(64)]) {
    const answer = await request(app.handler).post(PATH).set('X-API-Key', key).send({ action: 'login' })
    expectRefusal(answer, 503)
    expect(answer.headers['retry-after']).toBe('30')
  }
  await app.close()
  await drop()
})
