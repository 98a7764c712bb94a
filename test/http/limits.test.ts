import { LIMITS } from '../../lib/rate-limit/limits.ts'
import type { Headers, TestApp } from '../kit/app.ts'
import { BROWSER, expectRefusal, testApp } from '../kit/app.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'

/** Limits as clients meet them. How the counting works, over processes and time, is tested with the counter. */
let kit: TestApp
let clock: MovedClock
beforeEach(async () => {
  // The first second of a window.
  clock = clockAt('2026-03-10T12:00:00Z')
  kit = await testApp('sqlite', { clock, settings: { RATE_LIMIT: 'on', ADMIN_KEY: 'an-admin-key-of-the-test' } })
})
afterEach(() => kit.close())

const { limit } = LIMITS['track/pageview']

/** So many requests, eight at a time; the statuses counted. */
async function statuses(times: number, send: () => PromiseLike<{ status: number }>): Promise<Record<number, number>> {
  const counted: Record<number, number> = {}
  for (let left = times; left > 0; left -= 8) {
    const answers = await Promise.all(Array.from({ length: Math.min(8, left) }, () => send()))
    for (const { status } of answers) counted[status] = (counted[status] ?? 0) + 1
  }
  return counted
}

const view = (headers: Headers = {}, key = kit.project.publicKey) => kit.track({ key }, headers)

test('page views: so many a minute, then 429 with the time to come back, and none is lost by waiting', async () => {
  const first = await view()
  expect(first.headers).toMatchObject({
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(limit - 1),
    'ratelimit-reset': '60',
  })
  expect(await statuses(limit - 1, view)).toEqual({ 202: limit - 1 })
  const refused = await view()
  expectRefusal(refused, 429)
  const wait = Number(refused.headers['retry-after'])
  expect(wait).toBeGreaterThan(0)
  expect(wait).toBeLessThanOrEqual(61)
  expect(refused.body).toEqual({
    success: false,
    message: `Too many requests. Try again in ${wait} seconds.`,
    code: 'too_many_requests',
    error: 'Too many attempts. Try again later.',
  })
  expect(refused.headers).toMatchObject({
    'ratelimit-remaining': '0',
    'access-control-allow-origin': 'https://shop.example',
    'access-control-expose-headers': 'Retry-After',
  })

  clock.advance((wait - 1) * 1000)
  await view().expect(429)
  clock.advance(1000)
  await view().expect(202)
  clock.advance(120_000)
  expect((await view()).headers).toMatchObject({ 'ratelimit-remaining': String(limit - 1) })
})

test('the limit is one client’s with one key: neither neighbours nor other projects feel it', async () => {
  const other = await kit.newProject()
  await statuses(limit, view)
  await view().expect(429)
  await view({ 'X-Forwarded-For': '203.0.113.8' }).expect(202)
  await view({}, other.publicKey).expect(202)
  // The client's own claim about who it is does not help.
  await view({ 'X-Forwarded-For': '1.2.3.4, 203.0.113.7' }).expect(429)
  // Nor do the other forms of the same endpoint; the other endpoints have limits of their own.
  const url = { url: 'https://shop.example/', view: 1, key: kit.project.publicKey }
  await kit.post('/api/track/pageview.php', url).expect(429)
  await kit.post('/api/track/engagement', { ...url, id: 2 }).expect(202)
  await kit.post('/api/track/error', { ...url, message: 'x' }).expect(202)
})

test('an IPv6 household is one client', async () => {
  let host = 0
  expect(
    await statuses(limit + 16, () => view({ 'X-Forwarded-For': `2001:db8:0:1::${(++host).toString(16)}` })),
  ).toEqual({
    202: limit,
    429: 16,
  })
  await view({ 'X-Forwarded-For': '2001:db8:0:2::1' }).expect(202)
})

test('guessing keys is stopped, and a good key goes on working', async () => {
  const { limit: guesses } = LIMITS['bad-key']
  let guess = 0
  const bad = () => view({}, (++guess).toString(16).padStart(32, '0'))
  expect(await statuses(guesses, bad)).toEqual({ 401: guesses })
  const refused = await bad()
  expectRefusal(refused, 429)
  expect(refused.headers).toMatchObject({ 'retry-after': expect.stringMatching(/^\d+$/) as string })
  expect(refused.body).toMatchObject({ error: 'Too many attempts. Try again later.' })
  await view().expect(202)
  await view({ 'X-Forwarded-For': '203.0.113.8' }, '0'.repeat(32)).expect(401)
  clock.advance(120_000)
  await bad().expect(401)
})

test('reports and admin calls have limits, too', async () => {
  const report = (key: string, headers: Headers = {}) =>
    kit.get('/api/analytics/visitors', { ...BROWSER, 'X-API-Key': key, ...headers })
  const secret = kit.project.secretKey
  const { limit: reports } = LIMITS.analytics
  expect(await statuses(reports, () => report(secret))).toEqual({ 200: reports })
  const refused = await report(secret)
  expectRefusal(refused, 429)
  expect(refused.headers).toMatchObject({ 'ratelimit-remaining': '0', 'retry-after': expect.any(String) as string })
  await report((await kit.newProject()).secretKey).expect(200)
  await report(secret, { 'X-Forwarded-For': '203.0.113.8' }).expect(200)
  await kit.ask('post', '/api/analytics/visitors', BROWSER).expect(405)

  const create = () => kit.post('/api/projects/create', { name: 'x' }, { 'X-Admin-Key': 'guess' })
  expect(await statuses(7, create)).toEqual({ 401: 5, 429: 2 })
  await kit.get('/api/health').expect(200)
})

test('off means off', async () => {
  const free = await testApp('sqlite')
  const { headers } = await free.track().expect(202)
  expect(Object.keys(headers).filter((name) => name.startsWith('ratelimit'))).toEqual([])
  expect(await statuses(limit + 1, () => free.track())).toEqual({ 202: limit + 1 })
  await free.close()
})
