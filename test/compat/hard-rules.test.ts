import type { TestApp } from '../kit/app.ts'
import { testApp } from '../kit/app.ts'
import { clockAt } from '../kit/clock.ts'
import { engines, holdWriteLock } from '../kit/databases.ts'
import { exchange, requestOf } from '../kit/raw-http.ts'
import { ENDPOINTS, OUR_ENDPOINTS } from './endpoints.ts'
import { expectReadable } from './replay.ts'
import type { WireAnswer } from './wire.ts'
import { converse } from './wire.ts'

/** Section 2.5: without these the official clients lose data, most of them silently. Byte for byte where bytes matter. */
const ADMIN = 'an-admin-key-of-the-test'
let kit: TestApp
beforeAll(async () => {
  kit = await testApp('sqlite', { settings: { ADMIN_KEY: ADMIN }, project: { browserAudits: true } })
})
afterAll(() => kit.close())

const NOTHING = { unpacks: false }
const text = (answer: WireAnswer) => [answer.status, JSON.parse(answer.text) as unknown] as const

function post(path: string, body: string, headers: readonly string[], version = '1.1', { port } = kit) {
  const lines = [...headers, `Content-Length: ${Buffer.byteLength(body)}`]
  return converse(port, requestOf(`POST ${path} HTTP/${version}`, lines, body))
}
const get = (path: string, headers: readonly string[], { port } = kit) =>
  converse(port, requestOf(`GET ${path} HTTP/1.1`, ['Host: stats.example', ...headers]))
const secret = () => `X-API-Key: ${kit.project.secretKey}`
const report = (message: string) => JSON.stringify({ message })

describe('1: no redirect of any kind', () => {
  const HEADERS = [
    ['Host: stats.example'],
    ['Host: www.stats.example', 'X-Forwarded-Proto: http'],
    ['Host: 127.0.0.1', 'X-Forwarded-Host: other.example', 'X-Forwarded-Proto: https', 'Upgrade-Insecure-Requests: 1'],
  ]
  test.each([...ENDPOINTS, ...OUR_ENDPOINTS].map(({ path, verb }) => [verb, path]))('%s %s', async (verb, path) => {
    for (const headers of HEADERS)
      for (const suffix of ['.php', '', '.php/', '/', '.PHP', '.php?', '.php/extra']) {
        const start = `${verb} /api/${path}${suffix} HTTP/1.1`
        const answer = await converse(kit.port, requestOf(start, [...headers, 'Content-Length: 0']))
        expect([suffix, answer.headers.location]).toEqual([suffix, undefined])
        expectReadable(NOTHING, answer)
      }
  })
})

describe('2 and 10: both keys, and answers with the words of both generations', () => {
  test.each([
    ['error', { message: 'x' }, { group_id: expect.any(Number) as number, queued: false }],
    ['audit', { action: 'x' }, { id: expect.any(Number) as number, queued: false }],
  ])('%s', async (name, body, data) => {
    const send = (key: string) =>
      post(`/api/track/${name}.php`, JSON.stringify(body), ['Host: stats.example', `X-API-Key: ${key}`])
    const [status, answer] = text(await send(kit.project.secretKey))
    expect(status).toBe(200)
    expect(answer).toMatchObject({ success: true, message: 'OK', data })
    expect(text(await send(kit.project.publicKey))).toEqual([
      202,
      { success: true, message: 'OK', data: { queued: true } },
    ])
  })

  test('a public key writes audit entries only where the project lets it', async () => {
    const closed = await kit.newProject()
    const headers = ['Host: stats.example', `X-API-Key: ${closed.publicKey}`]
    const answer = await post('/api/track/audit.php', '{"action":"x"}', headers)
    expect([answer.status, (JSON.parse(answer.text) as { code: string }).code]).toEqual([403, 'forbidden'])
  })

  test('pageview', async () => {
    const answer = await kit.track().expect(202)
    expect(answer.text).toBe('{"success":true,"message":"OK","data":{"counted":true,"queued":true}}')
  })
})

