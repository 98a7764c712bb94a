import type { Headers, TestApp } from '../kit/app.ts'
import { BROWSER, testApp } from '../kit/app.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'
import { engines } from '../kit/databases.ts'

const GOOGLEBOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'

describe.each(engines)('%s', (engine) => {
  let kit: TestApp
  let clock: MovedClock
  beforeEach(async () => {
    clock = clockAt('2026-03-10T12:00:00Z')
    kit = await testApp(engine, { clock, project: { timeZone: 'Europe/Vienna' } })
  })
  afterEach(() => kit.close())

  const bot = (headers: Headers, page = '/') => {
    clock.advance(1000)
    return kit.track({ url: `https://shop.example${page}` }, headers)
  }

  test.each<[string, Headers, string]>([
    ['a crawler', { 'User-Agent': GOOGLEBOT }, 'bot'],
    ['a program', { 'User-Agent': 'curl/8.5.0' }, 'bot'],
    ['an SDK', { 'User-Agent': 'Python-urllib/3.12' }, 'bot'],
    ['a browser without a head', { 'User-Agent': 'Mozilla/5.0 (X11) HeadlessChrome/142.0.0.0' }, 'bot'],
    ['no name at all', { 'User-Agent': '' }, 'bot'],
    ['no Accept', { Accept: '' }, 'no-accept'],
    ['no Accept-Language', { 'Accept-Language': '' }, 'no-accept-language'],
    ['a crawler that asks not to be tracked', { 'User-Agent': GOOGLEBOT, DNT: '1' }, 'opt-out'],
  ])('%s is answered and not counted', async (_what, headers, reason) => {
    const answer = await bot(headers)
    expect(answer.headers['x-micrologs-dropped']).toBe(reason)
    if (reason !== 'opt-out') expect([answer.status, answer.text]).toEqual([204, ''])
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store, private',
      'x-litespeed-cache-control': 'no-cache',
    })
    expect(await kit.report('visitors')).toMatchObject({ total_pageviews: 0, unique_visitors: 0 })
  })

  test('is counted per reason, and the newest are shown', async () => {
    for (let i = 0; i < 3; i++) await bot({ 'User-Agent': GOOGLEBOT }, `/${i}?utm_source=x`)
    await bot({ Accept: '' }, '/no-accept')
    await bot({ 'User-Agent': `curl/8.5.0 ${'x'.repeat(400)}` }, `/${'y'.repeat(1000)}`)
    expect(await kit.report('dropped')).toEqual({
      range: { from: '2026-03-10 00:00:00', to: '2026-03-10 23:59:59' },
      total: 5,
      by_reason: [
        { reason: 'bot', count: 4 },
        { reason: 'no-accept', count: 1 },
      ],
      newest: [
        {
          at: '2026-03-10 13:00:05',
          reason: 'bot',
          user_agent: `curl/8.5.0 ${'x'.repeat(400)}`.slice(0, 255),
          page: `https://shop.example/${'y'.repeat(1000)}`.slice(0, 512),
        },
        {
          at: '2026-03-10 13:00:04',
          reason: 'no-accept',
          user_agent: BROWSER['User-Agent'],
          page: 'https://shop.example/no-accept',
        },
        { at: '2026-03-10 13:00:03', reason: 'bot', user_agent: GOOGLEBOT, page: 'https://shop.example/2' },
        { at: '2026-03-10 13:00:02', reason: 'bot', user_agent: GOOGLEBOT, page: 'https://shop.example/1' },
        { at: '2026-03-10 13:00:01', reason: 'bot', user_agent: GOOGLEBOT, page: 'https://shop.example/0' },
      ],
    })
  })

  test('the log stays short, the count does not', async () => {
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 50; i++) await bot({ 'User-Agent': GOOGLEBOT })
      await kit.drained()
    }
    const { total, newest } = await kit.report('dropped')
    expect([total, newest.length]).toEqual([150, 50])
    const { rows } = await kit.app.db.read
      .selectFrom('dropped_log')
      .select(({ fn }) => fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow()
    expect(rows).toBeLessThanOrEqual(100)
  })

  test('a bot is refused like everybody else when its key or its page is wrong', async () => {
    expect((await bot({ 'User-Agent': GOOGLEBOT, 'X-API-Key': '0'.repeat(32) })).status).toBe(401)
    expect((await kit.track({ url: 'nonsense' }, { 'User-Agent': GOOGLEBOT })).status).toBe(400)
    expect((await bot({ 'User-Agent': GOOGLEBOT, Origin: 'https://evil.example' })).status).toBe(403)
    expect(await kit.report('dropped')).toMatchObject({ total: 0 })
  })

  test('errors come from programs: no bot is turned away there', async () => {
    const sdk = { 'User-Agent': 'Python-urllib/3.12', 'X-API-Key': kit.project.secretKey }
    const answer = await kit.post('/api/track/error', { message: 'broken' }, sdk)
    expect([answer.status, answer.body]).toEqual([
      200,
      { success: true, message: 'OK', data: { group_id: 1, queued: false, regression: false } },
    ])
    expect(await kit.report('errors')).toMatchObject({
      errors: [{ id: 1, message: 'broken', error_type: 'Unknown', severity: 'error', occurrence_count: 1 }],
    })
    expect(await kit.report('dropped')).toMatchObject({ total: 0 })
  })

  test('the time of a view that was dropped is not counted, nor dropped once more', async () => {
    await bot({ 'User-Agent': GOOGLEBOT })
    const share = { key: kit.project.publicKey, url: 'https://shop.example/', view: 5, id: 6, engaged: 9000 }
    const answer = await kit.post('/api/track/engagement', share, { ...BROWSER, 'User-Agent': GOOGLEBOT })
    expect([answer.status, answer.headers['x-micrologs-dropped']]).toEqual([204, 'bot'])
    expect(await kit.report('dropped')).toMatchObject({ total: 1 })
  })

  test('the same view within 10 seconds is one view', async () => {
    const view = (more = {}, headers: Headers = {}) => kit.track({ url: 'https://shop.example/', ...more }, headers)
    const counted = async () => (await kit.report('visitors')).total_pageviews
    await view({ view: 7 }).expect(202)
    await view({ view: 7 }).expect(202)
    expect(await counted()).toBe(1)
    clock.advance(9_999)
    await view().expect(202)
    expect(await counted()).toBe(1)
    // Another page, or another visitor, is another view; and so is the same after that time.
    await view({ url: 'https://shop.example/other' }).expect(202)
    await view({}, { 'X-Forwarded-For': '198.51.100.9' }).expect(202)
    expect(await counted()).toBe(3)
    clock.advance(10_000)
    await view().expect(202)
    expect(await counted()).toBe(4)
    // One that was sent twice counts once, whenever it comes.
    clock.advance(60_000)
    await view({ view: 7 }).expect(202)
    expect(await counted()).toBe(4)
  })
})
