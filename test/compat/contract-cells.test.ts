import type { Response } from 'supertest'
import type { Headers, Method, TestApp, TestProject } from '../kit/app.ts'
import { BROWSER, testApp } from '../kit/app.ts'
import type { Endpoint } from './endpoints.ts'
import { ENDPOINTS, OUR_ENDPOINTS } from './endpoints.ts'

/** The table of section 1.1, cell by cell, for every endpoint, with `.php` and without. */
const ADMIN = 'an-admin-key-of-the-test'
let kit: TestApp
/** A project that was switched off. */
let off: TestProject

beforeAll(async () => {
  kit = await testApp('sqlite', { settings: { ADMIN_KEY: ADMIN } })
  off = await kit.newProject()
  await kit.app.store.toggle(off.id, false)
})
afterAll(() => kit.close())

const ALL = [...ENDPOINTS, ...OUR_ENDPOINTS]
const NAMED = ALL.map((endpoint) => [endpoint.path, endpoint] as const)
const those = (fits: (endpoint: Endpoint) => boolean) => NAMED.filter(([, endpoint]) => fits(endpoint))
const takesBody = ({ verb }: Endpoint) => verb === 'POST'

/** The header with the key that the endpoint wants. */
function keyFor({ auth }: Endpoint, { publicKey, secretKey }: TestProject = kit.project): Headers {
  if (auth === 'admin') return { 'X-Admin-Key': ADMIN }
  return { 'X-API-Key': auth === 'public' ? publicKey : secretKey }
}

function send({ path, verb }: Endpoint, suffix: string, given: unknown, headers: Headers): PromiseLike<Response> {
  const url = `/api/${path}${suffix}`
  if (verb === 'GET') return kit.get(typeof given === 'string' && given !== '' ? `${url}?${given}` : url, headers)
  return kit.post(url, given, { ...BROWSER, Origin: '', ...headers })
}

/** The same refusal under both names: the envelope without `data`. */
async function expectRefused(ask: (suffix: string) => PromiseLike<Response>, status: number, message: string) {
  for (const suffix of ['', '.php']) {
    const answer = await ask(suffix)
    const { code, ...rest } = answer.body as Record<string, unknown>
    expect([suffix, answer.status, rest]).toEqual([suffix, status, { success: false, message }])
    expect(code).toMatch(/^[a-z_]+$/)
    expect(answer.headers['content-type']).toMatch(/^application\/json/)
  }
}

test('no endpoint of the contract is forgotten', () => {
  const families = {
    track: 'pageview error audit errors-update-status',
    links: 'create list detail edit delete',
    analytics:
      'visitors visitors-returning sessions pages devices locations referrers utm errors errors-trend error-detail audits links link-detail',
    projects: 'create list edit toggle regenerate-keys delete verify',
  }
  const paths = Object.entries(families).flatMap(([family, words]) =>
    words.split(' ').map((word) => `${family}/${word}`),
  )
  expect(paths).toHaveLength(30)
  expect(ENDPOINTS.map(({ path }) => path)).toEqual(paths)
})

describe('OPTIONS answers 200 with nothing', () => {
  test.each([...NAMED.map(([path]) => path), 'redirect', 'health'])('%s', async (path) => {
    for (const suffix of ['', '.php']) {
      const answer = await kit.ask('options', `/api/${path}${suffix}`, { Origin: 'https://shop.example' })
      expect([suffix, answer.status, answer.text]).toEqual([suffix, 200, ''])
    }
  })
})

describe('another method is refused before the key is looked at', () => {
  test.each(NAMED)('%s', async (path, { verb }) => {
    const others: Method[] = verb === 'GET' ? ['post', 'put', 'patch', 'delete'] : ['get', 'put', 'patch', 'delete']
    for (const method of others)
      await expectRefused((suffix) => kit.ask(method, `/api/${path}${suffix}`), 405, 'Method not allowed')
  })
})

describe('a key is asked for', () => {
  const words = (auth: Endpoint['auth']) =>
    auth === 'admin'
      ? (['Unauthorized', 'Unauthorized'] as const)
      : ([auth === 'either' ? 'Invalid API key' : 'API key is required', 'Invalid API key'] as const)

  test.each(those(({ auth }) => auth !== 'none'))('%s', async (_path, endpoint) => {
    const { publicKey, secretKey } = kit.project
    const [missing, wrong] = words(endpoint.auth)
    const body = { any: 'thing' }
    const refused = (headers: Headers, message: string) =>
      expectRefused((suffix) => send(endpoint, suffix, body, headers), 401, message)
    await refused({}, missing)
    await refused({ 'X-API-Key': 'f'.repeat(64), 'X-Admin-Key': 'f'.repeat(24) }, wrong)
    await refused({ 'X-API-Key': 'f'.repeat(32) }, wrong)
    await refused({ 'X-API-Key': 'nonsense' }, wrong)
    await refused({ Authorization: `Bearer ${secretKey}` }, missing)
    if (endpoint.auth === 'public' || endpoint.auth === 'admin') await refused({ 'X-API-Key': secretKey }, wrong)
    if (endpoint.auth === 'secret' || endpoint.auth === 'admin') await refused({ 'X-API-Key': publicKey }, wrong)
    if (endpoint.auth !== 'admin') await refused(keyFor(endpoint, off), 'Invalid API key')
  })
})

