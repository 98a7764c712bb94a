import express from 'express'
import request from 'supertest'
import { AppError } from '../../lib/core/errors.ts'
import { silentLog } from '../../lib/core/log.ts'
import { openDb } from '../../lib/db/open-db.ts'
import type { Project } from '../../lib/projects/project.ts'
import { ProjectStore } from '../../lib/projects/project-store.ts'
import { answer } from '../../routes/middleware/answer.ts'
import { fail, notFound } from '../../routes/middleware/fail.ts'
import { projectOf } from '../../routes/middleware/allow.ts'
import { projectRoutes } from '../../routes/projects.ts'
import { gateOf, NO_TRAIL } from '../kit/gate.ts'

const ADMIN = 'an-admin-key-of-the-test'

/** An app whose every answer is this fault, and what it logs. */
function failing(thrown: unknown) {
  const logged: { details: object; message: string }[] = []
  const keep = (details: object, message: string) => void logged.push({ details, message })
  const app = express()
    .get('/fault/:name', () => {
      throw thrown
    })
    .use(notFound)
    .use(fail({ ...silentLog, warn: keep, error: keep }))
  return { logged, get: (path = '/fault/x') => request(app).get(path) }
}

const fault = (properties: object, message = 'the inner sentence') => Object.assign(new Error(message), properties)

test('a refusal says its sentence, its code and when to try again', async () => {
  const { get, logged } = failing(new AppError('unavailable', 'The spool is full.', { retryAfter: 60 }))
  const { text } = await get().expect(503).expect('Retry-After', '60')
  expect(text).toBe('{"success":false,"message":"The spool is full.","code":"unavailable"}')
  expect(logged).toEqual([])
})

test.each([
  ['a fault of ours', new TypeError('x is not a function')],
  ['a refusal of the database', fault({ errno: 1064, code: 'ER_PARSE_ERROR' })],
  ['a file that is not there', fault({ code: 'ENOENT', path: '/x' })],
  ['an inner AppError', new AppError('internal', 'the inner sentence')],
  ['a fault with a status of a server', fault({ status: 502 })],
  ['text', 'thrown text'],
])('%s is 500 with nothing but a number that is in the log', async (_what, thrown) => {
  const { get, logged } = failing(thrown)
  const response = await get('/fault/x?key=hidden').expect(500)
  const { message } = response.body as { message: string }
  expect(response.body).toEqual({ success: false, message, code: 'internal' })
  const [, id] = /^Something went wrong on the server\. Its number in the log is ([0-9a-f]{12})\.$/.exec(message) ?? []
  expect(logged).toMatchObject([{ message: 'A request failed', details: { id, method: 'GET', path: '/fault/x' } }])
  expect(JSON.stringify(logged)).not.toContain('hidden')
})

test.each([
  ['refused connection', { code: 'ECONNREFUSED' }],
  ['lost connection', { code: 'PROTOCOL_CONNECTION_LOST', fatal: true }],
  ['quota', { errno: 1226, code: 'ER_USER_LIMIT_REACHED' }],
  ['too many connections', { errno: 1040, code: 'ER_CON_COUNT_ERROR' }],
  ['a lock that never came', { errno: 1205, code: 'ER_LOCK_WAIT_TIMEOUT' }],
])('database %s is 503', async (_what, properties) => {
  const { get, logged } = failing(fault(properties))
  const { text } = await get().expect(503).expect('Retry-After', '30')
  expect(text).toBe(
    '{"success":false,"message":"The database does not answer right now. Try again soon.","code":"unavailable"}',
  )
  expect(logged).toHaveLength(1)
})

test('a path that cannot be decoded is the client’s doing', async () => {
  const { text } = await failing(undefined).get('/fault/%E0%A4%A').expect(400)
  expect(text).toBe('{"success":false,"message":"The request is malformed","code":"invalid_input"}')
})

test('with the database away the project routes say so, and only to who may ask', async () => {
  const db = openDb({ url: 'mysql://nobody:x@127.0.0.1:1/none', storageDir: '', connections: 1 })
  const store = new ProjectStore({ db, clock: { now: () => 0 }, changed: () => Promise.resolve() })
  const limit = () => (_req: unknown, _res: unknown, next: () => void) => next()
  const app = express()
    .use(projectRoutes({ store, gate: gateOf(db, { adminKey: ADMIN }), trail: NO_TRAIL, limit }))
    .use(fail(silentLog))
  await request(app).get('/list').expect(401)
  await request(app).get('/list').set('X-Admin-Key', ADMIN).expect(503)
  await request(app)
    .post('/verify')
    .send({ key: 'a'.repeat(32) })
    .expect(503)
  await db.close()
})

describe('a route for the holders of a key', () => {
  const db = openDb({ url: 'mysql://nobody:x@127.0.0.1:1/none', storageDir: '', connections: 1 })
  const project = { id: 1, domains: ['example.com'] } as unknown as Project
  const directory = { known: true, all: () => [project], byPublicKey: () => project, bySecretKey: () => project }
  const app = express()
    .get('/mine', gateOf(db, { directory }).project('read reports'), (_req, res) =>
      answer(res, 'OK', { id: projectOf(res).id }, 202),
    )
    .get('/bare', (_req, res) => answer(res, 'OK'))
    .get('/forgotten', (_req, res) => answer(res, projectOf(res).name))
    .use(fail(silentLog))

  test('knows its project', async () => {
    const { text } = await request(app).get('/mine').set('x-api-KEY', 'A'.repeat(64)).expect(202)
    expect(text).toBe('{"success":true,"message":"OK","data":{"id":1}}')
    expect((await request(app).get('/bare')).text).toBe('{"success":true,"message":"OK"}')
  })

  test.each([
    [{}, 401, 'unauthorized', 'API key is required'],
    [{ 'X-API-Key': 'x' }, 401, 'unauthorized', 'Invalid API key'],
    [{ 'X-API-Key': 'a'.repeat(32) }, 401, 'unauthorized', 'Invalid API key'],
    [{ Authorization: 'Bearer x' }, 401, 'unauthorized', 'API key is required'],
  ])('%j: %d', async (headers, status, code, message) => {
    const { text } = await request(app).get('/mine').set(headers).expect(status)
    expect(text).toBe(JSON.stringify({ success: false, message, code }))
  })

  test('that was not asked for is a fault of ours', async () => {
    await request(app).get('/forgotten').expect(500)
  })
})
