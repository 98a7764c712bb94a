import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expectRefusal, testApp } from '../kit/app.ts'
import type { TestApp } from '../kit/app.ts'

let kit: TestApp
beforeAll(async () => {
  kit = await testApp('sqlite')
})
afterAll(() => kit.close())

describe('the snippet', () => {
  const PATH = '/snippet/micrologs.js'
  const built = readFileSync(path.resolve(__dirname, '../../dist', `.${PATH}`), 'utf8')

  test('is what was built, for any page of any origin', async () => {
    const { status, headers, text } = await kit.get(PATH)
    expect([status, text]).toEqual([200, built])
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'private, max-age=3600',
      'x-litespeed-cache-control': 'no-cache',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      etag: expect.stringMatching(/^"[\w-]{16}"$/) as string,
    })
    expect(headers).not.toHaveProperty('x-powered-by')
  })

  test('is not sent again to who has it', async () => {
    const { etag } = (await kit.get(PATH)).headers as { etag: string }
    for (const held of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const { status, text, headers } = await kit.get(PATH, { 'If-None-Match': held })
      expect([status, text, headers.etag]).toEqual([304, '', etag])
    }
    for (const held of ['"other"', 'nonsense', etag.slice(1, -1)])
      await kit.get(PATH, { 'If-None-Match': held }).expect(200)
  })

  test('travels compressed to who takes it so, and plain to others', async () => {
    for (const [wish, encoding] of [
      ['gzip', 'gzip'],
      ['identity', undefined],
      ['zstd', undefined],
    ] as const) {
      const { headers, text } = await kit.get(PATH, { 'Accept-Encoding': wish })
      expect([headers['content-encoding'], text]).toEqual([encoding, built])
      expect(headers.vary).toMatch(/Accept-Encoding/)
    }
  })

  test('answers HEAD', async () => {
    const { status, headers } = await kit.ask('head', PATH)
    expect([status, headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8'])
  })
})

describe('the page', () => {
  test('may load only what is its own, and is kept by no cache', async () => {
    const { headers, text } = await kit.get('/').expect(200)
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store, private',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'no-referrer',
    })
    expect(headers['content-security-policy']).toMatch(/default-src 'none';script-src 'self';style-src 'self'/)
    expect(headers).not.toHaveProperty('strict-transport-security')
    const assets = [...text.matchAll(/assets\/[\w.-]+/g)].map(([name]) => name)
    // The script, the style, and what is asked for together with them.
    expect(assets.length).toBeGreaterThan(2)
    for (const name of assets) {
      const asset = await kit.get(`/${name}`).expect(200)
      expect(asset.headers).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable' })
    }
  })
})

describe('nothing else of the folder is served', () => {
  test.each([
    '/package.json',
    '/app.js',
    '/dist/server.cjs',
    '/storage/micrologs.db',
    '/storage/settings.env',
    '/snippet/',
    '/snippet/main.ts',
    '/snippet/../package.json',
    '/assets/',
    '/assets/dashboard.js',
    '/assets/dashboard.0000000000000000.js',
    '/.env',
    '/.git/config',
    '/favicon.ico',
    '/index.php',
    '/api',
    '/api/',
    '/api/track',
    '/api/analytics/nothing',
  ])('%s', async (url) => {
    expectRefusal(await kit.get(url), 404)
  })
})
