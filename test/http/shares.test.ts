import type { SharedAnswer, ShareList, ShareMade, ShareUnlocked } from '../../lib/wire/shares.ts'
import type { LiveReport, OverviewReport } from '../../lib/wire/explore.ts'
import { DAY, HOUR } from '../../lib/core/clock.ts'
import { expectRefusal, testApp } from '../kit/app.ts'
import { engines } from '../kit/databases.ts'
import type { ExploredShop } from '../kit/explored-shop.ts'
import { exploredShop } from '../kit/explored-shop.ts'
import type { TestPerson } from '../kit/people.ts'
import { dataOf, somebody } from '../kit/people.ts'

type Sent = Readonly<Record<string, string>>

describe.each(engines)('shared dashboards on %s', (engine) => {
  let shop: ExploredShop
  let admin: TestPerson
  let at: string
  beforeAll(async () => {
    shop = await exploredShop(engine, true)
    admin = await somebody(shop, { roles: { [shop.project.id]: 'admin' } })
    at = `?project=${shop.project.id}`
  })
  afterAll(() => shop.close())

  const share = async (body: object): Promise<ShareMade> =>
    dataOf(await shop.post(`/api/shares/create${at}`, { name: 'For all', ...body }, admin.headers).expect(200))
  const edit = (body: object) => shop.post(`/api/shares/edit${at}`, body, admin.headers)
  const by = ({ token }: { token: string }, proof?: string): Sent => ({
    'X-Share-Token': token,
    ...(proof !== undefined && { 'X-Share-Proof': proof }),
  })
  const look = (headers: Sent, path = 'analytics/overview?range=7d') => shop.get(`/api/${path}`, headers)
  const open = async (headers: Sent) => dataOf<SharedAnswer>(await shop.get('/api/shares/open', headers).expect(200))
  const unlock = (headers: Sent, password: string) => shop.post('/api/shares/unlock', { password }, headers)

  test('whoever has the link sees the figures of the project, and no other', async () => {
    const made = await share({ panels: ['page', 'country'] })
    expect(made).toMatchObject({ name: 'For all', has_password: false, embed: false, ends_at: null, embed_link: null })
    expect(made.link).toBe(`http://localhost:3000/#/share/${made.token}`)
    expect(await open(by(made))).toEqual({
      state: 'open',
      name: 'For all',
      embed: false,
      panels: ['page', 'country'],
      project: { name: 'Shop', time_zone: 'UTC', identity: 'daily' },
    })
    const seen = await look(by(made))
    expect(seen.body).toMatchObject({ data: { totals: { visitors: 5, pageviews: 8 } } })
    const named = await look(by(made), `analytics/overview?range=7d&project=${shop.cookies.id}`)
    expect(dataOf(named)).toEqual(dataOf(seen))
  })

  test.each([
    ['analytics/visits', 403],
    ['analytics/visit?id=1', 403],
    ['analytics/retention', 403],
    ['analytics/errors', 403],
    ['analytics/audits', 403],
    ['issues/list', 403],
    ['export/visits', 403],
    ['links/list', 403],
    ['goals/list', 403],
    ['shares/list', 403],
    ['projects/list', 401],
  ])('but not %s', async (path, status) => {
    expectRefusal(await look(by(await share({})), path), status)
  })

  test('lists that the page does not show are refused, and left out of who is there right now', async () => {
    const headers = by(await share({ panels: ['page', 'map', 'utm_campaign'] }))
    for (const path of ['breakdown?dimension=page', 'breakdown?dimension=country', 'breakdown?dimension=utm_source'])
      expect([path, (await look(headers, `analytics/${path}&range=7d`)).status]).toEqual([path, 200])
    for (const path of ['breakdown?dimension=city', 'overview?panels=page,source,goals']) {
      const answer = await look(headers, `analytics/${path}&range=7d`)
      expectRefusal(answer, 403)
      expect((answer.body as { message: string }).message).toMatch(
        /shared without the list of (city|source)\. It shows: page/,
      )
    }
    expectRefusal(await look(headers, 'analytics/breakdown?dimension=nonsense&range=7d'), 400)
    const { pages, countries, cities, sources } = dataOf<LiveReport>(await look(headers, 'analytics/live'))
    expect([pages.length, countries.length, cities, sources]).toEqual([2, 1, [], []])
    const { panels } = dataOf<OverviewReport>(await look(headers))
    expect(panels.map(({ dimension }) => dimension)).toEqual(['page', 'utm_campaign'])
  })

  test('a session beside it opens nothing more', async () => {
    const headers = { ...admin.headers, ...by(await share({})) }
    expectRefusal(await look(headers, 'analytics/visits'), 403)
  })

  test('where there is a password, it must be given first, and is good for some hours', async () => {
    const made = await share({ password: 'let me look' })
    expect(await open(by(made))).toEqual({ state: 'locked' })
    expectRefusal(await look(by(made)), 401)
    expectRefusal(await unlock(by(made), 'wrong'), 401)
    const { proof, ends_at } = dataOf<ShareUnlocked>(await unlock(by(made), 'let me look').expect(200))
    expect(Date.parse(ends_at) - shop.clock.now()).toBe(12 * HOUR)
    expect(await open(by(made, proof))).toMatchObject({ state: 'open' })
    expect((await look(by(made, proof))).status).toBe(200)
    // Longer than it was given for, or for another dashboard.
    const [, mac = ''] = proof.split('.')
    const later = (shop.clock.now() + 13 * HOUR).toString(36)
    expectRefusal(await look(by(made, `${later}.${mac}`)), 401)
    expectRefusal(await look(by(await share({ password: 'let me look' }), proof)), 401)
    const now = shop.clock.now()
    shop.clock.set(new Date(now + 12 * HOUR).toISOString())
    expectRefusal(await look(by(made, proof)), 401)
    shop.clock.set(new Date(now).toISOString())
    await edit({ id: made.id, password: 'another' }).expect(200)
    expectRefusal(await look(by(made, proof)), 401)
    await edit({ id: made.id, password: null }).expect(200)
    expect((await look(by(made))).status).toBe(200)
  })

  test('a link ends: with its time, when it is renewed, when it is deleted, with the project', async () => {
    const made = await share({ days: 2 })
    const now = shop.clock.now()
    shop.clock.set(new Date(now + 2 * DAY).toISOString())
    expectRefusal(await look(by(made)), 401)
    expectRefusal(await shop.get('/api/shares/open', by(made)), 404)
    shop.clock.set(new Date(now).toISOString())
    const renewed = dataOf<ShareMade>(await edit({ id: made.id, renew: true }).expect(200))
    expectRefusal(await look(by(made)), 401)
    expect((await look(by(renewed))).status).toBe(200)
    await shop.app.store.toggle(shop.project.id, false)
    expectRefusal(await look(by(renewed)), 401)
    await shop.app.store.toggle(shop.project.id, true)
    await shop.post(`/api/shares/delete${at}`, { id: made.id }, admin.headers).expect(200)
    expectRefusal(await look(by(renewed)), 401)
  })

  test('links are kept as hashes, and shown once', async () => {
    const made = await share({ name: 'Once', password: 'let me look' })
    const rows = await shop.app.db.read.selectFrom('shares').selectAll().where('id', '=', made.id).execute()
    expect(JSON.stringify(rows)).not.toContain(made.token)
    expect(JSON.stringify(rows)).not.toContain('let me look')
    const { shares } = dataOf<ShareList>(await shop.get(`/api/shares/list${at}`, admin.headers).expect(200))
    const { token, link: _link, embed_link: _embed, ...listed } = made
    expect(shares[0]).toEqual(listed)
    expect(listed.hint).toBe(token.slice(-4))
  })

  test('only what may be framed is answered for a frame', async () => {
    const framed = await share({ embed: true })
    expect(framed.embed_link).toBe(`http://localhost:3000/embed/${framed.token}`)
    const page = await shop.get(`/embed/${framed.token}`).expect(200)
    expect(page.headers['content-security-policy']).toContain('frame-ancestors *')
    expect(page.headers['content-security-policy']).toContain("script-src 'self'")
    expect(page.headers).not.toHaveProperty('x-frame-options')
    const [, script = ''] = /<script[^>]* src="([^"]+)"/.exec(page.text) ?? []
    const { pathname } = new URL(script, `https://x.example/embed/${framed.token}`)
    expect((await shop.get(pathname)).headers['content-type']).toMatch(/javascript/)
    const usual = [(await shop.get('/')).headers, (await look(by(framed))).headers]
    for (const headers of usual) {
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
      expect(headers).toHaveProperty('x-frame-options')
    }
    for (const token of [(await share({})).token, 'mls_nonesuch', 'x'])
      expectRefusal(await shop.get(`/embed/${token}`), 404)
  })

  test('what is done to them stands in the audit log', async () => {
    const made = await share({ name: 'Noted' })
    await shop.post(`/api/shares/delete${at}`, { id: made.id }, admin.headers).expect(200)
    await shop.drained()
    const { logs } = await shop.report('audits', 'range=1d')
    expect(logs.slice(0, 2).map(({ action, actor, target }) => [action, actor, target])).toEqual([
      ['share.deleted', admin.email, 'Noted'],
      ['share.made', admin.email, 'Noted'],
    ])
  })

  test.each([
    [{}, 'name is required'],
    [{ name: 'x', password: 'abc' }, 'password must have 4 to 200 characters'],
    [{ name: 'x', days: 0 }, 'days must be a whole number from 1 to 3650'],
    [{ name: 'x', embed: 'yes' }, 'embed must be a boolean'],
    [{ name: 'x', panels: 'page' }, 'panels must be a list of at most 20 names'],
  ])('%j is refused: %s', async (body, sentence) => {
    const answer = await shop.post(`/api/shares/create${at}`, { ...body, x: 1 }, admin.headers)
    expectRefusal(answer, 400)
    expect((answer.body as { message: string }).message).toBe(sentence)
  })

  test('shares of another project are not there', async () => {
    const made = await share({})
    const owner = await somebody(shop, { isOwner: true })
    const answer = await shop.post(`/api/shares/delete?project=${shop.cookies.id}`, { id: made.id }, owner.headers)
    expectRefusal(answer, 404)
  })
})

test('guessing the password of a dashboard is slowed down, wherever it comes from', async () => {
  const kit = await testApp('sqlite', { settings: { RATE_LIMIT: 'on' } })
  const { shares } = kit.app.accounts
  const wishes = { name: 'x', password: 'let me look', mayEmbed: false, panels: undefined, endsAt: 0 }
  const { token } = await shares.create(kit.project.id, wishes)
  const statuses: number[] = []
  for (let attempt = 0; attempt < 7; attempt++) {
    const headers = { 'X-Share-Token': token, 'X-Forwarded-For': `203.0.113.${attempt}` }
    statuses.push((await kit.post('/api/shares/unlock', { password: 'wrong' }, headers)).status)
  }
  expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429])
  await kit.close()
})
