import type { VisitorForgotten, VisitReport, VisitsReport } from '../../lib/wire/visits.ts'
import { sealProject } from '../../lib/sealed-days/seal.ts'
import { BROWSER, expectRefusal } from '../kit/app.ts'
import { engines } from '../kit/databases.ts'
import type { ExploredShop } from '../kit/explored-shop.ts'
import { exploredShop, part } from '../kit/explored-shop.ts'
import { dataOf, somebody } from '../kit/people.ts'

describe.each(engines.flatMap((engine) => [[engine, false] as const, [engine, true] as const]))(
  'visits on %s, sealed: %s',
  (engine, isSealed) => {
    let shop: ExploredShop
    beforeAll(async () => {
      shop = await exploredShop(engine, isSealed)
      await shop.save('goals', { name: 'Sign-up', trigger: { type: 'event', event: 'signup' } })
      await shop.save('goals', { name: 'Prices', trigger: { type: 'page', page: '/pricing' } })
    })
    afterAll(() => shop.close())

    const visits = async (query = '', of = shop.project) =>
      dataOf<VisitsReport>(await shop.analytics(`visits?${query}`, of).expect(200))
    const starts = async (query: string) => (await visits(query)).visits.map(({ started_at }) => started_at)

    test('come newest first, with what is known of them', async () => {
      const answer = await visits('range=7d')
      expect([answer.count, answer.filter, answer.next_cursor]).toEqual([5, null, undefined])
      expect(answer.visits.map(({ started_at }) => started_at)).toEqual([
        '2026-03-10 11:50:00',
        '2026-03-10 09:30:00',
        '2026-03-10 09:00:00',
        '2026-03-09 11:00:00',
        '2026-03-09 10:00:00',
      ])
      expect(answer.visits[4]).toEqual({
        id: expect.any(Number) as number,
        visitor: expect.stringMatching(isSealed ? /^\d+$/ : /^~[\da-f]{12}$/) as string,
        ...{ started_at: '2026-03-09 10:00:00', is_new: null, duration: 120, engaged_time: 30 },
        ...{ pageviews: 2, events: 1, event_names: [{ name: 'signup', count: 1 }] },
        goals: [
          { id: 1, name: 'Sign-up' },
          { id: 2, name: 'Prices' },
        ],
        ...{ hostname: 'shop.example', entry_page: '/', exit_page: '/pricing' },
        ...{ source: 'Google', channel: 'organic_search', referrer: 'www.google.com/' },
        ...{ utm_source: '', utm_medium: '', utm_campaign: '', utm_content: '', utm_term: '' },
        ...{ country: 'AT', country_name: 'Austria', region: '', city: '', language: 'de-AT' },
        ...{
          device: 'desktop',
          browser: 'Firefox',
          browser_version: 'Firefox 145',
          os: 'Linux',
          os_version: 'Linux',
          screen: '',
        },
      })
    })

    test.each([
      ['range=today', 3],
      ['range=yesterday', 2],
      [part('filter', 'country is DE'), 2],
      [part('filter', 'goal is "Sign-up"'), 2],
      [part('filter', 'page is "/blog/one"'), 1],
      [part('filter', 'country is FR'), 0],
    ])('%s: %i of them', async (query, count) => {
      expect((await visits(query)).count).toBe(count)
    })

    test('in pieces nothing comes twice', async () => {
      const whole = await starts('range=90d')
      const pieces: string[] = []
      let cursor: string | undefined = ''
      while (cursor !== undefined) {
        const piece = await visits(`range=90d&limit=2&cursor=${cursor}`)
        pieces.push(...piece.visits.map(({ started_at }) => started_at))
        cursor = piece.next_cursor
      }
      expect(pieces).toEqual(whole)
    })

    test('several visits of one visitor are known as such where they can be', async () => {
      const { visits: known } = await visits('range=30d', shop.cookies)
      const [three, again, two, one] = known
      expect(known.map(({ is_new }) => is_new)).toEqual([true, false, true, true])
      expect(again?.visitor).toBe(one?.visitor)
      expect(new Set([one, two, three].map((visit) => visit?.visitor)).size).toBe(3)
    })

    test('one visit has what happened in it, in the order of time', async () => {
      const [anna] = (await visits('range=yesterday')).visits.slice(-1)
      const get = async (query: string) => dataOf<VisitReport>(await shop.analytics(`visit?${query}`).expect(200))
      const found = await get(`id=${anna?.id}`)
      expect(found.visit).toEqual(anna)
      expect(found.moments).toEqual([
        { kind: 'view', at: '2026-03-09 10:00:00', page: '/', title: 'Home', engaged_time: 30, scroll: 80 },
        { kind: 'view', at: '2026-03-09 10:01:00', page: '/pricing', title: 'Prices', engaged_time: 0, scroll: 0 },
        {
          ...{ kind: 'event', at: '2026-03-09 10:02:00', name: 'signup', page: '/pricing' },
          properties: { plan: 'pro', revenue: 20, currency: 'EUR' },
        },
      ])
      expect(await get(`id=${anna?.id}&at=${encodeURIComponent('2026-03-09 10:02:00')}`)).toEqual(found)
      const elsewhere = await shop.analytics(`visit?id=${anna?.id}&at=2026-01-09T10:02:00`)
      expectRefusal(elsewhere, 404)
    })

    test.each([
      ['visits?limit=0', 400],
      ['visits?limit=101', 400],
      ['visits?cursor=x', 400],
      ['visits?range=ever', 400],
      ['visit', 400],
      ['visit?id=x', 400],
      ['visit?id=1&at=noon', 400],
      ['visit?id=12345', 404],
    ])('%s is refused with %i', async (path, status) => {
      expectRefusal(await shop.analytics(path), status)
    })

    test('a visit of another project is not there', async () => {
      const [visit] = (await visits()).visits
      expectRefusal(await shop.analytics(`visit?id=${visit?.id}`, shop.cookies), 404)
    })

    test('clicks, errors and audit entries are part of it', async () => {
      const { project, clock } = shop
      const key = { 'X-API-Key': project.secretKey }
      const headers = { ...BROWSER, 'X-Forwarded-For': '203.0.113.77' }
      const code = `to-shop-${String(isSealed)}`
      await shop
        .post('/api/links/create', { destination_url: 'https://shop.example/spring', code, label: 'Mail' }, key)
        .expect(200)
      await shop.app.store.edit(project.id, { browserAudits: true })
      clock.set('2026-03-10T13:00:00Z')
      await shop.get(`/l/${code}`, headers).expect(302)
      clock.set('2026-03-10T13:00:05Z')
      await shop.track({ url: 'https://shop.example/spring', page_title: 'Spring' }, headers).expect(202)
      clock.set('2026-03-10T13:00:10Z')
      const body = { key: project.publicKey, url: 'https://shop.example/spring' }
      await shop.post('/api/track/error', { ...body, message: 'Oh', error_type: 'E' }, headers).expect(202)
      clock.set('2026-03-10T13:00:15Z')
      await shop
        .post('/api/track/audit', { ...body, action: 'cart.filled', actor: 'guest', target: 'cart' }, headers)
        .expect(202)
      clock.set('2026-03-10T18:00:00Z')
      await shop.drained()
      if (isSealed) await sealProject(shop.app.db, project.id, { now: clock.now(), mayGoOn: () => true })
      const [visit] = (await visits('range=today&limit=1')).visits
      const { moments } = dataOf<VisitReport>(await shop.analytics(`visit?id=${visit?.id}`).expect(200))
      expect(moments).toEqual([
        { kind: 'click', at: '2026-03-10 13:00:00', code, label: 'Mail' },
        expect.objectContaining({ kind: 'view', at: '2026-03-10 13:00:05', page: '/spring' }),
        {
          ...{ kind: 'error', at: '2026-03-10 13:00:10', issue: expect.any(Number) as number },
          ...{ error_type: 'E', message: 'Oh', severity: 'error' },
        },
        {
          ...{ kind: 'audit', at: '2026-03-10 13:00:15', sequence: expect.any(Number) as number },
          ...{ action: 'cart.filled', actor: 'guest', target: 'cart', outcome: '' },
        },
      ])
    })

    test('who asks to be forgotten is, with all visits, and nobody else', async () => {
      const { headers } = await somebody(shop, { isOwner: true })
      const forget = (body: object, of = shop.cookies) =>
        shop.post(`/api/visitors/forget?project=${of.id}`, body, headers)
      const before = await visits('range=30d', shop.cookies)
      const [, again] = before.visits
      expectRefusal(await forget({}), 400)
      expectRefusal(await forget({ visit: 1, cookie: 'one' }), 400)
      expectRefusal(await forget({ rest: 'x' }), 400)
      expectRefusal(await forget({ cookie: 'nobody' }), 404)
      // Of another project.
      expectRefusal(await forget({ visit: again?.id }, shop.project), 404)
      const gone = dataOf<VisitorForgotten>(await forget({ visit: again?.id }).expect(200))
      expect(gone).toMatchObject({ finished: true, removed: 2, rest: '' })
      const others = before.visits.filter(({ visitor }) => visitor !== again?.visitor)
      expect(others).toHaveLength(2)
      expect((await visits('range=30d', shop.cookies)).visits).toEqual(others)
      expectRefusal(await forget({ visit: again?.id }), 404)
      const three = dataOf<VisitorForgotten>(await forget({ cookie: 'three' }).expect(200))
      expect(three.removed).toBe(1)
      expect((await visits('range=30d', shop.cookies)).count).toBe(1)
    })
  },
)
