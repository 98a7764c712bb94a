import express from 'express'
import request from 'supertest'
import type { Db } from '../../lib/db/open-db.ts'
import { ProjectStore } from '../../lib/projects/project-store.ts'
import { fail, notFound } from '../../routes/middleware/fail.ts'
import { projectRoutes } from '../../routes/projects.ts'
import { silentLog } from '../../lib/core/log.ts'
import { freshDb } from '../kit/databases.ts'
import { gateOf, NO_TRAIL } from '../kit/gate.ts'

const ADMIN = 'an-admin-key-of-the-test'
const NOON = Date.UTC(2026, 0, 15, 12)

let db: Db
let drop: () => Promise<void>
let app: express.Express
const passed: string[] = []

beforeEach(async () => {
  ;({ db, drop } = await freshDb('sqlite'))
  passed.length = 0
  const store = new ProjectStore({ db, clock: { now: () => NOON }, changed: () => Promise.resolve() })
  const limit = (family: string) => (_req: unknown, _res: unknown, next: () => void) => {
    passed.push(family)
    next()
  }
  app = express()
    .use('/api/projects', projectRoutes({ store, gate: gateOf(db, { adminKey: ADMIN }), trail: NO_TRAIL, limit }))
    .use(notFound)
    .use(fail(silentLog))
})
afterEach(() => drop())

const post = (name: string, body: unknown, admin = ADMIN) => {
  const call = request(app).post(`/api/projects/${name}`).set('X-Admin-Key', admin)
  return typeof body === 'string' || body === undefined ? call.send(body) : call.send(JSON.stringify(body))
}
const list = () => request(app).get('/api/projects/list').set('X-Admin-Key', ADMIN)

interface CreatedData {
  id: number
  secret_key: string
  public_key: string
}
const created = async (body: object = {}): Promise<CreatedData> => {
  const answer = await post('create', { name: 'Site', allowed_domains: ['example.com'], ...body }).expect(200)
  return (answer.body as { data: CreatedData }).data
}

