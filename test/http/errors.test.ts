import type { Response } from 'supertest'
import type { Headers, TestApp, TestProject } from '../kit/app.ts'
import { BROWSER, expectRefusal, testApp } from '../kit/app.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'
import { engines } from '../kit/databases.ts'

const PATH = '/api/track/error'
const STATUS = '/api/track/errors-update-status'
const INVALID_KEY = [401, 'Invalid API key']

const said = ({ status, body }: Response) => [status, (body as { message?: string }).message]
const dataOf = (answer: Response) => (answer.body as { data: { group_id: number } }).data

describe.each(engines)('%s', (engine) => {
  let kit: TestApp
  let clock: MovedClock
  let project: TestProject
  beforeAll(async () => {
    clock = clockAt('2026-03-10T12:00:00Z')
    kit = await testApp(engine, { clock })
  })
  afterAll(() => kit.close())
  beforeEach(async () => {
    project = await kit.newProject()
  })

  const backend = (): Headers => ({ 'X-API-Key': project.secretKey })
  const browser = (): Headers => ({ ...BROWSER, 'X-API-Key': project.publicKey })
  const send = (body: object, headers = backend()) => kit.post(PATH, { message: 'broken', ...body }, headers)
  const groupOf = async (body: object) => dataOf(await send(body)).group_id
  const groups = async () => (await kit.report('errors', 'range=1d', project)).errors
  const detail = async (body: object) => {
    const id = await groupOf(body)
    const { group, events } = await kit.report('error-detail', `id=${id}&range=1d`, project)
    return { ...group, ...events[0], group }
  }

  describe('POST /api/track/error', () => {
    test('with the secret key is written before the answer', async () => {
      const answer = await send({ message: 'first' })
      expect(answer.status).toBe(200)
      const { group_id } = dataOf(answer)
      expect(answer.text).toBe(
        `{"success":true,"message":"OK","data":{"group_id":${group_id},"queued":false,"regression":false}}`,
      )
      // Read past the kit, which would wait until everything is written.
      const row = kit.app.db.read.selectFrom('issues').select('message').where('id', '=', group_id)
      expect(await row.executeTakeFirst()).toEqual({ message: 'first' })
      expect((await send({ message: 'first' })).text).toBe(answer.text)
      expect(dataOf(await send({ message: 'second' }))).not.toEqual(dataOf(answer))
    })

    test('with the public key is taken, and the answer does not wait', async () => {
      const answer = await send({}, browser())
      expect([answer.status, answer.text]).toEqual([202, '{"success":true,"message":"OK","data":{"queued":true}}'])
      expect(await groups()).toMatchObject([{ message: 'broken', occurrence_count: 1 }])
    })

    test('sent again with its id is told the same and counts once', async () => {
      const first = await send({ id: 4711 })
      expect((await send({ id: 4711 })).text).toBe(first.text)
      await send({ id: 4711 }, browser())
      expect(await groups()).toMatchObject([{ occurrence_count: 1 }])
    })

    test('as an SDK sends it: with nulls, without Accept, under a name that is no browser’s', async () => {
      const sdk = { ...backend(), 'User-Agent': 'Python-urllib/3.12' }
      const nulls = { file: '', line: null, stack: null, url: '', context: null }
      const body = { message: 'm', error_type: 'ManualError', severity: 'error', ...nulls, environment: 'production' }
      const answer = await kit.post(`${PATH}.php`, body, sdk)
      expect(answer.status).toBe(200)
      const { group_id } = dataOf(answer)
      const { events } = await kit.report('error-detail', `id=${group_id}`, project)
      expect(events).toMatchObject([
        {
          ...{ stack_trace: null, url: '', environment: 'production', severity: 'error', context: null },
          device: { type: null, os: null, browser: null },
          location: { country: null, country_code: null, city: null },
          ...{ visit_id: null, view_id: null },
        },
      ])
    })

    test.each<[unknown, string]>([
      ['  broken \n', 'broken'],
      [5, '5'],
      [true, '1'],
      ['x'.repeat(1030), 'x'.repeat(1024)],
      ['🦊'.repeat(1030), '🦊'.repeat(1024)],
      ['a\u0000b\u001fc', 'abc'],
      ['<script>', '<script>'],
    ])('message %j becomes %j', async (message, stored) => {
      expect(await detail({ message })).toMatchObject({ message: stored })
    })

    test.each([undefined, null, '', ' \n', '0', false])('message %j is none', async (message) => {
      const answer = await kit.post(PATH, { message, error_type: 'E' }, backend())
      expectRefusal(answer, 400)
      expect(said(answer)).toEqual([400, 'message is required'])
    })

    test.each<[object, object]>([
      [{}, { error_type: 'Unknown', file: '', url: '', stack_trace: null }],
      [
        { error_type: null, file: null, url: null, stack: null },
        { error_type: 'Unknown', file: '', url: '' },
      ],
      [{ error_type: '' }, { error_type: '' }],
      [{ error_type: 'T'.repeat(101) }, { error_type: 'T'.repeat(100) }],
      [{ file: 'f'.repeat(513) }, { file: 'f'.repeat(512) }],
      [{ url: 'u'.repeat(2049) }, { url: 'u'.repeat(2048) }],
      [{ stack: '' }, { stack_trace: null }],
      [{ stack: ' at f\n\tat g ' }, { stack_trace: 'at f\n\tat g' }],
    ])('text fields: %j', async (body, stored) => {
      expect(await detail(body)).toMatchObject(stored)
    })

    test('a stack of any length that fits into the body is kept', async () => {
      const stack = 's'.repeat(65_000)
      expect(await detail({ stack })).toMatchObject({ stack_trace: stack })
      expect((await send({ stack: 's'.repeat(65_536) })).status).toBe(413)
    })

    test.each<[unknown, number | null]>([
      [undefined, null],
      [null, null],
      [42, 42],
      ['42', 42],
      ['42abc', 42],
      [42.9, 42],
      ['', null],
      ['abc', null],
      [0, null],
      [-1, null],
      [2 ** 31 - 1, 2 ** 31 - 1],
      [2 ** 31, null],
      [true, null],
      [[7], null],
    ])('line %j is %j', async (line, stored) => {
      expect((await detail({ line })).line).toBe(stored)
    })

    test.each<[unknown, string]>([
      ['info', 'info'],
      ['warning', 'warning'],
      ['error', 'error'],
      ['critical', 'critical'],
      ['Critical', 'error'],
      ['fatal', 'error'],
      ['', 'error'],
      [null, 'error'],
      [undefined, 'error'],
      [3, 'error'],
      [['info'], 'error'],
    ])('severity %j is %s', async (severity, stored) => {
      const found = await detail({ severity })
      expect([found.severity, found.group.severity]).toEqual([stored, stored])
    })

    test.each<[unknown, string]>([
      ['production', 'production'],
      ['staging', 'staging'],
      ['development', 'development'],
      ['local', 'production'],
      ['Staging', 'production'],
      [null, 'production'],
      [undefined, 'production'],
    ])('environment %j is %s', async (environment, stored) => {
      const found = await detail({ environment })
      expect([found.environment, found.group.environment]).toEqual([stored, stored])
    })

    const ofBytes = (bytes: number) => ({ text: 'ü'.repeat((bytes - 11) / 2) + 'x'.repeat((bytes - 11) % 2) })
    test.each<[string, unknown, unknown]>([
      ['an empty object', {}, {}],
      ['an empty array', [], []],
      ['empty things inside', { a: {}, b: [{}, []], c: null }, { a: {}, b: [{}, []], c: null }],
      ['an array', [1, 'two'], [1, 'two']],
      ['a text', 'text', null],
      ['a number', 5, null],
      ['nothing', undefined, null],
      ['8192 bytes', ofBytes(8192), ofBytes(8192)],
      ['8193 bytes', ofBytes(8193), null],
    ])('context: %s', async (_what, context, stored) => {
      expect((await detail({ context })).context).toEqual(stored)
    })

    test('a browser’s error carries the visit and the view it happened in', async () => {
      await kit.track({ key: project.publicKey, view: 99 })
      await send({ view: 99 }, browser())
      const [group] = await groups()
      const { events } = await kit.report('error-detail', `id=${group?.id}`, project)
      const visits = kit.app.db.read.selectFrom('visits').select('id').where('project_id', '=', project.id)
      const { id } = await visits.executeTakeFirstOrThrow()
      expect(events).toMatchObject([
        { visit_id: id, view_id: 99, device: { type: 'desktop', os: 'Linux', browser: 'Firefox' } },
      ])
    })

    test('is refused like everything else with a wrong key, body or method', async () => {
      const { 'X-API-Key': _key, ...noKey } = browser()
      expect(said(await send({}, noKey))).toEqual(INVALID_KEY)
      expect(said(await send({}, { 'X-API-Key': 'f'.repeat(64) }))).toEqual(INVALID_KEY)
      expect(said(await send({}, { ...browser(), Origin: 'https://evil.example' }))).toEqual(INVALID_KEY)
      expect(said(await send({}, { ...browser(), Origin: 'null' }))).toEqual(INVALID_KEY)
      for (const body of ['', '{}', '[]', '5', 'null', '{"message":'])
        expect(said(await kit.post(PATH, body, backend()))).toEqual([400, 'Invalid or missing JSON body'])
      for (const method of ['get', 'put', 'delete'] as const)
        expect(said(await kit.ask(method, PATH, backend()))).toEqual([405, 'Method not allowed'])
      expect(await groups()).toEqual([])
    })
  })

  describe('POST /api/track/errors-update-status', () => {
    const update = (body: object, headers = backend()) => kit.post(STATUS, body, headers)
    const statuses = async () => Object.fromEntries((await groups()).map(({ id, status }) => [id, status]))

    test('says what changed, what was found and what was not, in the words of the contract', async () => {
      const [one, two] = [await groupOf({ line: 1 }), await groupOf({ line: 2 })]
      const answers = [
        await update({ ids: [two, one], status: 'resolved' }),
        await update({ id: `${one}`, status: 'resolved' }),
        await update({ id: [one, 999_998, 999_999], status: 'ignored' }),
        await kit.post(`${STATUS}.php`, { ids: one, id: two, status: 'open' }, backend()),
      ]
      expect(answers.map(({ text }) => text)).toEqual([
        `{"success":true,"message":"2 error groups marked as resolved.","data":{"updated":2,"ids":[${two},${one}],"status":"resolved"}}`,
        `{"success":true,"message":"0 error groups marked as resolved.","data":{"updated":0,"ids":[${one}],"status":"resolved"}}`,
        `{"success":true,"message":"1 error group marked as ignored. 2 ID(s) not found and were skipped.","data":{"updated":1,"ids":[${one}],"status":"ignored","not_found":[999998,999999]}}`,
        `{"success":true,"message":"1 error group marked as open.","data":{"updated":1,"ids":[${one}],"status":"open"}}`,
      ])
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
      expect(await statuses()).toEqual({ [one]: 'open', [two]: 'resolved' })
    })

    test('a resolved group that happens again is open, told and shown as a regression until somebody looks', async () => {
      const id = await groupOf({})
      await update({ id, status: 'resolved' })
      // A message from before, held back by a queue.
      expect(dataOf(await send({ age: 60_000 }))).toEqual({ group_id: id, queued: false, regression: false })
      expect(await groups()).toMatchObject([{ status: 'resolved', regression: false, regressed_at: null }])
      clock.advance(1000)
      expect(dataOf(await send({}))).toEqual({ group_id: id, queued: false, regression: true })
      expect(dataOf(await send({}))).toEqual({ group_id: id, queued: false, regression: false })
      const at = new Date(clock.now()).toISOString().slice(0, 19).replace('T', ' ')
      expect(await groups()).toMatchObject([{ status: 'open', regression: true, regressed_at: at }])
      await update({ id, status: 'open' })
      expect(await groups()).toMatchObject([{ status: 'open', regression: false, regressed_at: null }])
    })

    test('knows nothing of the groups of others', async () => {
      const id = await groupOf({})
      const own = project
      project = await kit.newProject()
      expect(said(await update({ id, status: 'ignored' }))).toEqual([
        404,
        'No matching error groups found for this project',
      ])
      project = own
      expect(await statuses()).toEqual({ [id]: 'open' })
    })

    test.each<[object, string]>([
      [{ id: 1 }, 'status is required and must be one of: open, investigating, resolved, ignored'],
      [{ status: 'Resolved', id: 1 }, 'status is required and must be one of: open, investigating, resolved, ignored'],
      [{ status: 'open' }, 'ids (array) or id (integer) is required'],
      [{ status: 'open', ids: ['x', 0] }, 'No valid IDs provided'],
      [{ status: 'open', ids: Array.from({ length: 101 }, (_, n) => n + 1) }, 'Maximum 100 IDs per request'],
    ])('%j is refused', async (body, message) => {
      const answer = await update(body)
      expectRefusal(answer, 400)
      expect(said(answer)).toEqual([400, message])
    })

    test('checks the method, then the key, then the body, then the fields', async () => {
      for (const method of ['get', 'put', 'delete'] as const) {
        const answer = await kit.ask(method, STATUS)
        expect([...said(answer), answer.headers.allow]).toEqual([405, 'Method not allowed', 'POST'])
      }
      expect(said(await update({}, {}))).toEqual([401, 'API key is required'])
      expect(said(await kit.post(STATUS, 'nonsense', browser()))).toEqual(INVALID_KEY)
      expect(said(await kit.post(STATUS, 'nonsense', backend()))).toEqual([400, 'Invalid or missing JSON body'])
      expect(said(await update({}))).toEqual([400, 'Invalid or missing JSON body'])
      expect(said(await update({ x: 1 }))[1]).toMatch(/^status is required/)
    })
  })
})

test('status updates have a limit of their own, looked at before the key', async () => {
  const kit = await testApp('sqlite', { settings: { RATE_LIMIT: 'on' }, clock: clockAt('2026-03-10T12:00:00Z') })
  const headers = { 'X-API-Key': 'f'.repeat(64) }
  for (let i = 0; i < 60; i++) expect((await kit.post(STATUS, { id: 1 }, headers)).status).toBe(401)
  const refused = await kit.post(STATUS, { id: 1 }, headers)
  expect([refused.status, refused.headers['retry-after']]).toEqual([429, expect.stringMatching(/^\d+$/)])
  expect((await kit.post(STATUS, { id: 1 }, { 'X-API-Key': kit.project.secretKey })).status).toBe(400)
  await kit.close()
})
