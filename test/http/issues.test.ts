import { sealProject } from '../../lib/sealed-days/seal.ts'
import type { IssueDetailReport, IssueEventsReport, IssueListReport, ReleaseListReport } from '../../lib/wire/issues.ts'
import type { TestApp, TestProject } from '../kit/app.ts'
import { BROWSER, expectRefusal, testApp } from '../kit/app.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'
import { engines } from '../kit/databases.ts'
import { dataOf } from '../kit/people.ts'

const NOW = '2026-03-20T12:00:00Z'
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'

/** What happened: three issues, by four browsers and a backend. */
const CART = { message: 'The cart is gone', error_type: 'CartError', file: 'cart.js', line: 12 }
const SLOW = { message: 'Answer took 100% too long', error_type: 'Timeout', file: 'api_client.js', line: 3 }
const ODD = { message: 'Größe unknown', error_type: 'Warning', file: 'shoe.js', severity: 'warning' }

describe.each(engines.flatMap((engine) => [[engine, false] as const, [engine, true] as const]))(
  'issues on %s, sealed: %s',
  (engine, isSealed) => {
    let kit: TestApp
    let clock: MovedClock
    let project: TestProject
    let ids: { cart: number; slow: number; odd: number }

    beforeAll(async () => {
      clock = clockAt('2026-03-01T10:00:00Z')
      kit = await testApp(engine, { clock })
      project = kit.project
      const cart = await backend('2026-03-01T10:00:00Z', { ...CART, context: { release: '1.0.0' } })
      await browser('2026-03-10T10:00:00Z', '7', CART, { url: 'https://shop.example/cart', release: '1.1.0' })
      await browser('2026-03-10T11:00:00Z', '7', CART, { url: 'https://shop.example/cart', release: '1.1.0' })
      await browser('2026-03-11T10:00:00Z', '8', CART, {
        url: 'https://shop.example/pay',
        release: '1.2.0',
        agent: SAFARI,
        zone: 'Europe/Berlin',
      })
      const slow = await backend('2026-03-12T08:00:00Z', { ...SLOW, environment: 'staging' })
      for (const hour of ['09', '10', '11']) await backend(`2026-03-12T${hour}:00:00Z`, SLOW)
      const odd = await backend('2026-03-15T08:00:00Z', ODD)
      ids = { cart, slow, odd }
      clock.set(NOW)
      await kit.drained()
      if (isSealed) await sealProject(kit.app.db, project.id, { now: clock.now(), mayGoOn: () => true })
    })
    afterAll(() => kit.close())

    async function backend(at: string, body: object): Promise<number> {
      clock.set(at)
      const answer = await kit.post('/api/track/error', body, { 'X-API-Key': project.secretKey }).expect(200)
      return dataOf<{ group_id: number }>(answer).group_id
    }

    interface Told {
      readonly url: string
      readonly release: string
      readonly agent?: string
      readonly zone?: string
    }

    async function browser(at: string, from: string, body: object, told: Told): Promise<void> {
      clock.set(at)
      const { url, release, agent = FIREFOX, zone = 'Europe/Vienna' } = told
      const context = {
        release,
        tags: { plan: 'pro', trial: false },
        breadcrumbs: [{ category: 'click', message: '#pay' }],
      }
      const headers = { ...BROWSER, 'User-Agent': agent, 'X-Forwarded-For': `203.0.113.${from}` }
      const sent = { ...body, key: project.publicKey, url, context, timezone: zone }
      await kit.post('/api/track/error', sent, headers).expect(202)
    }

    const get = (path: string) => kit.get(`/api/issues/${path}`, { 'X-API-Key': project.secretKey })
    const list = async (query = '') => dataOf<IssueListReport>(await get(`list?${query}`).expect(200))
    const listed = async (query: string) => (await list(query)).issues.map(({ id }) => id)

    test('the list tells what fell into the range', async () => {
      const answer = await list('range=14d')
      expect(answer).toMatchObject({
        range: { from: '2026-03-07 00:00:00', to: '2026-03-20 23:59:59' },
        interval: 'day',
        statuses: { open: 3, investigating: 0, resolved: 0, ignored: 0 },
        count: 3,
      })
      expect([answer.buckets.length, answer.buckets[0], answer.buckets[13]]).toEqual([14, '2026-03-07', '2026-03-20'])
      const day = (date: string) => answer.buckets.indexOf(date)
      const trend = (days: Record<string, number>) =>
        answer.buckets.map((_, at) => Object.entries(days).find(([date]) => day(date) === at)?.[1] ?? 0)
      expect(answer.issues).toEqual([
        expect.objectContaining({ id: ids.odd, events: 1, visitors: 0, trend: trend({ '2026-03-15': 1 }) }),
        expect.objectContaining({ id: ids.slow, events: 4, visitors: 0, last_release: null }),
        {
          ...{ id: ids.cart, error_type: 'CartError', message: 'The cart is gone', file: 'cart.js', line: 12 },
          ...{ severity: 'error', environment: 'production', status: 'open', occurrence_count: 4 },
          ...{ first_seen: '2026-03-01 10:00:00', last_seen: '2026-03-11 10:00:00' },
          ...{ regression: false, regressed_at: null },
          events: 3,
          visitors: 2,
          trend: trend({ '2026-03-10': 2, '2026-03-11': 1 }),
          last_release: '1.2.0',
        },
      ])
    })

    test.each([
      ['sort=last_seen', 'odd slow cart'],
      ['sort=first_seen', 'odd slow cart'],
      ['sort=events', 'slow cart odd'],
      ['sort=visitors', 'cart odd slow'],
      ['range=6d', 'odd'],
      ['range=custom&from=2026-03-01&to=2026-03-10', 'cart'],
      ['severity=warning', 'odd'],
      ['environment=staging', 'slow'],
      ['release=1.1.0', 'cart'],
      ['release=9.9.9', ''],
      ['search=CART', 'cart'],
      [`search=${encodeURIComponent('100%')}`, 'slow'],
      ['search=api_client', 'slow'],
      ['search=api1client', ''],
      [`search=${encodeURIComponent('größe')}`, 'odd'],
    ])('%s lists: %s', async (query, names) => {
      const named = names === '' ? [] : names.split(' ').map((name) => ids[name as 'cart'])
      // An equal number of visitors: the newer issue first.
      expect(await listed(`range=14d&${query}`.replace(/range=14d&(?=.*range=)/, ''))).toEqual(named)
    })

    test.each(['last_seen', 'first_seen', 'events', 'visitors'])(
      'in pieces, by %s, nothing comes twice',
      async (sort) => {
        const whole = await listed(`sort=${sort}`)
        const pieces: number[] = []
        let cursor: string | undefined = ''
        while (cursor !== undefined) {
          const piece = await list(`sort=${sort}&limit=1&cursor=${cursor}`)
          pieces.push(...piece.issues.map(({ id }) => id))
          cursor = piece.next_cursor
        }
        expect(pieces).toEqual(whole)
      },
    )

    test('a status keeps to its own, and all are counted', async () => {
      const set = (status: string) =>
        kit
          .post('/api/track/errors-update-status', { id: ids.odd, status }, { 'X-API-Key': project.secretKey })
          .expect(200)
      await set('resolved')
      const open = await list('status=open')
      expect([open.issues.map(({ id }) => id), open.statuses]).toEqual([
        [ids.slow, ids.cart],
        { open: 2, investigating: 0, resolved: 1, ignored: 0 },
      ])
      expect(await listed('status=resolved')).toEqual([ids.odd])
      await set('open')
    })

    test('the detail has the newest error whole, and what the others came with', async () => {
      const detail = dataOf<IssueDetailReport>(await get(`detail?id=${ids.cart}&range=14d`).expect(200))
      expect(detail.issue).toMatchObject({ id: ids.cart, events: 3, visitors: 2, last_release: '1.2.0' })
      expect(detail.releases).toEqual([
        { release: '1.2.0', events: 1, first_seen: '2026-03-11 10:00:00', last_seen: '2026-03-11 10:00:00' },
        { release: '1.1.0', events: 2, first_seen: '2026-03-10 10:00:00', last_seen: '2026-03-10 11:00:00' },
        { release: '1.0.0', events: 1, first_seen: '2026-03-01 10:00:00', last_seen: '2026-03-01 10:00:00' },
      ])
      expect(detail.newest_event).toMatchObject({
        url: 'https://shop.example/pay',
        created_at: '2026-03-11 10:00:00',
        release: '1.2.0',
        tags: [
          { name: 'plan', value: 'pro' },
          { name: 'trial', value: 'false' },
        ],
        breadcrumbs: [{ category: 'click', message: '#pay' }],
        location: { country_code: 'DE' },
      })
      expect(detail).toMatchObject({
        browsers: [
          { value: 'Firefox', events: 2 },
          { value: 'Safari', events: 1 },
        ],
        operating_systems: [
          { value: 'Linux', events: 2 },
          { value: 'iOS', events: 1 },
        ],
        devices: [
          { value: 'desktop', events: 2 },
          { value: 'mobile', events: 1 },
        ],
        countries: [
          { value: 'AT', events: 2, country_name: 'Austria' },
          { value: 'DE', events: 1, country_name: 'Germany' },
        ],
        environments: [{ value: 'production', events: 3 }],
        severities: [{ value: 'error', events: 3 }],
        pages: [
          { value: 'https://shop.example/cart', events: 2 },
          { value: 'https://shop.example/pay', events: 1 },
        ],
      })
    })

    test('the errors of an issue come in pieces, all of them unless told', async () => {
      const first = dataOf<IssueEventsReport>(await get(`events?id=${ids.cart}&limit=3`).expect(200))
      expect(first.events.map(({ created_at, release }) => [created_at, release])).toEqual([
        ['2026-03-11 10:00:00', '1.2.0'],
        ['2026-03-10 11:00:00', '1.1.0'],
        ['2026-03-10 10:00:00', '1.1.0'],
      ])
      const { next_cursor } = first
      const second = dataOf<IssueEventsReport>(await get(`events?id=${ids.cart}&limit=3&cursor=${next_cursor}`))
      expect(second.events.map(({ created_at }) => created_at)).toEqual(['2026-03-01 10:00:00'])
      expect(second.next_cursor).toBeUndefined()
      const lately = dataOf<IssueEventsReport>(await get(`events?id=${ids.cart}&range=10d`))
      expect(lately.count).toBe(1)
    })

    test('the releases of the project come in pieces, the newest first, and are searched', async () => {
      const first = dataOf<ReleaseListReport>(await get('releases?limit=2').expect(200))
      expect(first.releases).toEqual([
        { release: '1.2.0', issues: 1, events: 1, first_seen: '2026-03-11 10:00:00', last_seen: '2026-03-11 10:00:00' },
        { release: '1.1.0', issues: 1, events: 2, first_seen: '2026-03-10 10:00:00', last_seen: '2026-03-10 11:00:00' },
      ])
      const second = dataOf<ReleaseListReport>(await get(`releases?limit=2&cursor=${first.next_cursor}`))
      expect([second.releases.map(({ release }) => release), second.next_cursor]).toEqual([['1.0.0'], undefined])
      const found = dataOf<ReleaseListReport>(await get('releases?search=1.1'))
      expect(found.releases.map(({ release }) => release)).toEqual(['1.1.0'])
      expect(dataOf<ReleaseListReport>(await get('releases?search=%25')).releases).toEqual([])
    })

    test.each([
      ['releases?limit=0', 400],
      ['releases?cursor=x', 400],
      ['list?status=closed', 400],
      ['list?sort=name', 400],
      ['list?range=fortnight', 400],
      ['list?interval=minute&range=90d', 400],
      ['list?cursor=x', 400],
      ['list?limit=101', 400],
      ['detail', 400],
      ['detail?id=x', 400],
      ['detail?id=999999', 404],
      ['events?id=999999', 404],
    ])('%s is refused with %i', async (path, status) => {
      expectRefusal(await get(path), status)
    })

    test('an issue of another project is not there', async () => {
      const other = await kit.newProject()
      const answer = await kit.get(`/api/issues/detail?id=${ids.cart}`, { 'X-API-Key': other.secretKey })
      expectRefusal(answer, 404)
      expect(await kit.get('/api/issues/list', { 'X-API-Key': other.secretKey })).toMatchObject({
        body: { data: { count: 0 } },
      })
    })
  },
)