describe('the answers', () => {
  test('create', async () => {
    const { text, headers } = await post('create', {
      name: ' My site ',
      allowed_domains: ['https://www.Example.com/', '', 'b.com/path'],
    }).expect(200)
    expect(headers['content-type']).toMatch(/^application\/json/)
    const [secret] = /[0-9a-f]{64}/.exec(text) ?? []
    const [, key] = /"public_key":"([0-9a-f]{32})"/.exec(text) ?? []
    expect(text).toBe(
      '{"success":true,"message":"Project created. Store your secret_key safely — it will not be shown again.",' +
        `"data":{"id":1,"name":"My site","allowed_domains":["example.com","b.com"],"secret_key":"${secret}","public_key":"${key}",` +
        '"identity":"daily","time_zone":"UTC","honours_opt_out":true,"browser_audits":false,"keep_days":0,"detail_days":0,"ignored_addresses":[],"ignored_paths":[],"ignored_hosts":[],"ignored_countries":[]}}',
    )
  })

  test('list: newest first, in the time of the project', async () => {
    const old = await created()
    const fresh = await created({
      name: 'New',
      allowed_domains: ['*'],
      identity: 'cookie',
      time_zone: 'Asia/Kolkata',
      honours_opt_out: false,
    })
    const { text } = await list().expect(200)
    const stats = '"stats":{"total_links":0,"total_pageviews":0,"total_errors":0}'
    expect(text).toBe(
      '{"success":true,"message":"Projects fetched successfully","data":{"count":2,"projects":[' +
        `{"id":${fresh.id},"name":"New","public_key":"${fresh.public_key}","allowed_domains":["*"],"is_active":true,${stats},` +
        '"created_at":"2026-01-15 17:30:00","updated_at":"2026-01-15 17:30:00","identity":"cookie","time_zone":"Asia/Kolkata","honours_opt_out":false,"browser_audits":false,"keep_days":0,"detail_days":0,"ignored_addresses":[],"ignored_paths":[],"ignored_hosts":[],"ignored_countries":[]},' +
        `{"id":${old.id},"name":"Site","public_key":"${old.public_key}","allowed_domains":["example.com"],"is_active":true,${stats},` +
        '"created_at":"2026-01-15 12:00:00","updated_at":"2026-01-15 12:00:00","identity":"daily","time_zone":"UTC","honours_opt_out":true,"browser_audits":false,"keep_days":0,"detail_days":0,"ignored_addresses":[],"ignored_paths":[],"ignored_hosts":[],"ignored_countries":[]}]}}',
    )
  })

  test('list of none', async () => {
    const { text } = await list().expect(200)
    expect(text).toBe('{"success":true,"message":"Projects fetched successfully","data":{"count":0,"projects":[]}}')
  })

  test('edit', async () => {
    const { id } = await created()
    const { text } = await post('edit', { id: String(id), name: 'Other', allowed_domains: null }).expect(200)
    expect(text).toBe(
      `{"success":true,"message":"Project updated successfully","data":{"id":${id},"name":"Other","allowed_domains":["example.com"],` +
        '"is_active":true,"updated_at":"2026-01-15 12:00:00","identity":"daily","time_zone":"UTC","honours_opt_out":true,"browser_audits":false,"keep_days":0,"detail_days":0,"ignored_addresses":[],"ignored_paths":[],"ignored_hosts":[],"ignored_countries":[]}}',
    )
  })

  test('toggle: flips, or does what it is told', async () => {
    const { id } = await created()
    const off = `{"success":true,"message":"Project \\"Site\\" disabled successfully.","data":{"id":${id},"name":"Site","is_active":false}}`
    const on = `{"success":true,"message":"Project \\"Site\\" enabled successfully.","data":{"id":${id},"name":"Site","is_active":true}}`
    expect((await post('toggle', { id })).text).toBe(off)
    expect((await post('toggle', { id, is_active: null })).text).toBe(on)
    expect((await post('toggle', { id, is_active: true })).text).toBe(on)
    expect((await post('toggle', { id, is_active: false })).text).toBe(off)
  })

  test.each([
    [{}, 'secret_key, public_key', ['id', 'name', 'secret_key', 'public_key']],
    [{ rotate_public: false }, 'secret_key', ['id', 'name', 'secret_key']],
    [{ rotate_secret: false }, 'public_key', ['id', 'name', 'public_key']],
  ])('regenerate-keys with %j', async (wish, named, keys) => {
    const before = await created()
    const answer = await post('regenerate-keys', { id: before.id, ...wish }).expect(200)
    const { message, data } = answer.body as { message: string; data: Partial<CreatedData> }
    expect(message).toBe(
      `Keys rotated successfully (${named}). Old keys are invalidated immediately. Update your snippet and callers now.`,
    )
    expect(Object.keys(data)).toEqual(keys)
    const valid = async (key: string) =>
      ((await post('verify', { key })).body as { data: { valid: boolean } }).data.valid
    expect(await valid(before.secret_key)).toBe(!keys.includes('secret_key'))
    expect(await valid(before.public_key)).toBe(!keys.includes('public_key'))
    expect(await valid(data.secret_key ?? data.public_key ?? '')).toBe(true)
  })

  test('delete', async () => {
    const { id } = await created({ name: 'A "quoted" name' })
    const { text } = await post('delete', { id, confirm: 'A "quoted" name' }).expect(200)
    expect(text).toBe(
      `{"success":true,"message":"Project \\"A \\"quoted\\" name\\" and all its data have been permanently deleted.",` +
        `"data":{"id":${id},"name":"A \\"quoted\\" name"}}`,
    )
    expect((await list()).body).toMatchObject({ data: { count: 0 } })
  })

  test('verify: needs no admin key, and a bad key is a good question', async () => {
    const { id, secret_key, public_key } = await created()
    const verify = async (key: string) => (await post('verify', { key }, '').expect(200)).text
    const good = (kind: string) =>
      `{"success":true,"message":"Key verified","data":{"valid":true,"key_type":"${kind}","project_name":"Site","allowed_domains":["example.com"]}}`
    const bad = '{"success":true,"message":"Key verified","data":{"valid":false}}'
    expect(await verify(secret_key)).toBe(good('secret'))
    expect(await verify(` ${public_key.toUpperCase()}`)).toBe(good('public'))
    expect(await verify('nonsense')).toBe(bad)
    await post('toggle', { id, is_active: false }).expect(200)
    expect(await verify(secret_key)).toBe(bad)
  })
})

