import type { Headers, TestApp, TestProject } from '../kit/app.ts'
import { expectRefusal, testApp } from '../kit/app.ts'

/** Who may read reports from a page of another origin: pages whose host is among the domains of a project. */
let kit: TestApp
let off: TestProject
beforeAll(async () => {
  kit = await testApp('sqlite', { project: { domains: ['shop.example', 'localhost'] } })
  off = await kit.newProject({ domains: ['off.example'] })
  await kit.app.store.toggle(off.id, false)
})
afterAll(() => kit.close())

const PATH = '/api/analytics/visitors'
const ask = (headers: Headers) => kit.get(PATH, { 'X-API-Key': kit.project.secretKey, ...headers })

test.each([
  ['https://shop.example', true],
  ['https://www.shop.example', true],
  ['https://admin.shop.example:8443', true],
  ['http://localhost:5173', true],
  ['https://evil.example', false],
  ['https://evilshop.example', false],
  ['https://shop.example.evil.example', false],
  ['https://off.example', false],
  ['null', false],
  ['nonsense', false],
])('a page of %s may read: %s', async (Origin, may) => {
  const { status, headers } = await ask({ Origin })
  expect(status).toBe(200)
  expect(headers['access-control-allow-origin']).toBe(may ? Origin : undefined)
  expect(headers.vary).toMatch(/(^|, )Origin/)
  expect(headers).not.toHaveProperty('access-control-allow-credentials')
})

test('a browser asks first, and is answered before rate and key are looked at', async () => {
  for (const path of [PATH, `${PATH}.php`, '/api/projects/verify', '/api/health', '/api/links/create']) {
    const { status, text, headers } = await kit.ask('options', path, {
      Origin: 'https://shop.example',
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'x-api-key',
    })
    expect([status, text]).toEqual([200, ''])
    expect(headers).toMatchObject({
      'access-control-allow-origin': 'https://shop.example',
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': 'Content-Type, X-API-Key',
      'access-control-max-age': '86400',
    })
  }
})

test('a page of a foreign site is told nothing by the preflight', async () => {
  const { status, headers } = await kit.ask('options', PATH, { Origin: 'https://evil.example' })
  expect(status).toBe(200)
  expect(headers).not.toHaveProperty('access-control-allow-origin')
})

test('a refusal may be read as well', async () => {
  const answer = await ask({ Origin: 'https://shop.example', 'X-API-Key': '' })
  expectRefusal(answer, 401)
  expect(answer.headers).toMatchObject({ 'access-control-allow-origin': 'https://shop.example' })
})

test('what the owner changes counts at once', async () => {
  const Origin = 'https://new.example'
  expect((await ask({ Origin })).headers).not.toHaveProperty('access-control-allow-origin')
  await kit.app.store.edit(kit.project.id, { domains: ['shop.example', 'new.example'] })
  expect((await ask({ Origin })).headers).toMatchObject({ 'access-control-allow-origin': Origin })
})

test('the key must be the secret one', async () => {
  for (const key of [kit.project.publicKey, off.secretKey, '0'.repeat(64), 'x']) {
    const answer = await kit.get(PATH, { 'X-API-Key': key })
    expectRefusal(answer, 401)
    expect(answer.body).toMatchObject({ message: 'Invalid API key' })
  }
  expect((await kit.get(PATH)).body).toMatchObject({ message: 'API key is required' })
})

test('with .php, by GET alone', async () => {
  await kit.get(`${PATH}.php?range=7d`, { 'X-API-Key': kit.project.secretKey }).expect(200)
  for (const method of ['post', 'put', 'delete'] as const) expectRefusal(await kit.ask(method, PATH), 405)
})

test('from anywhere, where a project is open to every host', async () => {
  await kit.newProject({ domains: [] })
  expect((await ask({ Origin: 'https://evil.example' })).headers).toMatchObject({
    'access-control-allow-origin': 'https://evil.example',
  })
})
