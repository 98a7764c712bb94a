import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import request from 'supertest'
import { openDb } from '../../lib/db/open-db.ts'
import { engines, freshDb } from '../kit/databases.ts'
import type { PageAppOptions } from '../kit/page-app.ts'
import { pageApp, PROJECT, PUBLIC_KEY, SECRET_KEY } from '../kit/page-app.ts'
import { rows } from '../kit/rows.ts'

const SCRIPT = 'document.title = "built"'
const STYLE = 'body { margin: 0 }'
const dist = mkdtempSync(path.join(tmpdir(), 'micrologs-dist-'))
mkdirSync(path.join(dist, 'dashboard'))
const LIST = {
  script: 'dashboard-7K2Q.js',
  style: 'dashboard-P4XA.css',
  first: ['chunk-3M8D.js'],
  texts: { en: 'en-5T1B.js', de: 'de-9W6C.js' },
  files: ['dashboard-7K2Q.js', 'dashboard-P4XA.css', 'chunk-3M8D.js', 'en-5T1B.js', 'de-9W6C.js'],
}
for (const name of LIST.files) writeFileSync(path.join(dist, 'dashboard', name), name === LIST.style ? STYLE : SCRIPT)
// Of the build before this one.
writeFileSync(path.join(dist, 'dashboard/dashboard-OLD1.js'), SCRIPT)
writeFileSync(path.join(dist, 'dashboard/assets.json'), JSON.stringify(LIST))
afterAll(() => rmSync(dist, { recursive: true }))

// Opening makes no connection, and nothing listens there.
const away = openDb({ url: 'mysql://nobody@127.0.0.1:1/none', storageDir: dist, connections: 1 })
afterAll(() => away.close())

const appWith = (options: Partial<PageAppOptions>) => pageApp({ db: away, dist, ...options })

describe('GET /', () => {
  test('is one small document with the policy, and is never kept', async () => {
    const { status, headers, text } = await request(appWith({})).get('/')
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(headers['cache-control']).toBe('no-store, private')
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers['content-security-policy']).not.toContain('unsafe-inline')
    expect(text).toContain(`<script type="module" src="assets/${LIST.script}"></script>`)
    expect(text).toContain(`<link rel="stylesheet" href="assets/${LIST.style}">`)
    // Nothing inline, which the policy would stop, and nothing that a user has written.
    expect(text).not.toMatch(/<style|<script>|style=|\son\w+=/)
    expect(text).not.toContain(PROJECT.name)
    expect(text.length).toBeLessThan(2000)
  })

  test.each([
    ['', '/', 'assets/'],
    ['', '/?range=7d', 'assets/'],
    ['/stats', '/stats/', '/stats/assets/'],
    ['/stats', '/stats', '/stats/assets/'],
    ['/stats', '/stats?range=7d', '/stats/assets/'],
    ['/my/stats', '/my/stats', '/my/stats/assets/'],
  ])('at base path "%s", %s points to its files', async (basePath, asked, folder) => {
    const app = appWith({ basePath })
    const { text } = await request(app).get(asked)
    const [, href = ''] = /src="([^"]+)"/.exec(text) ?? []
    expect(href).toBe(`${folder}${LIST.script}`)
    const found = new URL(href, new URL(asked, 'http://localhost')).pathname
    expect((await request(app).get(found)).text).toBe(SCRIPT)
  })

  test('answers only to GET and HEAD', async () => {
    expect((await request(appWith({})).head('/')).status).toBe(200)
    const refused = await request(appWith({})).post('/')
    expect([refused.status, refused.headers.allow]).toEqual([405, 'GET, HEAD'])
  })

  test('says what is missing while the dashboard is not built', async () => {
    const answer = await request(appWith({ dist: path.join(dist, 'nowhere') })).get('/')
    expect(answer.status).toBe(503)
    expect(answer.body).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('npm run build') as string,
    })
  })
})

describe('GET /assets/', () => {
  test.each([
    [LIST.script, 'text/javascript; charset=utf-8', SCRIPT],
    [LIST.style, 'text/css; charset=utf-8', STYLE],
  ])('%s may be kept for ever', async (name, type, content) => {
    const { headers, text } = await request(appWith({})).get(`/assets/${name}`)
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(headers['content-type']).toBe(type)
    expect(text).toBe(content)
  })

  test.each([
    'dashboard.js',
    'dashboard-OLD1.js',
    'assets.json',
    '..%2Fdashboard%2Fdashboard-7K2Q.js',
    '%00',
    'constructor',
  ])('%s is not there', async (name) => {
    const { status, headers } = await request(appWith({})).get(`/assets/${name}`)
    expect(status).toBe(404)
    expect(headers['cache-control']).toBeUndefined()
  })
})

