import { LIMITS } from '../../lib/rate-limit/limits.ts'
import type { ClickRecord } from '../../lib/spool/records.ts'
import type { Headers, TestApp, TestAppOptions } from '../kit/app.ts'
import { BROWSER, testApp } from '../kit/app.ts'
import { clicksIn, clicksOf } from '../kit/clicks.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'
import { writeMmdb } from '../kit/mmdb.ts'

/** What is kept of a click: who, from where, with what. Decided before any database, so one engine is enough. */

const vienna = { country: { iso_code: 'AT' }, city: { names: { en: 'Vienna' } } }
const places = writeMmdb({ type: 'Test', records: [{ network: '203.0.113.0/24', data: vienna }] })

let kit: TestApp
let clock: MovedClock
async function start(options: TestAppOptions = {}): Promise<void> {
  clock = clockAt('2026-03-10T12:00:00Z')
  const settings = { PUBLIC_URL: 'https://stats.example', ...options.settings }
  kit = await testApp('sqlite', { clock, files: { 'geo.mmdb': places }, ...options, settings })
  await kit.app.links.create(kit.project.id, {
    code: 'spring',
    destination: 'https://shop.example/spring?utm_source=mail&utm_medium=email&a=1#top',
    label: '',
  })
}
afterEach(() => kit.close())

const follow = (headers: Headers = {}, url = '/l/spring') =>
  kit.get(url, { ...BROWSER, Origin: '', ...headers }).redirects(0)

/** The records of these requests, one after the other. */
async function clicksBy(...requests: Headers[]): Promise<ClickRecord[]> {
  const before = clicksIn(kit.storageDir).length
  for (const [index, headers] of requests.entries()) {
    await follow(headers).expect(302)
    await clicksOf(kit.storageDir, before + index + 1)
  }
  return clicksIn(kit.storageDir).slice(before)
}

test('all of it', async () => {
  await start()
  const [record] = await clicksBy({ Referer: 'https://news.ycombinator.com/item?id=1' })
  const link = await kit.app.links.find(kit.project.id, 'spring')
  expect(record).toEqual({
    v: 1,
    id: expect.any(Number) as number,
    at: clock.now(),
    project: { id: kit.project.id },
    kind: 'click',
    visitor: expect.any(Number) as number,
    link: link.id,
    by: 'person',
    page: { url: 'https://shop.example/spring?a=1', host: 'shop.example', path: '/spring?a=1' },
    source: { channel: expect.any(String) as string, name: 'Hacker News', url: 'news.ycombinator.com/item' },
    agent: { device: 'desktop', os: 'Linux', osVersion: '', browser: 'Firefox', browserVersion: '145' },
    place: { country: 'AT', region: '', city: 'Vienna' },
  })
})

test.each<[string, Headers, string]>([
  ['a browser', {}, 'person'],
  ['an app that sends next to nothing', { Accept: '', 'Accept-Language': '' }, 'person'],
  ['a crawler', { 'User-Agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' }, 'bot'],
  ['nobody', { 'User-Agent': '' }, 'bot'],
  ['a chat program', { 'User-Agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' }, 'preview'],
  ['a browser that fetches ahead', { 'Sec-Purpose': 'prefetch;prerender' }, 'preview'],
  ['an older one', { 'X-Moz': 'prefetch' }, 'preview'],
  ['another one', { Purpose: 'prefetch' }, 'preview'],
])('%s', async (_who, headers, by) => {
  await start()
  expect(await clicksBy(headers)).toMatchObject([{ by }])
})

test.each<[string, string, object]>([
  ['none', '', { channel: 'direct', name: '', url: '' }],
  ['a search', 'https://www.google.com/', { channel: 'search', name: 'Google' }],
  [
    'any site',
    'https://blog.example/post?x=1',
    { channel: 'referral', name: 'blog.example', url: 'blog.example/post' },
  ],
  // What the destination's tags say is the same for every click on the link.
  ['the target’s own site', 'https://shop.example/', { channel: 'referral', name: 'shop.example' }],
  ['the redirector', 'https://stats.example/dashboard', { channel: 'direct', name: '', url: '' }],
  ['the redirector by another name', 'http://short.example/x', { channel: 'direct', name: '' }],
  ['a neighbour of the redirector', 'https://blog.stats.example/', { channel: 'referral', name: 'blog.stats.example' }],
  ['nonsense', 'nonsense', { channel: 'direct', name: '' }],
])('a referrer: %s', async (_what, referrer, source) => {
  await start()
  expect(await clicksBy({ Referer: referrer, Host: 'short.example' })).toMatchObject([{ source }])
})

