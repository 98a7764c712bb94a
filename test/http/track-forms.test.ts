import { deflateSync, gzipSync, brotliCompressSync } from 'node:zlib'
import request from 'supertest'
import type { TestApp } from '../kit/app.ts'
import { BROWSER, expectRefusal, FORM, formOf, testApp } from '../kit/app.ts'

/** The ways in which a page view may travel, and what comes back. The database plays no part: one engine. */
let kit: TestApp
beforeAll(async () => {
  kit = await testApp('sqlite')
})
afterAll(() => kit.close())

const PATH = '/api/track/pageview'
const OK = '{"success":true,"message":"OK","data":{"counted":true,"queued":true}}'
const BOUNDARY = '----WebKitFormBoundaryAbC'
const MULTIPART = { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` }

const base64 = (text: string) => Buffer.from(text).toString('base64')
const base64url = (text: string) => Buffer.from(text).toString('base64url')

function multipart(content: string | Buffer, disposition = 'name="d"; filename="blob"'): Buffer {
  const type = disposition.includes('filename') ? '\r\nContent-Type: application/octet-stream' : ''
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}${type}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`\r\n--${BOUNDARY}--\r\n`)])
}

const twoFiles = (json: string) =>
  Buffer.concat([multipart(json).subarray(0, -BOUNDARY.length - 6), multipart('{"not":"this one"}')])

/** A view of a page of its own, so that the report tells which arrived. The title makes `+` and `/` in base64. */
const viewOf = (page: string) =>
  JSON.stringify({
    key: kit.project.publicKey,
    url: `https://shop.example/${page}`,
    view: Math.floor(Math.random() * 1e15) + 1,
    page_title: 'Grüße ??>>~~ 🎉',
  })