describe.each(engines)('%s: GET /api/first-steps', (engine) => {
  let kit: Awaited<ReturnType<typeof freshDb>>
  beforeAll(async () => {
    kit = await freshDb(engine)
  })
  afterAll(() => kit.drop())

  const ask = (options: Partial<PageAppOptions> = {}) =>
    request(appWith({ db: kit.db, ...options }))
      .get('/api/first-steps')
      .set('X-API-Key', SECRET_KEY)

  test('is for who may read the reports', async () => {
    const answer = await request(appWith({ db: kit.db })).get('/api/first-steps')
    expect([answer.status, answer.body]).toMatchObject([401, { code: 'unauthorized' }])
  })

  test('waits, then shows the newest view of the project', async () => {
    const project = { ...PROJECT, id: 9, name: 'Shop <b>', identity: 'cookie' as const }
    const projects = [project]
    const first = { project: { name: 'Shop <b>', public_key: PUBLIC_KEY, identity: 'cookie' } }
    const { tag } = ((await ask({ projects })).body as { data: { tag: string } }).data
    expect(tag).toContain(PUBLIC_KEY)
    expect((await ask({ projects })).body).toEqual({
      success: true,
      message: 'First steps fetched successfully',
      data: { ...first, tag, state: 'waiting', views: 0 },
    })

    const fill = rows(kit.db, 9)
    await fill.visit({ visitor: 1, at: '2026-11-20T10:00Z', views: [{ page: 'https://example.org/bare' }] })
    const bare = { url: 'https://example.org/bare', page_title: '', at: '2026-11-20T10:00:00.000Z' }
    const unknown = { browser: '', os: '', device_type: '', country: '', channel: 'direct' }
    expect((await ask({ projects })).body).toMatchObject({
      data: { ...first, tag, state: 'received', view: { ...bare, ...unknown }, views: 1 },
    })

    await fill.visit({
      visitor: 2,
      at: '2026-11-20T11:00Z',
      views: [{ page: 'https://example.org/preise?a=1', title: 'Preise 🎈' }],
      source: { channel: 'search', name: 'Google', url: 'google.com/' },
      agent: { device: 'mobile', os: 'iOS', browser: 'Safari' },
      place: { country: 'DE' },
    })
    // Older than the newest, though it came later; and of another project.
    await fill.visit({ visitor: 3, at: '2026-11-20T10:30Z' })
    await rows(kit.db, 10).visit({ visitor: 4, at: '2026-11-20T12:00Z' })
    expect((await ask({ projects })).body).toMatchObject({
      data: {
        state: 'received',
        view: {
          url: 'https://example.org/preise?a=1',
          page_title: 'Preise 🎈',
          at: '2026-11-20T11:00:00.000Z',
          browser: 'Safari',
          os: 'iOS',
          device_type: 'mobile',
          country: 'DE',
          channel: 'organic_search',
        },
        views: 3,
      },
    })
  })

  test('counts no further than 1,000', async () => {
    const project = { ...PROJECT, id: 11 }
    const views = Array.from({ length: 1005 }, (_, after) => ({ after }))
    await rows(kit.db, 11).visit({ visitor: 1, at: '2026-11-20T10:00Z', views })
    expect((await ask({ projects: [project] })).body).toMatchObject({ data: { views: 1000 } })
  })
})

describe('GET /api/first-steps, when it cannot be told', () => {
  test.each<[why: string, options: Partial<PageAppOptions>, status: number, code: string]>([
    ['the database is away', {}, 503, 'unavailable'],
    ['the projects were never read', { projects: undefined }, 503, 'unavailable'],
  ])('%s', async (_why, options, status, code) => {
    const answer = await request(appWith(options)).get('/api/first-steps').set('X-API-Key', SECRET_KEY)
    expect(answer.status).toBe(status)
    expect(answer.body).toEqual({ success: false, code, message: expect.any(String) as string })
    expect(answer.headers['retry-after']).toBe('30')
  })

  test('POST', async () => {
    const { status, headers } = await request(appWith({})).post('/api/first-steps')
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD'])
  })
})
