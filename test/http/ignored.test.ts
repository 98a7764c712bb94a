import type { TestApp } from '../kit/app.ts'
import { BROWSER, expectRefusal, testApp } from '../kit/app.ts'
import { engines } from '../kit/databases.ts'

const ADMIN = { 'X-Admin-Key': 'an admin key of the tests' }

describe.each(engines)('whom and what a project leaves out, on %s', (engine) => {
  let kit: TestApp
  beforeAll(async () => {
    kit = await testApp(engine, { settings: { ADMIN_KEY: ADMIN['X-Admin-Key'] } })
    await edit({ ignored_addresses: ['203.0.113.7', '2001:DB8::/32'], ignored_paths: ['/admin/*', '/preview'] }).expect(
      200,
    )
    await edit({ ignored_hosts: ['Staging.shop.example', '*.test'], ignored_countries: ['cn'] }).expect(200)
  })
  afterAll(() => kit.close())

  const edit = (body: object) => kit.post('/api/projects/edit', { id: kit.project.id, ...body }, ADMIN)
  const from = (address: string) => ({ ...BROWSER, 'X-Forwarded-For': address })
  const at = (path: string) => `https://shop.example${path}`

  test.each([
    ['203.0.113.7', '/', 'ignored-address'],
    ['2001:db8:1::9', '/', 'ignored-address'],
    ['203.0.113.8', '/admin/users', 'ignored-path'],
    ['203.0.113.8', '/preview', 'ignored-path'],
  ])('a view from %s of %s is dropped: %s', async (address, path, reason) => {
    const answer = await kit.track({ url: at(path) }, from(address)).expect(204)
    expect(answer.headers['x-micrologs-dropped']).toBe(reason)
  })

  test.each([
    ['203.0.113.8', '/'],
    ['2001:db9::9', '/admin'],
    ['203.0.113.8', '/previews'],
  ])('a view from %s of %s counts', async (address, path) => {
    const answer = await kit.track({ url: at(path) }, from(address)).expect(202)
    expect(answer.body).toMatchObject({ data: { counted: true } })
  })

  test.each([
    ['https://staging.shop.example/', '', 'ignored-host'],
    ['https://staging.shop.example:8443/', '', 'ignored-host'],
    ['https://shop.test/', '', 'ignored-host'],
    ['https://shop.example/', 'Asia/Shanghai', 'ignored-country'],
  ])('a view of %s in the time zone "%s" is dropped: %s', async (url, timezone, reason) => {
    const answer = await kit.track({ url, timezone }, { ...from('203.0.113.8'), Origin: 'https://shop.example' })
    expect([answer.status, answer.headers['x-micrologs-dropped']]).toEqual([204, reason])
  })

  test.each([
    ['https://shop.example/', 'Asia/Tokyo'],
    ['https://www.staging.shop.example/', ''],
  ])('one of %s in the time zone "%s" counts', async (url, timezone) => {
    await kit.track({ url, timezone }, from('203.0.113.8')).expect(202)
  })

  test('events and time in view are left out as well', async () => {
    const body = { key: kit.project.publicKey, url: at('/'), id: 5, view: 4, engaged: 1000, scroll: 5 }
    for (const path of ['engagement', 'event']) {
      const answer = await kit.post(`/api/track/${path}`, { ...body, name: 'signup' }, from('203.0.113.7'))
      expect([answer.status, answer.headers['x-micrologs-dropped']]).toEqual([204, 'ignored-address'])
    }
    expect((await kit.report('events', 'range=1d')).events).toEqual([])
  })

  test('a click is led on, and not counted', async () => {
    const key = { 'X-API-Key': kit.project.secretKey }
    await kit.post('/api/links/create', { destination_url: at('/spring'), code: 'spring' }, key).expect(200)
    for (const address of ['203.0.113.7', '203.0.113.8']) await kit.get('/l/spring', from(address)).expect(302)
    const { total_clicks } = await kit.report('link-detail', 'range=1d&code=spring')
    expect(total_clicks).toBe(1)
  })

  test('what was dropped is counted with its reason, and nothing of the visitor kept', async () => {
    const { by_reason, newest } = await kit.report('dropped', 'range=2d')
    expect(by_reason).toEqual(
      expect.arrayContaining([
        { reason: 'ignored-address', count: 2 },
        { reason: 'ignored-path', count: 2 },
        { reason: 'ignored-host', count: 3 },
        { reason: 'ignored-country', count: 1 },
      ]),
    )
    expect(new Set(newest.map(({ user_agent }) => user_agent))).toEqual(new Set(['']))
    const rows = await kit.app.db.read.selectFrom('dropped_log').selectAll().execute()
    expect(JSON.stringify(rows)).not.toMatch(/203\.0\.113|2001:db8/)
  })

  test('what is written is cleaned, shown, and may be taken back', async () => {
    const edited = await edit({ ignored_addresses: [' 10.0.0.0/8', '10.0.0.0/8', 'FD00::/16'] }).expect(200)
    expect(edited.body).toMatchObject({
      data: { ignored_addresses: ['10.0.0.0/8', 'fd00::/16'], ignored_paths: ['/admin/*', '/preview'] },
    })
    await edit({ ignored_addresses: [], ignored_paths: [] }).expect(200)
    const answer = await kit.track({ url: at('/admin/users') }, from('203.0.113.7')).expect(202)
    expect(answer.body).toMatchObject({ data: { counted: true } })
  })

  test.each([
    [{ ignored_addresses: '203.0.113.7' }],
    [{ ignored_addresses: ['203.0.113'] }],
    [{ ignored_addresses: ['0.0.0.0/0'] }],
    [{ ignored_addresses: Array.from({ length: 101 }, (_, at) => `203.0.113.${at}`) }],
    [{ ignored_paths: ['admin'] }],
    [{ ignored_paths: [`/${'x'.repeat(200)}`] }],
    [{ ignored_paths: [7] }],
    [{ ignored_hosts: ['a b'] }],
    [{ ignored_hosts: ['shop.example/path'] }],
    [{ ignored_hosts: ['*'] }],
    [{ ignored_countries: ['Germany'] }],
    [{ ignored_countries: ['XX'] }],
  ])('%j is refused', async (body) => {
    expectRefusal(await edit(body), 400)
  })
})