describe('a page view arrives', () => {
  const forms: readonly (readonly [string, Record<string, string>, (json: string) => string | Buffer])[] = [
    ['json', { 'Content-Type': 'application/json' }, (json) => json],
    ['json-with-charset', { 'Content-Type': 'application/json; charset=utf-8' }, (json) => json],
    ['json-without-type', {}, (json) => json],
    ['json-as-text', { 'Content-Type': 'text/plain;charset=UTF-8' }, (json) => json],
    ['json-as-nonsense', { 'Content-Type': 'nonsense' }, (json) => json],
    ['json-as-form', { 'Content-Type': FORM }, (json) => json],
    ['json-in-lines', {}, (json) => JSON.stringify(JSON.parse(json), undefined, 2)],
    ['form-base64url', { 'Content-Type': FORM }, (json) => `d=${base64url(json)}`],
    ['form-with-charset', { 'Content-Type': `${FORM};charset=UTF-8` }, (json) => `d=${base64url(json)}`],
    ['form-base64', { 'Content-Type': FORM }, (json) => `d=${encodeURIComponent(base64(json))}`],
    ['form-base64-not-escaped', { 'Content-Type': FORM }, (json) => `d=${base64(json)}`],
    ['form-other-case', { 'Content-Type': FORM.toUpperCase() }, (json) => `d=${base64url(json)}`],
    ['json-d-base64url', { 'Content-Type': 'application/json' }, (json) => JSON.stringify({ d: base64url(json) })],
    ['json-d-base64', { 'Content-Type': 'application/json' }, (json) => JSON.stringify({ d: base64(json) })],
    ['file', MULTIPART, (json) => multipart(json)],
    ['file-of-other-name', MULTIPART, (json) => multipart(json, 'name="x"; filename="Ü.bin"')],
    ['first-of-two-files', MULTIPART, (json) => twoFiles(json)],
    ['file-gzipped', MULTIPART, (json) => multipart(gzipSync(json))],
    ['multipart-field', MULTIPART, (json) => multipart(base64url(json), 'name="d"')],
    ['gzip', { 'Content-Encoding': 'gzip' }, (json) => gzipSync(json)],
    ['gzip-other-case', { 'Content-Encoding': 'X-GZIP' }, (json) => gzipSync(json)],
    ['gzip-unpacked-on-the-way', { 'Content-Encoding': 'gzip' }, (json) => json],
    ['deflate', { 'Content-Encoding': 'deflate' }, (json) => deflateSync(json)],
    ['identity', { 'Content-Encoding': 'identity' }, (json) => json],
    ['form-gzipped', { 'Content-Type': FORM, 'Content-Encoding': 'gzip' }, (json) => gzipSync(`d=${base64url(json)}`)],
  ]

  test.each(forms)('as %s', async (page, headers, wrap) => {
    const { status, text } = await kit.post(PATH, wrap(viewOf(page)), { ...BROWSER, ...headers })
    expect([status, text]).toEqual([202, OK])
  })

  test.each<[string, () => ReturnType<TestApp['post']>]>([
    ['get', () => kit.get(`${PATH}?d=${base64url(viewOf('get'))}`, BROWSER)],
    ['get-base64', () => kit.get(`${PATH}?x=1&d=${base64(viewOf('get-base64'))}`, BROWSER)],
    ['php', () => kit.post(`${PATH}.php`, viewOf('php'))],
    ['php-get', () => kit.get(`${PATH}.php?d=${base64url(viewOf('php-get'))}`, BROWSER)],
    ['query-beside-the-body', () => kit.post(`${PATH}?d=ignored`, viewOf('query-beside-the-body'))],
    [
      'key-in-any-case',
      () =>
        kit.post(
          PATH,
          viewOf('key-in-any-case').replace(/[0-9a-f]{32}/, (key) => key.toUpperCase()),
        ),
    ],
    ['subdomain', () => kit.post(PATH, viewOf('subdomain'), { ...BROWSER, Origin: 'https://m.shop.example:8443' })],
    ['no-origin', () => kit.post(PATH, viewOf('no-origin'), { ...BROWSER, Origin: '' })],
    ['referer', () => kit.post(PATH, viewOf('referer'), { ...BROWSER, Origin: '', Referer: 'https://shop.example/a' })],
  ])('as %s', async (_page, send) => {
    const { status, text } = await send()
    expect([status, text]).toEqual([202, OK])
  })

  test('and each of them is in the report, with its title whole', async () => {
    const { pages } = await kit.report('pages', 'range=1d&limit=100')
    expect(pages.every((page) => page.pageviews === 1 && page.page_title === 'Grüße ??>>~~ 🎉')).toBe(true)
    expect(pages.map((page) => page.url)).toEqual(
      expect.arrayContaining(forms.map(([page]) => `https://shop.example/${page}`)),
    )
    expect(pages).toHaveLength(forms.length + 9)
  })

  test('with the key in the header, which counts before the one in the body', async () => {
    const body = { url: 'https://shop.example/', view: 1, key: 'nonsense' }
    await kit.post(PATH, JSON.stringify(body), { ...BROWSER, 'X-API-Key': kit.project.publicKey }).expect(202)
    const good = { ...body, key: kit.project.publicKey }
    expectRefusal(await kit.post(PATH, JSON.stringify(good), { ...BROWSER, 'X-API-Key': 'nonsense' }), 401)
  })
})

describe('the older snippet', () => {
  // Body, headers and preflight of snippet 1.1.0, byte for byte but for the key.
  const origin = { Origin: 'https://www.shop.example' }
  const body =
    '{"url":"https://www.shop.example/?utm_source=a#top","page_title":"Shop","referrer":"","visitor_id":' +
    '"6fa459ea-ee8a-4ca4-894e-db77e160355e","session_token":"16fd2706-8baf-433b-82eb-8c7fada847da","fingerprint":' +
    '"Mozilla/5.0|de|1920x1080|24|-60|true|true|abc","screen_resolution":"1920x1080","timezone":"Europe/Vienna",' +
    '"utm_source":"a","utm_medium":"","utm_campaign":"","utm_content":"","utm_term":""}'

  test('asks first', async () => {
    const { status, headers, text } = await kit.ask('options', `${PATH}.php`, {
      ...origin,
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'content-type,x-api-key',
    })
    expect([status, text]).toEqual([200, ''])
    expect(headers).toMatchObject({
      'access-control-allow-origin': 'https://www.shop.example',
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': 'Content-Type, X-API-Key',
      'access-control-max-age': '86400',
      vary: 'Origin',
    })
    expect(headers).not.toHaveProperty('access-control-allow-credentials')
  })

  test('and is heard', async () => {
    const headers = { 'Content-Type': 'application/json', 'X-API-Key': kit.project.publicKey }
    const { status, text } = await kit.post(`${PATH}.php`, body, { ...BROWSER, ...origin, ...headers })
    expect([status, text]).toEqual([202, OK])
  })

  test.each(['url', 'visitor_id', 'session_token'])('must give %s', async (field) => {
    const { [field]: _left, ...rest } = JSON.parse(body) as Record<string, string>
    const answer = await kit.post(PATH, { ...rest, key: kit.project.publicKey })
    expectRefusal(answer, 400)
    expect((answer.body as { message: string }).message).toBe('url, visitor_id and session_token are required')
  })
})