describe('who it was', () => {
  const other = { 'X-Forwarded-For': '203.0.113.8' }
  const visitorsOf = async (...requests: Headers[]) => (await clicksBy(...requests)).map(({ visitor }) => visitor)

  test.each(['daily', 'cookie'] as const)('%s: the day’s hash', async (identity) => {
    await start({ project: { identity } })
    const [first, again, stranger] = await visitorsOf({}, {}, other)
    expect(again).toBe(first)
    expect(stranger).not.toBe(first)
    clock.advance(24 * 3_600_000)
    expect(await visitorsOf({})).not.toEqual([first])
  })

  test('daily: the visitor that the target’s page sees', async () => {
    await start()
    const [click] = await clicksBy({})
    await kit.track({ url: 'https://shop.example/spring' }).expect(202)
    await kit.drained()
    const { visitor } = await kit.app.db.read.selectFrom('pageviews').select('visitor').executeTakeFirstOrThrow()
    expect(click?.visitor).toBe(visitor)
  })

  test('shortly after midnight also yesterday’s', async () => {
    await start()
    clock.set('2026-03-10T23:50:00Z')
    const [before] = await clicksBy({})
    clock.set('2026-03-11T00:10:00Z')
    const [after] = await clicksBy({})
    expect(after?.prior).toBe(before?.visitor)
  })

  test('cache: somebody new each time', async () => {
    await start({ project: { identity: 'cache' } })
    const [first, again] = await visitorsOf({}, {})
    expect(again).not.toBe(first)
  })

  test.each<[string, Headers]>([
    ['DNT', { DNT: '1' }],
    ['Sec-GPC', { 'Sec-GPC': '1' }],
  ])('%s: nobody', async (_name, asks) => {
    await start()
    clock.set('2026-03-11T00:10:00Z')
    const [first, again] = await clicksBy(asks, asks)
    expect(again?.visitor).not.toBe(first?.visitor)
    expect(first).toMatchObject({
      by: 'person',
      agent: { device: 'unknown', os: '', browser: '' },
      place: { country: '', region: '', city: '' },
    })
    expect(first).not.toHaveProperty('prior')
  })

  test('DNT where the project does not honour it', async () => {
    await start({ project: { honoursOptOut: false } })
    const [first, again] = await clicksBy({ DNT: '1' }, {})
    expect(again?.visitor).toBe(first?.visitor)
    expect(first).toMatchObject({ place: { country: 'AT' } })
  })
})

test('over the limit known links lead on uncounted, unknown ones are refused', async () => {
  await start({ settings: { RATE_LIMIT: 'on' } })
  const { limit } = LIMITS.redirect
  const first = await follow().expect(302)
  expect(first.headers).toMatchObject({ 'ratelimit-limit': String(limit), 'ratelimit-remaining': String(limit - 1) })
  for (let left = limit - 1; left > 0; left--) await follow({}, left % 2 === 0 ? '/l/none' : '/l/spring')
  const counted = 1 + limit / 2
  await clicksOf(kit.storageDir, counted)

  const { status, headers } = await follow()
  expect([status, headers['x-micrologs-dropped'], headers['retry-after']]).toEqual([302, 'rate-limit', undefined])
  for (const url of ['/l/none', '/l/neu', '/l/', '/api/redirect']) {
    const refused = await follow({}, url)
    expect([refused.status, refused.headers['x-micrologs-dropped']]).toEqual([429, undefined])
    expect(refused.text).toBe(`Too many requests. Try again in ${refused.headers['retry-after']} seconds.`)
  }
  const neighbour = await follow({ 'X-Forwarded-For': '203.0.113.8' }).expect(302)
  expect(neighbour.headers['x-micrologs-dropped']).toBeUndefined()
  expect(await clicksOf(kit.storageDir, counted + 1)).toHaveLength(counted + 1)
  clock.advance(120_000)
  await follow({}, '/l/none').expect(404)
})

test('a spool that takes nothing more costs the count, not the way', async () => {
  await start({ settings: { SPOOL_MAX_BYTES: '65536' } })
  await kit.app.writer.stop(0)
  for (let status = 202; status === 202;) ({ status } = await kit.track())
  const before = clicksIn(kit.storageDir).length
  for (let i = 0; i < 3; i++) await follow().expect(302)
  expect(clicksIn(kit.storageDir)).toHaveLength(before)
  expect(kit.logLines.filter((line) => line.includes('Clicks cannot be counted; links lead on'))).toHaveLength(1)
})
