import type { Response } from 'supertest'
import { REPORTS } from '../../lib/reports/catalogue.ts'
import { tableNames } from '../../lib/reports/tables/report-tables.ts'
import type { TestApp } from '../kit/app.ts'
import { BROWSER, expectRefusal, testApp } from '../kit/app.ts'
import { clockAt } from '../kit/clock.ts'
import { engines } from '../kit/databases.ts'

/** The reports of Micrologs as files. */

/** Nothing of this was sent. */
const EMPTY = [
  'locations by_region',
  'locations by_city',
  'referrers top_referrers',
  'link-detail over_time',
  'link-detail by_country',
  'link-detail by_referrer',
  'link-detail by_device',
]

describe.each(engines)('%s', (engine) => {
  let kit: TestApp
  let needs: Readonly<Record<string, string>>
  beforeAll(async () => {
    kit = await testApp(engine, { clock: clockAt('2026-03-10T12:00:00Z') })
    const secret = { 'X-API-Key': kit.project.secretKey }
    await kit.track({
      url: 'https://shop.example/?utm_source=a&utm_campaign=x',
      page_title: '=1+1, "ünsafe"',
      timezone: 'Europe/Vienna',
    })
    await kit.track({ url: 'https://shop.example/b', page_title: '-5' }, { 'X-Forwarded-For': '203.0.113.8' })
    await kit.track({}, { 'User-Agent': 'Googlebot/2.1' })
    const error = await kit.post('/api/track/error', { message: 'Oh', context: { cart: [1] } }, secret)
    const link = await kit.post('/api/links/create', { destination_url: 'https://shop.example/' }, secret)
    await kit.post('/api/track/audit', { action: 'x', context: { a: { b: 1 } } }, secret)
    await kit.post(
      '/api/track/event',
      { key: kit.project.publicKey, name: 'go', url: 'https://shop.example/' },
      BROWSER,
    )
    await kit.drained()
    const dataOf = (answer: Response) => (answer.body as { data: { group_id: number; code: string } }).data
    needs = { 'error-detail': `id=${dataOf(error).group_id}`, 'link-detail': `code=${dataOf(link).code}` }
  })
  afterAll(() => kit.close())

  const get = (path: string) => kit.get(`/api/analytics/${path}`, { 'X-API-Key': kit.project.secretKey })
  const lines = (text: string) => text.split('\r\n')

  test('a file says what it is', async () => {
    const csv = await get('pages.php?range=1d&format=csv').expect(200)
    expect(csv.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="micrologs-pages-2026-03-10-2026-03-10.csv"',
      'cache-control': 'no-store, private',
      'x-content-type-options': 'nosniff',
    })
    const ndjson = await get('pages?range=1d&format=ndjson').expect(200)
    expect(ndjson.headers).toMatchObject({
      'content-type': 'application/x-ndjson; charset=utf-8',
      'content-disposition': 'attachment; filename="micrologs-pages-2026-03-10-2026-03-10.ndjson"',
    })
    expect(
      ndjson.text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual((await kit.report('pages')).pages)
    expect((await get('pages?format=json')).body).toMatchObject({ success: true, data: { count: 2 } })
  })

  test('text that a spreadsheet would run is marked, and quoted where it must be', async () => {
    expect(lines((await get('pages?range=1d&format=csv')).text)).toEqual([
      'url,page_title,pageviews,unique_visitors',
      'https://shop.example/,"\'=1+1, ""ünsafe""",1,1',
      "https://shop.example/b,'-5,1,1",
      '',
    ])
  })

  describe.each(Object.keys(REPORTS) as (keyof typeof REPORTS)[])('%s', (name) => {
    test.each(tableNames(name))('has the table %s, with its columns also when it is empty', async (table) => {
      const query = [needs[name], `table=${table}`].filter((part) => part !== undefined).join('&')
      const { data } = (await get(`${name}?${query}`)).body as { data: Record<string, object[]> }
      const rows = data[table] ?? []
      expect([table, rows.length > 0]).toEqual([table, !EMPTY.includes(`${name} ${table}`)])
      const full = lines((await get(`${name}?${query}&format=csv`).expect(200)).text)
      const empty = await get(`${name}?${query}&format=csv&range=custom&from=2020-01-01&to=2020-01-02`).expect(200)
      expect(full.length).toBeGreaterThanOrEqual(rows.length + 2)
      expect(lines(empty.text)[0]).toBe(full[0])
      expect(full[0]?.split(',').filter((column) => /^(device|location)$/.test(column))).toEqual([])
    })
  })

  test('what has any form is one cell of JSON', async () => {
    const [head = '', row = ''] = lines((await get(`error-detail?${needs['error-detail'] ?? ''}&format=csv`)).text)
    expect(head).toMatch(/,context,created_at,device.type,device.os,/)
    expect(row).toContain('"{""cart"":[1]}"')
    expect((await get('audits?format=csv')).text).toContain('"{""a"":{""b"":1}}"')
    const audit = JSON.parse((await get('audits?format=ndjson')).text) as { context: unknown }
    expect(audit.context).toEqual({ a: { b: 1 } })
  })

  test.each([
    ['pages?format=xml', 'format must be one of: json, csv, ndjson'],
    ['locations?format=csv&table=pages', 'table must be one of: by_country, by_region, by_city'],
    ['pages?format=csv&range=custom', 'Invalid date format. Use YYYY-MM-DD'],
  ])('%s is refused in the envelope', async (path, message) => {
    const answer = await get(path)
    expectRefusal(answer, 400)
    expect(answer.body).toMatchObject({ message, code: 'invalid_input' })
  })
})