describe('the size', () => {
  const padded = (bytes: number) => {
    const json = viewOf('big')
    return json.replace('{', `{${' '.repeat(bytes - Buffer.byteLength(json))}`)
  }
  const wraps: readonly [string, Record<string, string>, (json: string) => string | Buffer][] = [
    ['JSON', {}, (json) => json],
    ['a form', { 'Content-Type': FORM }, (json) => `d=${base64url(json)}`],
    ['a file', MULTIPART, (json) => multipart(json)],
    ['a file with gzip', MULTIPART, (json) => multipart(gzipSync(json))],
    ['gzip', { 'Content-Encoding': 'gzip' }, (json) => gzipSync(json)],
  ]

  test.each(wraps)('as %s: 65,536 bytes pass, one more is too much', async (_form, headers, wrap) => {
    await kit.post(PATH, wrap(padded(60_000)), { ...BROWSER, ...headers }).expect(202)
    await kit.post(PATH, wrap(padded(65_536)), { ...BROWSER, ...headers }).expect(202)
    const answer = await kit.post(PATH, wrap(padded(65_537)), { ...BROWSER, ...headers })
    expectRefusal(answer, 413)
    expect(answer.body).toMatchObject({ message: 'Payload too large', code: 'payload_too_large' })
  })
})

describe('what comes back', () => {
  test('a good answer', async () => {
    const { headers } = await kit.track().expect(202)
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'no-store, private',
      'x-litespeed-cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': 'https://shop.example',
      'access-control-expose-headers': 'Retry-After',
      vary: 'Origin',
      'content-length': String(OK.length),
    })
    for (const absent of ['x-powered-by', 'etag', 'access-control-allow-credentials', 'set-cookie', 'ratelimit-limit'])
      expect(headers).not.toHaveProperty(absent)
  })

  test('to a request that comes from no page', async () => {
    const { headers } = await kit.track({}, { Origin: '' }).expect(202)
    expect(headers).not.toHaveProperty('access-control-allow-origin')
  })

  test('a page of a foreign site may read why it was refused', async () => {
    const answer = await kit.track({}, { Origin: 'https://evil.example' })
    expectRefusal(answer, 403)
    expect(answer.body).toMatchObject({ message: 'Domain not allowed for this key' })
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': 'https://evil.example' })
  })

  test.each(['put', 'delete', 'patch', 'head', 'get'] as const)('%s is not allowed', async (method) => {
    const answer = await kit.ask(method, PATH, BROWSER)
    expect(answer.headers).toMatchObject({ allow: 'GET, POST, OPTIONS' })
    if (method === 'head') expect(answer.status).toBe(405)
    else expectRefusal(answer, 405)
  })

  test('br is refused, in words', async () => {
    const answer = await kit.post(PATH, brotliCompressSync(viewOf('br')), { ...BROWSER, 'Content-Encoding': 'br' })
    expectRefusal(answer, 415)
    expect(answer.body).toMatchObject({ code: 'unsupported_encoding' })
  })
})

describe('below a base path', () => {
  let below: TestApp
  beforeAll(async () => {
    below = await testApp('sqlite', { settings: { BASE_PATH: '/stats' } })
  })
  afterAll(() => below.close())

  test('everything answers there, with and without .php', async () => {
    await below.track().expect(202)
    await below
      .post(`${PATH}.php`, formOf({ key: below.project.publicKey, url: 'https://shop.example/', view: 3 }), {
        ...BROWSER,
        'Content-Type': FORM,
      })
      .expect(202)
    await below.get('/snippet/micrologs.js').expect(200)
    await below.get('/api/health.php').expect(200)
    await below.get('').expect(200)
    expect(await below.report('visitors')).toMatchObject({ unique_visitors: 1 })
  })

  test.each(['/api/track/pageview', '/', '/statistics/api/health', '/stat', '//stats/api/health'])(
    '%s outside of it does not',
    async (path) => {
      const answer = await request(below.server).get(path)
      expectRefusal(answer, 404)
      expect(answer.body).toMatchObject({ message: 'Micrologs lives below /stats', code: 'not_found' })
    },
  )
})