describe('3: nothing empty, whoever sends it', () => {
  test.each([
    ['a bot', 'User-Agent: Googlebot/2.1'],
    ['who opted out', 'DNT: 1'],
  ])('%s', async (_who, header) => {
    for (const name of ['error', 'audit']) {
      const headers = ['Host: stats.example', `X-API-Key: ${kit.project.publicKey}`, header]
      const answer = await post(`/api/track/${name}.php`, '{"message":"x","action":"x"}', headers)
      expectReadable(NOTHING, answer)
      expect(answer.status).toBe(202)
    }
  })
})

describe('4: packed only when asked', () => {
  test.each([
    ['nothing', []],
    ['identity', ['Accept-Encoding: identity']],
    ['gzip last of all', ['Accept-Encoding: identity;q=1, gzip;q=0, *;q=0']],
  ])('%s', async (_what, headers) => {
    const titles = Array.from({ length: 20 }, (_, n) =>
      kit.track({ url: `https://shop.example/${'x'.repeat(90)}${n}` }),
    )
    await Promise.all(titles)
    await kit.drained()
    const answer = await get('/api/analytics/pages.php', [secret(), ...headers])
    expect(answer.bytes.length).toBeGreaterThan(2000)
    expectReadable(NOTHING, answer)
  })
})

test('5: a 429 has the words of old and new readers, and a time to come back', async () => {
  const limited = await testApp('sqlite', { settings: { RATE_LIMIT: 'on' }, clock: clockAt('2026-03-10T12:00:00Z') })
  const headers = ['Host: stats.example', `X-API-Key: ${'f'.repeat(64)}`]
  for (const [path, allowed] of [
    ['/api/projects/verify.php', 20],
    ['/api/track/error.php', 60],
  ] as const) {
    const send = () => post(path, '{"key":"f","message":"x"}', headers, '1.1', limited)
    for (let sent = 0; sent < allowed; sent++) expect((await send()).status).not.toBe(429)
    const answer = await send()
    expectReadable(NOTHING, answer)
    expect(text(answer)).toEqual([
      429,
      {
        success: false,
        message: expect.stringMatching(/^Too many requests\. Try again in \d+ seconds?\.$/) as string,
        code: 'too_many_requests',
        error: expect.any(String) as string,
      },
    ])
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  }
  await limited.close()
})

describe('6: odd values are bent, not refused', () => {
  test.each([
    { severity: 'fatal', environment: 'qa', context: 'text', line: '42abc', unknown: {} },
    { severity: null, environment: null, context: 7, line: 42.9, stack: null, file: null },
    { severity: 3, environment: true, context: false, line: -1, error_type: 12, url: true },
    { error_type: null, context: { text: 'x'.repeat(9000) }, line: 'none', id: 'text', view: 'text' },
  ])('%j', async (odd) => {
    const body = JSON.stringify({ message: 'Odd', ...odd })
    const answer = await post('/api/track/error.php?unknown=1&message=2', body, ['Host: stats.example', secret()])
    expect(answer.status).toBe(200)
    const { group_id: id } = (JSON.parse(answer.text) as { data: { group_id: number } }).data
    const { group, events } = await kit.report('error-detail', `id=${id}`)
    expect(group).toMatchObject({ message: 'Odd', severity: 'error', environment: 'production' })
    expect(events[0]?.context).toBeNull()
    expect(group.line).toBe(odd.line === '42abc' || odd.line === 42.9 ? 42 : null)
  })
})

/** SQLite's one lock is taken; the connections to MySQL are gone. */
async function withhold({ app: { db } }: TestApp): Promise<() => Promise<void>> {
  if (db.engine === 'sqlite') return holdWriteLock(db)
  await db.close()
  return () => Promise.resolve()
}