describe('a public key works from its hosts only', () => {
  const PAGES: Headers[] = [
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { Origin: '', Referer: 'https://evil.example/shop.example' },
  ]
  test.each([
    ['track/pageview', 403, 'Domain not allowed for this key'],
    ['track/error', 401, 'Invalid API key'],
    ['track/audit', 401, 'Invalid API key'],
  ])('%s', async (path, status, message) => {
    for (const page of PAGES) {
      const headers = { ...BROWSER, ...page, 'X-API-Key': kit.project.publicKey }
      await expectRefused((suffix) => kit.post(`/api/${path}${suffix}`, { any: 'thing' }, headers), status, message)
    }
  })
})

describe('a body is asked for', () => {
  const BODIES = ['', ' ', 'nonsense', '{"a":', '"text"', '5', 'true', 'null', '[]', '{}', '[{}]']
  test.each(those(takesBody))('%s', async (_path, endpoint) => {
    for (const body of BODIES)
      await expectRefused(
        (suffix) => send(endpoint, suffix, body, keyFor(endpoint)),
        400,
        'Invalid or missing JSON body',
      )
  })
})

describe('65,536 bytes are let in, one more is not', () => {
  const bytes = (count: number) => `{"any":"${'x'.repeat(count - 10)}"}`
  test.each(those(takesBody))('%s', async (_path, endpoint) => {
    await expectRefused((suffix) => send(endpoint, suffix, bytes(65_537), keyFor(endpoint)), 413, 'Payload too large')
    expect((await send(endpoint, '.php', bytes(65_536), keyFor(endpoint))).status).toBe(400)
  })
})

describe('the key comes before the body, where it cannot come in the body', () => {
  const inExpress = those(
    (endpoint) => takesBody(endpoint) && (endpoint.auth === 'secret' || endpoint.auth === 'admin'),
  )
  test.each(inExpress)('%s', async (_path, endpoint) => {
    const message = endpoint.auth === 'admin' ? 'Unauthorized' : 'API key is required'
    await expectRefused((suffix) => send(endpoint, suffix, 'nonsense', {}), 401, message)
  })
})

describe('what is wrong with a field is said in these words', () => {
  const cases = ALL.flatMap((endpoint) =>
    endpoint.refusals.map(([given, status, message]) => {
      const shown = (typeof given === 'string' ? given : JSON.stringify(given)).slice(0, 60)
      return [endpoint.path, shown, status, message, endpoint, given] as const
    }),
  )
  test.each(cases)('%s %s: %i %s', async (_path, _shown, status, message, endpoint, given) => {
    await expectRefused((suffix) => send(endpoint, suffix, given, keyFor(endpoint)), status, message)
  })

  test('deleting a project wants its name', async () => {
    const message = 'Confirmation failed. Pass "confirm": "Shop" to permanently delete this project.'
    const body = { id: kit.project.id, confirm: 'shop' }
    const headers = { 'X-Admin-Key': ADMIN }
    await expectRefused((suffix) => kit.post(`/api/projects/delete${suffix}`, body, headers), 400, message)
  })
})

describe('redirect answers in text', () => {
  test.each([
    ['', 400, 'Missing link code'],
    ['?c=', 400, 'Missing link code'],
    ['?c=nobody', 404, 'Link not found'],
  ])('%p', async (query, status, text) => {
    for (const suffix of ['', '.php']) {
      const answer = await kit.get(`/api/redirect${suffix}${query}`)
      expect([answer.status, answer.text]).toEqual([status, text])
      expect(answer.headers['content-type']).toMatch(/^text\/plain/)
    }
  })
})

test('health has no envelope, and asks for no key', async () => {
  for (const suffix of ['', '.php']) {
    const answer = await kit.get(`/api/health${suffix}`).expect(200)
    const body = answer.body as { status: string; timestamp: string; checks: Record<string, { status: string }> }
    expect(body).toMatchObject({
      status: 'healthy',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:/) as string,
    })
    expect(Object.values(body.checks).every(({ status }) => ['ok', 'warn'].includes(status))).toBe(true)
    expect(answer.text).toBe(JSON.stringify(body, undefined, 2))
  }
})
