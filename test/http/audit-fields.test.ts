import type { Response } from 'supertest'
import type { TestApp, TestProject } from '../kit/app.ts'
import { expectRefusal, testApp } from '../kit/app.ts'
import { clockAt } from '../kit/clock.ts'
import { engines } from '../kit/databases.ts'

const PATH = '/api/track/audit'

const said = ({ status, body }: Response) => [status, (body as { message?: string }).message]

describe.each(engines)('%s: the fields of an audit entry', (engine) => {
  let kit: TestApp
  let project: TestProject
  beforeAll(async () => {
    kit = await testApp(engine, { clock: clockAt('2026-03-10T12:00:00Z') })
  })
  afterAll(() => kit.close())
  beforeEach(async () => {
    project = await kit.newProject()
  })

  const backend = () => ({ 'X-API-Key': project.secretKey })
  const send = (body: object) => kit.post(PATH, { action: 'login', ...body }, backend())
  const logs = async () => (await kit.report('audits', 'range=2d', project)).logs

  test.each([undefined, null, '', ' \n', '0', false, 0])('action %j is none', async (action) => {
    const answer = await kit.post(PATH, { action, actor: 'ann' }, backend())
    expectRefusal(answer, 400)
    expect(said(answer)).toEqual([400, 'action is required'])
  })

  test.each(['action', 'actor', 'target', 'tenant', 'external_id'])('%s that is no text is refused', async (field) => {
    for (const value of [['a'], { a: 1 }])
      expect(said(await send({ [field]: value }))).toEqual([400, `${field} must be text`])
  })

  const NOTHING = { actor: '', context: null, target: '', tenant: '', outcome: '', external_id: '' }
  const STORED: readonly [object, object][] = [
    [{}, { action: 'login', ...NOTHING }],
    [{ actor: null, context: null, target: null, tenant: null, outcome: null, external_id: null }, NOTHING],
    [
      { action: '  tidy \n', actor: '\tann ' },
      { action: 'tidy', actor: 'ann' },
    ],
    [
      { action: true, actor: 5, target: 0 },
      { action: '1', actor: '5', target: '0' },
    ],
    [{ action: 'ü'.repeat(101) }, { action: 'ü'.repeat(100) }],
    [{ actor: '🦊'.repeat(256) }, { actor: '🦊'.repeat(255) }],
    [
      { target: 't'.repeat(256), tenant: 'u'.repeat(256) },
      { target: 't'.repeat(255), tenant: 'u'.repeat(255) },
    ],
    [{ external_id: 'e'.repeat(256) }, { external_id: 'e'.repeat(255) }],
    [{ actor: 'a\u0000b\ud800' }, { actor: 'ab\ufffd' }],
    [{ outcome: 'success' }, { outcome: 'success' }],
    [{ outcome: 'failure' }, { outcome: 'failure' }],
    [{ outcome: 'Success' }, { outcome: '' }],
    [{ outcome: 1 }, { outcome: '' }],
    [{ context: { from: 1, to: { deep: [true, null] } } }, { context: { from: 1, to: { deep: [true, null] } } }],
    [{ context: {} }, { context: {} }],
    [{ context: [] }, { context: [] }],
    [{ context: [{}, 'ß'] }, { context: [{}, 'ß'] }],
    [{ context: 'text' }, { context: null }],
    [{ context: 5 }, { context: null }],
    [{ context: { x: 'y'.repeat(8184) } }, { context: { x: 'y'.repeat(8184) } }],
    [{ context: { x: 'y'.repeat(8185) } }, { context: null }],
    [{ context: { x: 'ß'.repeat(4093) } }, { context: null }],
    [{ unknown: 'field' }, NOTHING],
  ]
  test.each(STORED.map(([body, expected]) => [JSON.stringify(body).slice(0, 60), body, expected] as const))(
    '%s',
    async (_name, body, expected) => {
      expect((await send(body)).status).toBe(200)
      expect((await logs())[0]).toMatchObject(expected)
    },
  )

  test('the time is the sender’s, the number that of writing', async () => {
    await send({ action: 'now' })
    await send({ action: 'an hour ago', age: 3_600_000 })
    expect((await logs()).map(({ id, action, created_at }) => [id, action, created_at])).toEqual([
      [1, 'now', '2026-03-10 12:00:00'],
      [2, 'an hour ago', '2026-03-10 11:00:00'],
    ])
  })
})
