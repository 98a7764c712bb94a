import type { ExploreShapes } from '../../lib/wire/explore.ts'
import type { Engine } from '../../lib/db/open-db.ts'
import { sealProject } from '../../lib/sealed-days/seal.ts'
import type { TestProject } from './app.ts'
import { BROWSER, testApp } from './app.ts'
import { clockAt } from './clock.ts'

/** Who came to the shop, and when. What is told of them in tests is counted from this by hand. */
const VISITS = [
  // Anna: from a search, reads to 80 percent, signs up for money.
  {
    at: '2026-03-09T10:00:00Z',
    from: '7',
    page: '/',
    title: 'Home',
    zone: 'Europe/Vienna',
    referrer: 'https://www.google.com/',
  },
  { at: '2026-03-09T10:01:00Z', from: '7', page: '/pricing', title: 'Prices', zone: 'Europe/Vienna' },
  { at: '2026-03-09T10:02:00Z', from: '7', event: 'signup', props: { plan: 'pro', revenue: 20, currency: 'EUR' } },
  // Bert: from a newsletter, gone at once.
  {
    at: '2026-03-09T11:00:00Z',
    from: '8',
    page: '/?utm_source=news&utm_medium=email',
    title: 'Home',
    zone: 'Europe/Berlin',
  },
  // Anna again; on another day she is somebody else.
  { at: '2026-03-10T09:00:00Z', from: '7', page: '/blog/one', title: 'One', zone: 'Europe/Vienna' },
  // Carl signs up for nothing.
  { at: '2026-03-10T09:30:00Z', from: '9', page: '/', title: 'Welcome', zone: 'Europe/Berlin' },
  { at: '2026-03-10T09:31:00Z', from: '9', page: '/pricing', title: 'Prices', zone: 'Europe/Berlin' },
  { at: '2026-03-10T09:32:00Z', from: '9', event: 'signup', props: { plan: 'free' } },
  // Dora is there right now.
  { at: '2026-03-10T11:50:00Z', from: '10', page: '/', title: 'Welcome', zone: 'Europe/Vienna' },
  { at: '2026-03-10T11:58:00Z', from: '10', page: '/pricing', title: 'Prices', zone: 'Europe/Vienna' },
] as const

/** In a project that knows visitors again. */
const COOKIES = [
  ['2026-03-02T08:00:00Z', 'one'],
  ['2026-03-02T09:00:00Z', 'two'],
  ['2026-03-09T08:00:00Z', 'one'],
  ['2026-03-09T09:00:00Z', 'three'],
] as const

export const SHOP_NOW = '2026-03-10T12:00:00Z'
const SHOP = 'https://shop.example'

export type ExploredShop = Awaited<ReturnType<typeof exploredShop>>

/** An app whose shop had five visits in two days; what is settled of them is sealed where `isSealed`. */
export async function exploredShop(engine: Engine, isSealed: boolean) {
  const clock = clockAt('2026-03-02T00:00:00Z')
  const kit = await testApp(engine, { clock })
  const { project } = kit
  const cookies = await kit.newProject({ identity: 'cookie' })
  for (const [at, visitor] of COOKIES) {
    clock.set(at)
    await kit.track({ key: cookies.publicKey, visitor_id: visitor, url: `${SHOP}/` }).expect(202)
  }
  for (const visit of VISITS) {
    clock.set(visit.at)
    const headers = { ...BROWSER, 'X-Forwarded-For': `203.0.113.${visit.from}` }
    if ('event' in visit) {
      const body = { key: project.publicKey, name: visit.event, props: visit.props, url: `${SHOP}/pricing` }
      await kit.post('/api/track/event', body, headers).expect(202)
      continue
    }
    const { page, title, zone } = visit
    const referrer = 'referrer' in visit ? visit.referrer : ''
    const view = Date.parse(visit.at)
    await kit.track({ view, url: SHOP + page, page_title: title, timezone: zone, referrer }, headers).expect(202)
    if (referrer === '') continue
    const seen = { key: project.publicKey, view, url: SHOP + page, id: view + 1, engaged: 30_000, scroll: 80 }
    await kit.post('/api/track/engagement', seen, headers).expect(202)
  }
  clock.set(SHOP_NOW)
  await kit.drained()
  if (isSealed) {
    const options = { now: clock.now(), mayGoOn: () => true }
    for (const { id } of [project, cookies]) await sealProject(kit.app.db, id, options)
  }
  const analytics = (path: string, of: TestProject = project) =>
    kit.get(`/api/analytics/${path}`, { 'X-API-Key': of.secretKey })
  return {
    ...kit,
    clock,
    cookies,
    /** The answer of a report, with its query. */
    analytics,
    /** `data` of a report; `query` without the question mark. */
    async explore<N extends keyof ExploreShapes>(name: N, query: string, of = project): Promise<ExploreShapes[N]> {
      const answer = await analytics(`${name}?${query}`, of)
      if (answer.status !== 200) throw new Error(`The report answered ${answer.status}: ${answer.text}`)
      return (answer.body as { data: ExploreShapes[N] }).data
    },
    async save(kind: 'goals' | 'funnels' | 'segments', body: object): Promise<void> {
      await kit.post(`/api/${kind}/create`, body, { 'X-API-Key': project.secretKey }).expect(200)
    },
  }
}

/** A filter, and the like, as a part of a query. */
export const part = (name: string, text: string): string => `${name}=${encodeURIComponent(text)}`
