import type { ClickRecord } from '../../lib/spool/records.ts'
import type { Headers, Method, TestApp } from '../kit/app.ts'
import { BROWSER, testApp } from '../kit/app.ts'
import { clicksIn, clicksOf } from '../kit/clicks.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'
import { engines } from '../kit/databases.ts'
import { exchange, requestOf } from '../kit/raw-http.ts'

const SPRING = 'https://shop.example/spring?utm_source=mail&a=1#top'

describe.each(engines)('%s', (engine) => {
  let kit: TestApp
  let clock: MovedClock
  beforeAll(async () => {
    clock = clockAt('2026-03-10T12:00:00Z')
    kit = await testApp(engine, { clock, settings: { BASE_PATH: '/m', PUBLIC_URL: 'https://stats.example' } })
    await create({ code: 'spring', destination: SPRING })
    await create({ code: 'Off-1', destination: SPRING })
    await kit.app.links.edit(kit.project.id, 'Off-1', { isActive: false })
  })
  afterAll(() => kit.close())

  const create = ({
    code,
    destination,
    project = kit.project.id,
  }: {
    code: string
    destination: string
    project?: number
  }) => kit.app.links.create(project, { code, destination, label: '' })
  const click = (url = '/l/spring', headers: Headers = {}, method: Method = 'get') =>
    kit.ask(method, url, { ...BROWSER, Origin: '', ...headers }).redirects(0)

  /** The clicks that this makes, as they lie in the spool. */
  async function spooled(count: number, work: () => PromiseLike<unknown>): Promise<ClickRecord[]> {
    const before = clicksIn(kit.storageDir).length
    await work()
    return (await clicksOf(kit.storageDir, before + count)).slice(before)
  }

  test.each<[Method, string]>([
    ['get', '/l/spring'],
    ['get', '/l/spring/'],
    ['get', '/l/%73pring'],
    ['get', '/l/spring?c=other'],
    ['get', '/api/redirect?c=spring'],
    ['get', '/api/redirect.php?c=spring'],
    ['get', '/api/redirect.php?x=1&c=%73pring'],
    ['get', '/api/redirect/?c=spring'],
    ['head', '/l/spring'],
    ['post', '/l/spring'],
    ['post', '/api/redirect.php?c=spring'],
  ])('%s %s leads on, and no cache keeps it', async (method, url) => {
    const [record] = await spooled(1, async () => {
      const { status, text, headers } = await click(url, {}, method)
      expect([status, text || '', headers.location]).toEqual([302, '', SPRING])
      expect(headers).toMatchObject({
        'cache-control': 'no-store, private',
        'x-litespeed-cache-control': 'no-cache',
        'x-robots-tag': 'noindex',
        'content-length': '0',
      })
      for (const name of ['etag', 'referrer-policy', 'set-cookie', 'content-type', 'retry-after'])
        expect(headers[name]).toBeUndefined()
    })
    expect(record?.by).toBe(method === 'head' ? 'head' : 'person')
  })

  test.each<[string, number, string]>([
    ['/l', 400, 'Missing link code'],
    ['/l/', 400, 'Missing link code'],
    ['/api/redirect', 400, 'Missing link code'],
    ['/api/redirect.php?c=', 400, 'Missing link code'],
    ['/api/redirect?c=%20', 400, 'Missing link code'],
    ['/l/none', 404, 'Link not found'],
    ['/l/Spring', 404, 'Link not found'],
    ['/l/Off-1', 404, 'Link not found'],
    ['/l/spring/more', 404, 'Link not found'],
    ['/l//spring', 404, 'Link not found'],
    ['/l/%00', 404, 'Link not found'],
    ['/l/spring%00', 404, 'Link not found'],
    ['/l/%', 404, 'Link not found'],
    ['/l/%E0%A4%A', 404, 'Link not found'],
    ['/l/%F0%9F%98%80', 404, 'Link not found'],
    ['/l/..%2f..%2fetc', 404, 'Link not found'],
    ['/l/__proto__', 404, 'Link not found'],
    ['/l/constructor', 404, 'Link not found'],
    [`/l/${'x'.repeat(9000)}`, 404, 'Link not found'],
    ['/api/redirect?c=%00', 404, 'Link not found'],
    ['/api/redirect?c=%E0%A4%A', 404, 'Link not found'],
    [`/api/redirect?c=${'x'.repeat(9000)}`, 404, 'Link not found'],
    ["/api/redirect?c=' or '1'='1", 404, 'Link not found'],
    ['/api/redirect?c=none&c=spring', 404, 'Link not found'],
  ])('%s: %d %s', async (url, status, message) => {
    const before = clicksIn(kit.storageDir).length
    const answer = await click(url.replaceAll(' ', '%20').replaceAll("'", '%27'))
    expect([answer.status, answer.text]).toEqual([status, message])
    expect(answer.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store, private',
      'x-robots-tag': 'noindex',
    })
    expect(clicksIn(kit.storageDir)).toHaveLength(before)
  })

  test('other methods', async () => {
    for (const method of ['put', 'delete', 'patch'] as const) {
      const { status, text, headers } = await click('/l/spring', {}, method)
      expect([status, text, headers.allow]).toEqual([405, 'Method not allowed', 'GET, HEAD, POST, OPTIONS'])
    }
    const { status, text } = await click('/api/redirect.php?c=spring', {}, 'options')
    expect([status, text]).toEqual([200, ''])
    expect((await click('/l/none', {}, 'head')).status).toBe(404)
  })

  test('paths beside it are not its', async () => {
    for (const url of ['/links', '/lx/spring', '/api/redirected?c=spring', '/L/spring'])
      expect((await click(url)).body).toMatchObject({ code: 'not_found' })
    const outside = await exchange(kit.port, requestOf('GET /l/spring HTTP/1.1', ['Host: a', 'Connection: close']))
    expect(outside[0]?.status).toBe(404)
  })

  test('the body of a POST is not waited for', async () => {
    const head = ['Host: a', 'Content-Length: 100000']
    const [answer] = await exchange(kit.port, requestOf('POST /m/l/spring HTTP/1.1', head, 'half of it'))
    expect(answer?.status).toBe(302)
    expect(answer?.head).toContain('connection: close')
  })

  test('a destination in another script is encoded on its way', async () => {
    await create({ code: 'far', destination: 'https://müller.example/Straße?größe=ä' })
    const { headers } = await click('/l/far').expect(302)
    expect(headers.location).toBe('https://xn--mller-kva.example/Stra%C3%9Fe?gr%C3%B6%C3%9Fe=%C3%A4')
  })

  test('a stored destination that is no web address leads nowhere', async () => {
    await create({ code: 'bad', destination: 'javascript:alert(1)' })
    const { status, text, headers } = await click('/l/bad')
    expect([status, text, headers.location]).toEqual([400, 'Invalid destination URL', undefined])
  })

  test('a link of a project that is switched off, or deleted, is not found', async () => {
    const other = await kit.newProject()
    await create({ code: 'other', destination: SPRING, project: other.id })
    await click('/l/other').expect(302)
    await kit.app.store.toggle(other.id, false)
    await click('/l/other').expect(404)
    await kit.app.store.toggle(other.id, true)
    await click('/l/other').expect(302)
    await kit.app.store.delete(other.id, 'Shop')
    expect((await click('/l/other')).text).toBe('Link not found')
  })

  test('the life of a link, from the first click on what was not there', async () => {
    const send = (name: string, body: object) =>
      kit.post(`/api/links/${name}`, { code: 'life', ...body }, { 'X-API-Key': kit.project.secretKey }).expect(200)
    await click('/l/life').expect(404)
    await send('create', { destination_url: SPRING })
    expect((await click('/l/life').expect(302)).headers.location).toBe(SPRING)
    await send('edit', { destination_url: 'https://b.example' })
    expect((await click('/l/life').expect(302)).headers.location).toBe('https://b.example/')
    await send('edit', { is_active: false })
    await click('/l/life').expect(404)
    await send('edit', { is_active: true })
    await click('/l/life').expect(302)
    await send('delete', {})
    await click('/l/life').expect(404)
    await send('create', { destination_url: 'https://c.example' })
    expect((await click('/l/life').expect(302)).headers.location).toBe('https://c.example/')
  })
})
