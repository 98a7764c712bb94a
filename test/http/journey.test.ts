import { DAY, MINUTE, SECOND } from '../../lib/core/clock.ts'
import type { ReportName } from '../../lib/reports/catalogue.ts'
import type { ReportShapes } from '../../lib/wire/reports.ts'
import type { Headers, TestApp } from '../kit/app.ts'
import { BROWSER, FORM, formOf, testApp } from '../kit/app.ts'
import type { MovedClock } from '../kit/clock.ts'
import { BERLIN, CRAWLER, INDIA, places, VIENNA } from '../kit/browsers.ts'
import { clockAt } from '../kit/clock.ts'
import { engines } from '../kit/databases.ts'

/** From what the snippet sends to what every report says, through the whole app. */

describe.each(engines)('%s', (engine) => {
  let kit: TestApp
  let clock: MovedClock
  let views = 0
  let shares = 0

  async function send(to: 'pageview' | 'engagement', body: object, headers: Headers): Promise<void> {
    const form = formOf({ ...body, key: kit.project.publicKey, age: 0 })
    await kit
      .post(`/api/track/${to}`, form, { ...BROWSER, 'Content-Type': FORM, ...headers })
      .expect(/^$|"queued":true/)
  }

  /** Keys as `snippet/make-views.ts` writes them. */
  const view = (
    who: Headers,
    path: string,
    page_title: string,
    more: { referrer?: string; timezone?: string } = {},
  ) => {
    const { referrer = '', timezone = 'Europe/Vienna' } = more
    const url = `https://shop.example${path}`
    return send('pageview', { url, referrer, view: ++views, screen_resolution: '1920x1080', timezone, page_title }, who)
  }
  const leave = (who: Headers, path: string, engaged: number) =>
    send(
      'engagement',
      { view: views, url: `https://shop.example${path}`, id: 1000 + ++shares, engaged, scroll: 80, ended: true },
      who,
    )

  beforeAll(async () => {
    clock = clockAt('2026-03-09T22:30:00Z')
    kit = await testApp(engine, { clock, files: { 'geo.mmdb': places }, project: { timeZone: 'Europe/Vienna' } })

    // Monday, half an hour before midnight in Vienna.
    await view(VIENNA, '/', 'Home')
    await kit.drained()

    // Tuesday. The one in Vienna comes from a mail, reads, goes on, and leaves after a minute and a half.
    clock.set('2026-03-10T09:00:00Z')
    await view(VIENNA, '/?utm_source=mail&utm_medium=email&utm_campaign=spring&color=red', 'Home')
    clock.advance(30 * SECOND)
    await leave(VIENNA, '/?utm_source=mail&color=red', 30 * SECOND)
    await view(VIENNA, '/cart', 'Cart', { referrer: 'https://shop.example/?color=red' })
    clock.advance(MINUTE)
    await leave(VIENNA, '/cart', MINUTE)

    // The one in Berlin finds the blog by a search engine, looks at it for a moment and is gone.
    clock.set('2026-03-10T09:10:00Z')
    await view(BERLIN, '/blog/#top', 'Grüße 🎉', { referrer: 'https://www.google.com/' })
    await kit.drained()

    // The one in India follows a link in somebody's article; comes again after lunch.
    clock.set('2026-03-10T10:00:00Z')
    await view(INDIA, '/blog/', 'Grüße 🎉', {
      referrer: 'https://news.other.example/article?id=1',
      timezone: 'Asia/Kolkata',
    })
    clock.set('2026-03-10T13:00:00Z')
    await view(INDIA, '/cart', 'Cart', { timezone: 'Asia/Kolkata' })

    clock.set('2026-03-10T13:30:00Z')
    await view(CRAWLER, '/blog/', 'Grüße 🎉')
  })
  afterAll(() => kit.close())

  /** The whole report of the range in it, with its keys in this order. */
  async function says<N extends ReportName>(name: N, expected: ReportShapes[N]): Promise<void> {
    const { from, to } = expected.range
    const data = await kit.report(name, `range=custom&from=${from.slice(0, 10)}&to=${to.slice(0, 10)}`)
    expect(data).toEqual(expected)
    expect(JSON.stringify(data)).toBe(JSON.stringify(expected))
  }

  const today = { from: '2026-03-10 00:00:00', to: '2026-03-10 23:59:59' }

  test('visitors', async () => {
    await says('visitors', {
      range: { from: '2026-03-09 00:00:00', to: '2026-03-10 23:59:59' },
      unique_visitors: 4,
      total_pageviews: 6,
      total_sessions: 5,
      bounce_rate: 80,
      over_time: [
        { date: '2026-03-09', pageviews: 1, unique_visitors: 1 },
        { date: '2026-03-10', pageviews: 5, unique_visitors: 3 },
      ],
    })
  })

  test('visitors-returning', async () => {
    await says('visitors-returning', {
      range: today,
      total_visitors: 3,
      new_visitors: 3,
      returning_visitors: 0,
      new_pct: 100,
      returning_pct: 0,
      over_time: [{ date: '2026-03-10', new_visitors: 3, returning_visitors: 0 }],
    })
  })

  test('sessions', async () => {
    await says('sessions', {
      range: today,
      total_sessions: 4,
      bounce_rate: 75,
      avg_duration_seconds: 23,
      avg_duration_engaged: 90,
      avg_pages_per_session: 1.25,
      over_time: [{ date: '2026-03-10', sessions: 4, avg_duration_seconds: 23 }],
      avg_engaged_seconds: 23,
    })
  })

  test('pages', async () => {
    await says('pages', {
      range: today,
      count: 3,
      pages: [
        { url: 'https://shop.example/blog/', page_title: 'Grüße 🎉', pageviews: 2, unique_visitors: 2 },
        { url: 'https://shop.example/cart', page_title: 'Cart', pageviews: 2, unique_visitors: 2 },
        { url: 'https://shop.example/?color=red', page_title: 'Home', pageviews: 1, unique_visitors: 1 },
      ],
    })
  })

  test('referrers', async () => {
    await says('referrers', {
      range: today,
      by_category: [
        { category: 'email', pageviews: 2, unique_visitors: 1 },
        { category: 'direct', pageviews: 1, unique_visitors: 1 },
        { category: 'referral', pageviews: 1, unique_visitors: 1 },
        { category: 'organic_search', pageviews: 1, unique_visitors: 1 },
      ],
      top_referrers: [
        { referrer_url: 'news.other.example/article', pageviews: 1 },
        { referrer_url: 'www.google.com/', pageviews: 1 },
      ],
    })
  })

  test('devices', async () => {
    await says('devices', {
      range: today,
      by_device: [
        { device_type: 'desktop', pageviews: 4, unique_visitors: 2 },
        { device_type: 'mobile', pageviews: 1, unique_visitors: 1 },
      ],
      by_os: [
        { os: 'Linux', pageviews: 2 },
        { os: 'Windows', pageviews: 2 },
        { os: 'iOS', pageviews: 1 },
      ],
      by_browser: [
        { browser: 'Brave', pageviews: 2 },
        { browser: 'Firefox', pageviews: 2 },
        { browser: 'Safari', pageviews: 1 },
      ],
    })
  })

  test('locations', async () => {
    await says('locations', {
      range: today,
      by_country: [
        { country: 'Austria', country_code: 'AT', pageviews: 2, unique_visitors: 1 },
        { country: 'India', country_code: 'IN', pageviews: 2, unique_visitors: 1 },
        { country: 'Germany', country_code: 'DE', pageviews: 1, unique_visitors: 1 },
      ],
      by_region: [
        { country: 'Austria', country_code: 'AT', region: 'Vienna', pageviews: 2 },
        { country: 'Germany', country_code: 'DE', region: 'Land Berlin', pageviews: 1 },
      ],
      by_city: [
        { city: 'Vienna', region: 'Vienna', country_code: 'AT', pageviews: 2 },
        { city: 'Berlin', region: 'Land Berlin', country_code: 'DE', pageviews: 1 },
      ],
    })
  })

  test('utm', async () => {
    await says('utm', {
      range: today,
      count: 1,
      campaigns: [
        { utm_source: 'mail', utm_medium: 'email', utm_campaign: 'spring', pageviews: 2, unique_visitors: 1 },
      ],
    })
  })

  test('dropped', async () => {
    await says('dropped', {
      range: today,
      total: 1,
      by_reason: [{ reason: 'bot', count: 1 }],
      newest: [
        {
          at: '2026-03-10 14:30:00',
          reason: 'bot',
          user_agent: CRAWLER['User-Agent'],
          page: 'https://shop.example/blog/',
        },
      ],
    })
  })

  test('the list of projects counts the views, and the first steps show the newest', async () => {
    const [project] = (await kit.app.store.list()).filter(({ id }) => id === kit.project.id)
    expect(project?.stats).toEqual({ totalLinks: 0, totalPageviews: 6, totalErrors: 0 })
    const answer = await kit.get('/api/first-steps', { 'X-API-Key': kit.project.secretKey }).expect(200)
    expect(answer.body).toMatchObject({
      data: {
        state: 'received',
        views: 6,
        view: { url: 'https://shop.example/cart', browser: 'Brave', country: 'IN' },
      },
    })
  })

  test('a day later all of it is yesterday', async () => {
    clock.advance(DAY)
    expect(await kit.report('visitors')).toMatchObject({ total_pageviews: 0, over_time: [] })
    expect(await kit.report('visitors', 'range=custom&from=2026-03-10&to=2026-03-10')).toMatchObject({
      total_pageviews: 5,
    })
  })
})
