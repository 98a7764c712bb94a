import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { TestApp } from '../kit/app.ts'
import { expectRefusal, testApp } from '../kit/app.ts'
import { document, operations } from '../kit/openapi.ts'
import { routesOf } from '../kit/routes.ts'

const built = readFileSync(path.resolve(__dirname, '../../dist/docs/redoc.js'))

let kit: TestApp
beforeAll(async () => {
  kit = await testApp('sqlite', { settings: { BASE_PATH: '/stats', PUBLIC_URL: 'https://shop.example' } })
})
afterAll(() => kit.close())

test('everything that is answered is described, and everything that is described is answered', () => {
  const routes = routesOf(kit.app.handler.express)
  expect(routes.length).toBeGreaterThan(40)
  expect(operations.map(({ method, path: of }) => `${method.toUpperCase()} ${of}`).sort()).toEqual(routes.sort())
})

test('the document is given to everybody, and says where it is from', async () => {
  const { status, headers, text } = await kit.get('/api/openapi.json')
  expect(status).toBe(200)
  expect(headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store, private',
    'x-litespeed-cache-control': 'no-cache',
  })
  expect(JSON.parse(text)).toEqual({
    ...document,
    info: { ...document.info, version: 'development' },
    servers: [{ url: 'https://shop.example/stats' }],
  })
  expect((await kit.get('/api/openapi.json')).text).toBe(text)
})

test('the page is not kept, and may load nothing but its script and the document', async () => {
  const { status, headers, text } = await kit.get('/api/docs')
  expect([status, headers['content-type'], headers['cache-control']]).toEqual([
    200,
    'text/html; charset=utf-8',
    'no-store, private',
  ])
  const policy = String(headers['content-security-policy'])
  expect(policy).toMatch(
    /^default-src 'none'; script-src 'self'; style-src ('sha256-[\w+/]{43}=' ?)+; connect-src 'self'; /,
  )
  expect(policy).not.toMatch(/unsafe|https?:|\*/)
  expect(text.match(/<script[^>]*>[^<]*/g)).toEqual([expect.stringMatching(/^<script src="[^"]+" defer>$/)])
})

test.each(['/api/docs', '/api/docs/', '/api/docs.php'])('what the page at %s names is there', async (address) => {
  const { text } = await kit.get(address).expect(200)
  const named = [...text.matchAll(/(?:src|spec-url)="([^"]+)"/g)].map(([, name = '']) => {
    const { pathname } = new URL(name, `https://shop.example/stats${address}`)
    return pathname.replace(/^\/stats/, '')
  })
  const hash = createHash('sha256').update(built).digest('hex').slice(0, 16)
  expect(named.sort()).toEqual(['/api/openapi.json', `/assets/redoc.${hash}.js`])
  for (const name of named) await kit.get(name).expect(200)
})

test('the script of the page may be kept for ever, under its own name only', async () => {
  const { text } = await kit.get('/api/docs')
  const name = /redoc\.[\da-f]{16}\.js/.exec(text)?.[0] ?? ''
  const { headers, text: script } = await kit.get(`/assets/${name}`).expect(200)
  expect(headers['content-type']).toMatch(/^(text|application)\/javascript/)
  expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
  expect(script).toBe(built.toString())
  expect(script).not.toContain('cdn.redoc')
  expectRefusal(await kit.get('/assets/redoc.0000000000000000.js'), 404)
})

test('other methods are refused', async () => {
  for (const address of ['/api/openapi.json', '/api/docs']) {
    const answer = await kit.post(address, {})
    expectRefusal(answer, 405)
    expect(answer.headers.allow).toBe('GET, HEAD')
  }
})
