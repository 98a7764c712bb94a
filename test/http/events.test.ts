import { MINUTE } from '../../lib/core/clock.ts'
import type { EventBody } from '../../lib/wire/track.ts'
import type { Headers, TestApp } from '../kit/app.ts'
import { BROWSER, expectRefusal, FORM, formOf, testApp } from '../kit/app.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'
import { engines } from '../kit/databases.ts'

const PATH = '/api/track/event'
const PAGE = 'https://shop.example/'
const RANGE = { from: '2026-03-10 00:00:00', to: '2026-03-10 23:59:59' }

describe.each(engines)('%s: custom events', (engine) => {
  let kit: TestApp
  let clock: MovedClock
  beforeEach(async () => {
    clock = clockAt('2026-03-10T12:00:00Z')
    kit = await testApp(engine, { clock })
  })
  afterEach(() => kit.close())

  const send = (body: object = {}, headers: Headers = {}) =>
    kit.post(PATH, { key: kit.project.publicKey, name: 'signup', url: PAGE, ...body }, { ...BROWSER, ...headers })
  const from = (ip: string): Headers => ({ 'X-Forwarded-For': ip })
  const stored = async () => {
    await kit.drained()
    return kit.app.db.read
      .selectFrom('events')
      .innerJoin('texts', 'texts.id', 'events.name')
      .innerJoin('pages', 'pages.id', 'events.page')
      .select(['events.id', 'texts.value as name', 'pages.url', 'view', 'visit', 'props'])
      .orderBy('events.at')
      .execute()
  }
  const figures = () => kit.report('visitors')

  test('are counted by name, most frequent first', async () => {
    await kit.track({ view: 5 }).expect(202)
    const body: Partial<EventBody> = { id: 11, view: 5, props: { plan: 'pro', seats: [1, 2] } }
    const { status, text } = await send(body)
    expect([status, text]).toEqual([202, '{"success":true,"message":"OK","data":{"counted":true,"queued":true}}'])
    clock.advance(1)
    for (const name of ['click', 'Größe', 'click', 'click', 'signup', 'a']) await send({ name }).expect(202)
    await send({ name: 'click' }, from('198.51.100.2')).expect(202)
    const expected = [
      { name: 'click', events: 4, unique_visitors: 2 },
      { name: 'signup', events: 2, unique_visitors: 1 },
      { name: 'Größe', events: 1, unique_visitors: 1 },
      { name: 'a', events: 1, unique_visitors: 1 },
    ]
    expect(JSON.stringify(await kit.report('events'))).toBe(
      JSON.stringify({ range: RANGE, count: 4, events: expected }),
    )
    expect(await kit.report('events', 'range=1d&limit=1')).toEqual({ range: RANGE, count: 1, events: [expected[0]] })
    const [first] = await stored()
    expect(first).toMatchObject({ id: 11, name: 'signup', url: PAGE, view: 5, props: '{"plan":"pro","seats":[1,2]}' })
  })

  test('a visit with one is no bounce, and lasts until then', async () => {
    await kit.track().expect(202)
    await kit.track({}, from('198.51.100.2')).expect(202)
    expect(await figures()).toMatchObject({ total_sessions: 2, bounce_rate: 100 })
    clock.advance(2 * MINUTE)
    await send().expect(202)
    expect(await figures()).toMatchObject({ total_sessions: 2, total_pageviews: 2, bounce_rate: 50 })
    expect(await kit.report('sessions')).toMatchObject({ avg_duration_engaged: 120 })
    expect((await stored())[0]?.visit).toBeGreaterThan(0)
  })

  test('one that is sent again counts once, also by another name and later', async () => {
    await kit.track().expect(202)
    await send({ id: 7 }).expect(202)
    await send({ id: 7 }).expect(202)
    await kit.drained()
    clock.advance(MINUTE)
    await send({ id: 7, name: 'other' }).expect(202)
    expect(await kit.report('events')).toMatchObject({ events: [{ name: 'signup', events: 1 }] })
  })

  test('without an id each counts', async () => {
    for (const id of [undefined, 0, -1, 1.5, 'x', null]) await send({ id }).expect(202)
    expect(await kit.report('events')).toMatchObject({ count: 1, events: [{ events: 6 }] })
  })

  test('before any page view it counts as an event, and makes neither a visit nor a visitor of the pages', async () => {
    await send().expect(202)
    await kit.drained()
    expect(await kit.report('events')).toMatchObject({ events: [{ events: 1, unique_visitors: 1 }] })
    expect(await figures()).toMatchObject({ unique_visitors: 0, total_sessions: 0, total_pageviews: 0 })
    expect(await stored()).toMatchObject([{ visit: 0 }])
    clock.advance(1000)
    await kit.track().expect(202)
    expect(await figures()).toMatchObject({ unique_visitors: 1, total_sessions: 1, bounce_rate: 100 })
  })

  test('days, projects and the range are kept apart', async () => {
    await send().expect(202)
    clock.set('2026-03-11T00:00:00Z')
    const other = await kit.newProject()
    await send({ key: other.publicKey, name: 'elsewhere' }).expect(202)
    expect(await kit.report('events')).toMatchObject({ count: 0, events: [] })
    expect(await kit.report('events', 'range=2d')).toMatchObject({ count: 1, events: [{ name: 'signup' }] })
  })

  test('the limit is 20, or what is asked for, from 1 to 100', async () => {
    for (let i = 100; i < 122; i++) await send({ name: `event ${i}` }).expect(202)
    const counts = []
    for (const limit of ['', '&limit=5', '&limit=0', '&limit=999'])
      counts.push((await kit.report('events', `range=1d${limit}`)).count)
    expect(counts).toEqual([20, 5, 1, 22])
    const { events } = await kit.report('events', 'range=1d&limit=2')
    expect(events.map(({ name }) => name)).toEqual(['event 100', 'event 101'])
  })

  test('by the forms that get through firewalls', async () => {
    const body = { key: kit.project.publicKey, name: 'signup', url: PAGE }
    await kit.post(PATH, formOf(body), { ...BROWSER, 'Content-Type': FORM }).expect(202)
    const parameter = formOf(body)
    await kit.get(`${PATH}.php?${parameter}`, BROWSER).expect(202)
    expect(await kit.report('events')).toMatchObject({ events: [{ name: 'signup', events: 2 }] })
  })

  test.each<[string, object, string]>([
    ['no name', { name: undefined }, 'name is required'],
    ['an empty name', { name: '' }, 'name is required'],
    ['a blank name', { name: ' \n ' }, 'name is required'],
    ['null for a name', { name: null }, 'name is required'],
    ['an object for a name', { name: {} }, 'name must be text'],
    ['no url', { url: undefined }, 'url must be an absolute http or https address'],
    ['a path for a url', { url: '/a' }, 'url must be an absolute http or https address'],
    ['a file for a url', { url: 'file:///etc/passwd' }, 'url must be an absolute http or https address'],
  ])('%s is refused', async (_what, body, message) => {
    const answer = await send(body)
    expectRefusal(answer, 400)
    expect(answer.body).toMatchObject({ message, code: 'invalid_input' })
    expect(await stored()).toEqual([])
  })

  test.each<[string, object, object]>([
    ['a long name', { name: 'ü'.repeat(200) }, { name: 'ü'.repeat(100) }],
    ['a number', { name: 42 }, { name: '42' }],
    ['props that are too large', { props: { text: 'x'.repeat(5000) } }, { props: '' }],
    ['props that are as large as may be', { props: { t: 'x'.repeat(4088) } }, { props: `{"t":"${'x'.repeat(4088)}"}` }],
    ['props that are text', { props: 'x' }, { props: '' }],
    ['a view that is none', { view: 'x' }, { view: 0 }],
    ['campaign tags', { url: `${PAGE}?utm_source=a&b=c` }, { url: `${PAGE}?b=c` }],
  ])('%s: the event is kept', async (_what, body, expected) => {
    await send(body).expect(202)
    expect(await stored()).toMatchObject([expected])
  })

  test.each<[string, Headers, string]>([
    ['a crawler', { 'User-Agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' }, 'bot'],
    ['a program', { 'User-Agent': 'curl/8.5.0' }, 'bot'],
    ['no Accept-Language', { 'Accept-Language': '' }, 'no-accept-language'],
  ])('%s is answered, and not counted', async (_what, headers, reason) => {
    const answer = await send({}, headers)
    expect([answer.status, answer.text, answer.headers['x-micrologs-dropped']]).toEqual([204, '', reason])
    expect(await stored()).toEqual([])
  })

  test.each<[string, Headers]>([
    ['DNT', { DNT: '1' }],
    ['Sec-GPC', { 'Sec-GPC': '1' }],
  ])('who asks not to be tracked by %s is not', async (_what, headers) => {
    const answer = await send({}, headers)
    expect([answer.status, answer.headers['x-micrologs-dropped']]).toEqual([202, 'opt-out'])
    expect(answer.body).toMatchObject({ data: { counted: false, queued: false, dropped: 'opt-out' } })
    expect(await stored()).toEqual([])
  })

  test('keys, domains and methods', async () => {
    expectRefusal(await send({ key: undefined }), 401)
    expectRefusal(await send({ key: kit.project.secretKey }), 401)
    expectRefusal(await send({}, { Origin: 'https://evil.example' }), 403)
    for (const method of ['get', 'put', 'delete', 'patch'] as const) {
      const answer = await kit.ask(method, PATH, BROWSER)
      expectRefusal(answer, 405)
      expect(answer.headers).toMatchObject({ allow: 'GET, POST, OPTIONS' })
    }
    expect(await stored()).toEqual([])
  })

  test('a page of any allowed site may send and read', async () => {
    const Origin = 'https://www.shop.example'
    const preflight = await kit.ask('options', PATH, { Origin, 'Access-Control-Request-Method': 'POST' })
    expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([200, Origin])
    const { headers } = await send({}, { Origin }).expect(202)
    expect(headers).toMatchObject({ 'access-control-allow-origin': Origin, 'cache-control': 'no-store, private' })
  })
})