describe('what is refused', () => {
  const good = { name: 'Site', allowed_domains: ['example.com'] }
  const missing = 'Invalid or missing JSON body'
  const noDomains = 'allowed_domains must be a non-empty array'
  test.each<[string, unknown, string]>([
    ['create', undefined, missing],
    ['create', '', missing],
    ['create', '{}', missing],
    ['create', '[]', missing],
    ['create', '[1]', missing],
    ['create', '"text"', missing],
    ['create', '1', missing],
    ['create', 'null', missing],
    ['create', '{"name":', missing],
    ['create', '{"name":"a"}{', missing],
    ['create', { allowed_domains: ['a.com'] }, 'name is required'],
    ['create', { name: null }, 'name is required'],
    ['create', { name: '  ' }, 'name is required'],
    ['create', { name: '0', allowed_domains: [] }, 'name is required'],
    ['create', { name: false }, 'name is required'],
    ['create', { name: '\u0000\u0001' }, 'name is required'],
    ['create', { name: ['a'] }, 'name must be text'],
    ['create', { name: { $ne: '' } }, 'name must be text'],
    ['create', { name: 'x'.repeat(101), allowed_domains: [] }, 'name must be 100 characters or less'],
    ['create', { name: `${'x'.repeat(100)} y` }, 'name must be 100 characters or less'],
    ['create', { name: 'Site' }, noDomains],
    ['create', { name: 'Site', allowed_domains: 'a.com' }, noDomains],
    ['create', { name: 'Site', allowed_domains: {} }, noDomains],
    ['create', { name: 'Site', allowed_domains: [] }, noDomains],
    ['create', { name: 'Site', allowed_domains: Array(21).fill('a.com') }, 'Maximum 20 allowed domains per project'],
    ['create', { name: 'Site', allowed_domains: ['', {}, 1] }, 'No valid domains provided'],
    ['create', { name: 'Site', allowed_domains: ['a'.repeat(254)] }, `Domain '${'a'.repeat(254)}' is too long`],
    ['create', { ...good, identity: 'weekly' }, 'identity must be one of: daily, cache, cookie'],
    ['create', { ...good, time_zone: 'Mars/Base' }, 'time_zone must be the name of a time zone such as Europe/Berlin'],
    ['create', { ...good, honours_opt_out: 1 }, 'honours_opt_out must be a boolean'],
    ['create', { ...good, browser_audits: 'yes' }, 'browser_audits must be a boolean'],
    ['create', { ...good, keep_days: -1 }, 'keep_days must be a whole number of days from 0 (never) to 36500'],
    ['create', { ...good, detail_days: 1.5 }, 'detail_days must be a whole number of days from 0 (never) to 36500'],
    ['create', '{"__proto__":{"name":"x"}}', 'name is required'],
    ['edit', { name: 'x' }, 'id is required'],
    ['edit', { id: 0, name: 'x' }, 'id is required'],
    ['edit', { id: '1 or 1=1', name: 'x' }, 'id is required'],
    ['edit', { id: [1], name: 'x' }, 'id is required'],
    ['edit', { id: 1.5, name: 'x' }, 'id is required'],
    ['edit', { id: 1 }, 'Nothing to update. Provide name or allowed_domains.'],
    ['edit', { id: 1, name: null }, 'Nothing to update. Provide name or allowed_domains.'],
    ['edit', { id: 1, name: ' ' }, 'name cannot be empty'],
    ['edit', { id: 1, name: 'x'.repeat(101) }, 'name must be 100 characters or less'],
    ['edit', { id: 1, allowed_domains: [] }, noDomains],
    ['edit', { id: 1, allowed_domains: [' '] }, 'No valid domains provided'],
    ['toggle', { is_active: true }, 'id is required'],
    ['toggle', { id: 1, is_active: 1 }, 'is_active must be a boolean'],
    ['toggle', { id: 1, is_active: 'true' }, 'is_active must be a boolean'],
    ['regenerate-keys', { rotate_secret: true }, 'id is required'],
    ['regenerate-keys', { id: 1, rotate_secret: 'false' }, 'rotate_secret must be a boolean'],
    [
      'regenerate-keys',
      { id: 1, rotate_secret: false, rotate_public: false },
      'Nothing to rotate. Set rotate_secret and/or rotate_public to true.',
    ],
    ['delete', { confirm: 'x' }, 'id is required'],
    ['delete', { id: 1 }, 'Confirmation failed. Pass "confirm": "Site" to permanently delete this project.'],
    [
      'delete',
      { id: 1, confirm: 'site' },
      'Confirmation failed. Pass "confirm": "Site" to permanently delete this project.',
    ],
    ['verify', { kee: 1 }, 'key is required'],
    ['verify', { key: ' ' }, 'key is required'],
    ['verify', { key: [] }, 'key must be text'],
  ])('%s %j: %s', async (name, body, message) => {
    if (name === 'delete') await created()
    const { text } = await post(name, body).expect(400)
    expect(text).toBe(JSON.stringify({ success: false, message, code: 'invalid_input' }))
  })

  test.each(['edit', 'toggle', 'regenerate-keys', 'delete'])('%s of an unknown project', async (name) => {
    const { text } = await post(name, { id: 7, name: 'x', confirm: 'x' }).expect(404)
    expect(text).toBe('{"success":false,"message":"Project not found","code":"not_found"}')
  })

  test.each(['create', 'edit', 'toggle', 'regenerate-keys', 'delete'])(
    '%s without the admin key, whatever the body',
    async (name) => {
      for (const admin of ['', 'wrong', ADMIN.toUpperCase()]) {
        const { text } = await post(name, '{broken', admin).expect(401)
        expect(text).toBe('{"success":false,"message":"Unauthorized","code":"unauthorized"}')
      }
      expect(passed).toEqual(Array(3).fill(`projects/${name}`))
    },
  )

  test('list without the admin key', async () => {
    await request(app).get('/api/projects/list').expect(401)
    expect(passed).toEqual(['projects/list'])
  })

  test('another method, before rate limit and key', async () => {
    for (const name of ['create', 'edit', 'toggle', 'regenerate-keys', 'delete', 'verify']) {
      const { text } = await request(app).get(`/api/projects/${name}`).expect(405).expect('Allow', 'POST')
      expect(text).toBe('{"success":false,"message":"Method not allowed","code":"method_not_allowed"}')
    }
    await request(app).post('/api/projects/list').expect(405)
    expect(passed).toEqual([])
  })

  test('a path that nobody answers, and one that cannot be decoded', async () => {
    const { text } = await request(app).get('/api/projects/other').expect(404)
    expect(text).toBe('{"success":false,"message":"Not found","code":"not_found"}')
  })
})