describe.each(engines)('7: within 5 seconds, on %s', (engine) => {
  test('also while the database cannot be written', async () => {
    const busy = await testApp(engine)
    const letGo = await withhold(busy)
    const started = performance.now()
    const key = `X-API-Key: ${busy.project.secretKey}`
    const answer = await post('/api/track/error.php', report('x'), ['Host: stats.example', key], '1.1', busy)
    expect(performance.now() - started).toBeLessThan(4500)
    expect(text(answer)).toEqual([202, { success: true, message: 'OK', data: { queued: true } }])
    await letGo()
    await busy.close()
  })
})

describe('8: whatever the headers', () => {
  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset=ISO-8859-1',
    'APPLICATION/JSON',
    'text/plain',
    'text/plain;charset=UTF-8',
    'application/x-www-form-urlencoded',
    'application/octet-stream',
    'application/vnd.api+json',
    'nonsense',
    '',
  ])('Content-Type: %s', async (type) => {
    for (const [path, body, status] of [
      ['/api/track/error.php', report('Grüße'), 200],
      ['/api/projects/verify.php', '{"key":"f"}', 200],
    ] as const) {
      const answer = await post(path, body, ['Host: stats.example', secret(), `Content-Type: ${type}`])
      expect(answer.status).toBe(status)
    }
  })

  test.each(['X-API-Key', 'X-Api-Key', 'x-api-key', 'X-API-KEY'])('%s', async (name) => {
    const { secretKey } = kit.project
    for (const key of [secretKey, secretKey.toUpperCase()]) {
      const headers = ['hOST: stats.example', `${name}: ${key}`]
      expect((await post('/api/track/error.php', report('x'), headers)).status).toBe(200)
      expect((await get('/api/analytics/visitors.php', [`${name}:${key}`])).status).toBe(200)
    }
  })

  test.each([
    ['HTTP/1.0, with nothing but the key', '1.0', []],
    ['HTTP/1.0, kept alive', '1.0', ['Connection: keep-alive']],
    ['closed after it', '1.1', ['Host: stats.example', 'Connection: close']],
    ['kept alive', '1.1', ['Host: stats.example', 'Connection: keep-alive']],
    ['an empty agent', '1.1', ['Host: stats.example', 'User-Agent:', 'Accept:']],
    ['an agent on every list of bots', '1.1', ['Host: stats.example', 'User-Agent: curl/8 python-urllib/3.11 bot']],
  ])('%s', async (_what, version, headers) => {
    const answer = await post('/api/track/error.php', report('x'), [...headers, secret()], version)
    expect(answer.status).toBe(200)
    expectReadable(NOTHING, answer)
  })

  test('asked first whether to send the body: yes', async () => {
    const body = report('x'.repeat(2000))
    const lines = ['Host: stats.example', secret(), 'Expect: 100-continue', 'Connection: close']
    const request = requestOf('POST /api/track/error.php HTTP/1.1', [...lines, `Content-Length: ${body.length}`], body)
    const answers = await exchange(kit.port, request)
    expect(answers.map(({ status }) => status)).toEqual([100, 200])
  })
})

test('9: below a base path', async () => {
  const below = await testApp('sqlite', { settings: { BASE_PATH: '/stats/app' } })
  const key = `X-API-Key: ${below.project.secretKey}`
  for (const { path, verb } of [...ENDPOINTS, ...OUR_ENDPOINTS]) {
    const send = (base: string) =>
      converse(
        below.port,
        requestOf(`${verb} ${base}/api/${path}.php HTTP/1.1`, ['Host: stats.example', 'Content-Length: 0', key]),
      )
    expect((await send('')).status).toBe(404)
    const answer = await send('/stats/app')
    // Exports are lines of JSON, and no answer of Micrologs.
    if (path.startsWith('export/')) expect(answer.headers['content-type']).toMatch(/^application\/x-ndjson/)
    else expectReadable(NOTHING, answer)
    expect([path, answer.status]).not.toEqual([path, 404])
  }
  const sent = await post('/stats/app/api/track/error.php', report('x'), ['Host: stats.example', key], '1.1', below)
  expect(sent.status).toBe(200)
  await below.close()
})
