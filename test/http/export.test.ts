import { get as httpGet } from 'node:http'
import { once } from 'node:events'
import { EXPORT_COLUMNS } from '../../lib/reports/export/export-kinds.ts'
import { expectRefusal } from '../kit/app.ts'
import { engines } from '../kit/databases.ts'
import type { ExploredShop } from '../kit/explored-shop.ts'
import { exploredShop, part } from '../kit/explored-shop.ts'
import { eventually } from '../kit/eventually.ts'

const WORLDS = engines.flatMap((engine) => [[engine, false] as const, [engine, true] as const])

describe.each(WORLDS)('%s, sealed: %p', (engine, isSealed) => {
  let shop: ExploredShop
  beforeAll(async () => {
    shop = await exploredShop(engine, isSealed)
  })
  afterAll(() => shop.close())

  const take = (path: string) => shop.get(`/api/export/${path}`, { 'X-API-Key': shop.project.secretKey })
  const rowsOf = async (path: string) => {
    const { text } = await take(path).expect(200)
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  }

  test('visits', async () => {
    const rows = await rowsOf('visits')
    expect(rows).toHaveLength(5)
    expect(rows[0]).toEqual({
      started_at: '2026-03-09T10:00:00Z',
      visit: expect.any(Number) as number,
      visitor: isSealed ? (expect.any(Number) as number) : null,
      is_first: true,
      pageviews: 2,
      events: 1,
      duration_seconds: 120,
      engaged_seconds: 30,
      hostname: 'shop.example',
      entry_page: '/',
      exit_page: '/pricing',
      source: 'Google',
      channel: 'organic_search',
      referrer: 'www.google.com/',
      utm_source: '',
      utm_medium: '',
      utm_campaign: '',
      utm_content: '',
      utm_term: '',
      click_id: '',
      country: 'AT',
      region: '',
      city: '',
      language: 'de-AT',
      device: 'desktop',
      browser: 'Firefox',
      browser_version: 'Firefox 145',
      os: 'Linux',
      os_version: 'Linux',
      screen: '',
    })
    // Dora's visit is not settled, so she has no number yet.
    expect(rows[4]).toMatchObject({ started_at: '2026-03-10T11:50:00Z', visitor: null })
  })

  test('page views and events of a range that a filter selects', async () => {
    const views = await rowsOf(`pageviews?range=yesterday&${part('filter', 'event is signup')}`)
    expect(
      views.map(({ at, page, title, engaged_seconds, scroll_percent }) => [
        at,
        page,
        title,
        engaged_seconds,
        scroll_percent,
      ]),
    ).toEqual([
      ['2026-03-09T10:00:00Z', '/', 'Home', 30, 80],
      ['2026-03-09T10:01:00Z', '/pricing', 'Prices', 0, 0],
    ])
    const events = await rowsOf('events?range=all')
    expect(events.map(({ at, name, page, properties, country }) => [at, name, page, properties, country])).toEqual([
      ['2026-03-09T10:02:00Z', 'signup', '/pricing', { plan: 'pro', revenue: 20, currency: 'EUR' }, 'AT'],
      ['2026-03-10T09:32:00Z', 'signup', '/pricing', { plan: 'free' }, 'DE'],
    ])
  })

  test('the same as CSV, under .php', async () => {
    const { text, headers } = await take('events.php?range=2d&format=csv').expect(200)
    const lines = text.split('\r\n')
    expect([lines[0], lines.length]).toEqual([EXPORT_COLUMNS.events.join(','), 4])
    expect(lines[1]).toContain(
      ',signup,shop.example,/pricing,"{""plan"":""pro"",""revenue"":20,""currency"":""EUR""}",',
    )
    expect(headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="micrologs-events-2026-03-09-2026-03-10.csv"',
      'cache-control': 'no-store, private',
    })
  })

  test('of nothing, a file is empty but for its columns', async () => {
    const nothing = 'from=2020-01-01&to=2020-01-02'
    expect((await take(`visits?${nothing}`).expect(200)).text).toBe('')
    expect((await take(`visits?${nothing}&format=csv`).expect(200)).text).toBe(`${EXPORT_COLUMNS.visits.join(',')}\r\n`)
    const head = await shop.ask('head', '/api/export/visits', { 'X-API-Key': shop.project.secretKey })
    expect([head.status, head.headers['content-type']]).toEqual([200, 'application/x-ndjson; charset=utf-8'])
  })

  test('checks method, key, then what is asked', async () => {
    const posted = await shop.post('/api/export/visits', {})
    expectRefusal(posted, 405)
    expect(posted.headers.allow).toBe('GET, HEAD')
    expectRefusal(await shop.get('/api/export/visits?range=x'), 401)
    for (const query of ['range=x', 'format=json', part('filter', 'x')])
      expectRefusal(await take(`visits?${query}`), 400)
    expectRefusal(await take('people'), 404)
  })

  test('who hangs up in the middle harms nobody', async () => {
    const asked = httpGet({
      port: shop.port,
      path: '/api/export/pageviews?range=all',
      headers: { 'X-API-Key': shop.project.secretKey },
    })
    const [answer] = (await once(asked, 'response')) as [NodeJS.ReadableStream & { destroy(): void }]
    answer.destroy()
    await eventually(async () => expect((await rowsOf('visits')).length).toBe(5))
    expect(shop.logLines.filter((line) => line.includes('"level":"error"'))).toEqual([])
  })
})