describe('the body', () => {
  const json = '{"name":"Site","allowed_domains":["a.com"]}'
  const send = (headers: Record<string, string>, body: string | Buffer) => {
    const call = request(app)
      .post('/api/projects/create')
      .set({ 'X-Admin-Key': ADMIN, ...headers })
    call.write(body)
    return call
  }

  test.each(['text/plain', 'text/plain;charset=iso-8859-1', 'application/octet-stream', 'nonsense'])(
    'is JSON also as %s',
    async (type) => {
      await send({ 'Content-Type': type }, json).expect(200)
    },
  )

  test('may have no type, and a byte order mark', async () => {
    await send({}, `\ufeff${json}`).expect(200)
  })

  test('of 65,536 bytes passes, of one more is refused', async () => {
    const padded = (bytes: number) => json.replace('{', `{${' '.repeat(bytes - json.length)}`)
    await send({}, padded(65_536)).expect(200)
    const { text } = await send({}, padded(65_537)).expect(413)
    expect(text).toBe('{"success":false,"message":"Payload too large","code":"payload_too_large"}')
  })

  test.each<[string, Record<string, string>, string | Buffer, number, string]>([
    ['broken UTF-8', {}, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400, 'Invalid or missing JSON body'],
    [
      'an unknown encoding',
      { 'Content-Encoding': 'zip' },
      json,
      415,
      'Content-Encoding must be gzip, deflate, br or none',
    ],
    ['not gzip at all', { 'Content-Encoding': 'gzip' }, json, 400, 'The request is malformed'],
  ])('%s is refused', async (_what, headers, body, status, message) => {
    const answer = await send(headers, body).expect(status)
    expect(answer.body).toMatchObject({ success: false, message })
  })

  test('numbers and booleans are text, and characters are not cut', async () => {
    expect((await post('create', { name: 12.5, allowed_domains: ['a.com'] })).body).toMatchObject({
      data: { name: '12.5' },
    })
    expect((await post('create', { name: true, allowed_domains: ['a.com'] })).body).toMatchObject({
      data: { name: '1' },
    })
    const flags = '🎉'.repeat(100)
    expect((await post('create', { name: flags, allowed_domains: ['a.com'] })).body).toMatchObject({
      data: { name: flags },
    })
    expect((await post('create', '{"name":"a\\ud800","allowed_domains":["a.com"]}')).body).toMatchObject({
      data: { name: 'a\ufffd' },
    })
  })
})
