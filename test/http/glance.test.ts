import type { ExploredShop } from '../kit/explored-shop.ts'
import { exploredShop } from '../kit/explored-shop.ts'
import { expectRefusal } from '../kit/app.ts'
import type { GlanceReport } from '../../lib/wire/glance.ts'
import { engines } from '../kit/databases.ts'
import { dataOf, somebody, tokenOf } from '../kit/people.ts'

/** Figures counted by hand from `explored-shop.ts`. */
describe.each(engines.flatMap((engine) => [[engine, false] as const, [engine, true] as const]))(
  'projects at a glance on %s, sealed: %s',
  (engine, isSealed) => {
    let shop: ExploredShop
    beforeAll(async () => {
      shop = await exploredShop(engine, isSealed)
    })
    afterAll(() => shop.close())

    const seenBy = async (headers: Readonly<Record<string, string>>, query = '') =>
      dataOf<GlanceReport>(await shop.get(`/api/projects/glance?${query}`, headers).expect(200))

    test('each has its figures, with those of the time before', async () => {
      const { headers } = await somebody(shop, { isOwner: true })
      const { count, projects } = await seenBy(headers)
      expect([count, projects.map(({ id }) => id)]).toEqual([2, [shop.project.id, shop.cookies.id]])
      const [first, second] = projects
      expect(first).toEqual({
        id: shop.project.id,
        name: 'Shop',
        allowed_domains: ['shop.example'],
        is_active: true,
        identity: 'daily',
        time_zone: 'UTC',
        role: 'owner',
        range: { from: '2026-03-04 00:00:00', to: '2026-03-10 23:59:59' },
        today: { visitors: 3, pageviews: 5 },
        current: { visitors: 5, pageviews: 8 },
        previous: { visitors: 0, pageviews: 0 },
        days: [
          ...['04', '05', '06', '07', '08'].map((day) => ({ date: `2026-03-${day}`, visitors: 0, pageviews: 0 })),
          { date: '2026-03-09', visitors: 2, pageviews: 3 },
          { date: '2026-03-10', visitors: 3, pageviews: 5 },
        ],
        live: 1,
        open_issues: 0,
        last_seen_at: '2026-03-10 11:58:00',
      })
      expect(second).toMatchObject({
        identity: 'cookie',
        today: { visitors: 0, pageviews: 0 },
        current: { visitors: 2, pageviews: 2 },
        previous: { visitors: 2, pageviews: 2 },
        live: 0,
        last_seen_at: '2026-03-09 09:00:00',
      })
    })

    test('another range, and pieces of the list', async () => {
      const { headers } = await somebody(shop, { isOwner: true })
      const first = await seenBy(headers, 'range=2d&limit=1')
      expect(first.projects.map(({ id, days, current }) => [id, days.length, current])).toEqual([
        [shop.project.id, 2, { visitors: 5, pageviews: 8 }],
      ])
      const second = await seenBy(headers, `range=1d&limit=1&cursor=${first.next_cursor}`)
      expect(second.projects.map(({ id, days }) => [id, days.length])).toEqual([[shop.cookies.id, 1]])
      expect(second.next_cursor).toBeUndefined()
    })

    test('people and tokens see their own, with what they are there', async () => {
      const viewer = await somebody(shop, { roles: { [shop.cookies.id]: 'viewer' } })
      expect((await seenBy(viewer.headers)).projects.map(({ id, role }) => [id, role])).toEqual([
        [shop.cookies.id, 'viewer'],
      ])
      const owner = await somebody(shop, { isOwner: true })
      const token = await tokenOf(shop, owner, 'read', [shop.project.id])
      expect((await seenBy(token)).projects.map(({ id, role }) => [id, role])).toEqual([[shop.project.id, 'owner']])
      expect((await seenBy((await somebody(shop)).headers)).projects).toEqual([])
    })

    test('groups of errors that are open are counted', async () => {
      const key = { 'X-API-Key': shop.project.secretKey }
      for (const message of ['One', 'Two']) await shop.post('/api/track/error', { message }, key).expect(200)
      const { headers } = await somebody(shop, { isOwner: true })
      expect((await seenBy(headers)).projects.map((project) => project.open_issues)).toEqual([2, 0])
      const ids = dataOf<{ errors: { id: number }[] }>(await shop.analytics('errors')).errors.map(({ id }) => id)
      await shop.post('/api/track/errors-update-status', { ids: [ids[0]], status: 'resolved' }, key).expect(200)
      expect((await seenBy(headers)).projects.map((project) => project.open_issues)).toEqual([1, 0])
    })

    test.each(['range=91d', 'range=12mo', 'range=0d', 'limit=101', 'limit=0', 'cursor=x'])(
      '%s is refused',
      async (query) => {
        const { headers } = await somebody(shop, { isOwner: true })
        expectRefusal(await shop.get(`/api/projects/glance?${query}`, headers), 400)
      },
    )
  },
)
