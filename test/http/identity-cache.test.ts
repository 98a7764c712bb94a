import { DAY, HOUR } from '../../lib/core/clock.ts'
import type { Headers, TestApp } from '../kit/app.ts'
import { BROWSER, testApp } from '../kit/app.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'

/** The mode `cache`: the browser's HTTP cache remembers when it was first seen today, and that is all that is asked. */

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'
const from = (ip: string): Headers => ({ 'X-Forwarded-For': ip })

let kit: TestApp
let clock: MovedClock
beforeEach(async () => {
  clock = clockAt('2026-03-10T12:00:00Z')
  kit = await testApp('sqlite', { clock, project: { identity: 'cache' } })
})
afterEach(() => kit.close())

const visitors = async (query?: string) => (await kit.report('visitors', query)).unique_visitors
const visits = async (query?: string) => (await kit.report('visitors', query)).total_sessions

/** A page that nobody has seen yet, so that the same view is not taken for a repetition. */
let pages = 0
const view = (body: object = {}, headers: Headers = {}) => {
  clock.advance(1000)
  return kit.track({ url: `https://shop.example/${++pages}`, ...body }, headers)
}

const SEEN = '/api/track/seen'
/** What the browser's cache makes of it: the kept answer when it is still right. */
const ask = (since?: string) =>
  kit.get(SEEN, { ...BROWSER, ...(since !== undefined && { 'If-Modified-Since': since }) })

test('the first time of the day is told, and kept by the browser alone', async () => {
  const { status, text, headers } = await ask()
  expect([status, text]).toEqual([200, '2026-03-10T12:00:00'])
  expect(headers).toMatchObject({
    'last-modified': 'Tue, 10 Mar 2026 12:00:00 GMT',
    'cache-control': 'private, no-cache',
    'x-litespeed-cache-control': 'no-cache',
    'content-type': 'text/plain',
    'access-control-allow-origin': 'https://shop.example',
  })
  expect(headers).not.toHaveProperty('etag')
})

test('later that day it still holds', async () => {
  const { headers } = await ask()
  clock.advance(6 * HOUR)
  const again = await ask(headers['last-modified'])
  expect([again.status, again.text]).toEqual([304, ''])
  expect(again.headers).toMatchObject({
    'last-modified': headers['last-modified'],
    'access-control-allow-origin': 'https://shop.example',
  })
})

test.each([
  ['yesterday', 'Mon, 09 Mar 2026 23:59:59 GMT'],
  ['the future', 'Tue, 10 Mar 2026 12:00:01 GMT'],
  ['next year', 'Wed, 10 Mar 2027 12:00:00 GMT'],
  ['no date', 'nonsense'],
  ['a number', '9'.repeat(400)],
  ['before all time', 'Thu, 01 Jan -9999 00:00:00 GMT'],
])('a moment of %s counts as none', async (_what, since) => {
  const { status, text } = await ask(since)
  expect([status, text]).toEqual([200, '2026-03-10T12:00:00'])
})

test('other methods', async () => {
  expect((await kit.ask('head', SEEN)).headers).toMatchObject({ 'last-modified': 'Tue, 10 Mar 2026 12:00:00 GMT' })
  await kit.ask('options', SEEN).expect(200)
  const { status, headers } = await kit.post(SEEN, 'x')
  expect([status, headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS'])
})

test('the moment is the visitor, the address plays no part', async () => {
  const seen = (await ask()).text
  await view({ seen }).expect(202)
  await view({ seen }, from('198.51.100.2')).expect(202)
  await view({ seen }, from('2001:db8::1')).expect(202)
  expect([await visitors(), await visits()]).toEqual([1, 1])
  await view({ seen: '2026-03-10T11:59:59' }).expect(202)
  await view({ seen }, { 'User-Agent': CHROME }).expect(202)
  expect(await visitors()).toBe(3)
})

test('whoever tells no moment, or an old one, is a visitor of their own', async () => {
  for (const seen of ['', 'nonsense', '2026-03-08T12:00:00', '2026-03-11T12:00:00', '9999-99-99T00:00:00'])
    await view({ seen }).expect(202)
  expect(await visitors()).toBe(5)
})

test('a page left open over midnight goes on telling yesterday’s, and is one visitor of the new day', async () => {
  clock.set('2026-03-10T23:50:00Z')
  const seen = (await ask()).text
  await view({ seen }).expect(202)
  await kit.drained()
  clock.set('2026-03-11T00:05:00Z')
  await view({ seen }).expect(202)
  await view({ seen }).expect(202)
  expect([await visitors('range=1d'), await visits('range=2d')]).toEqual([1, 1])
  clock.advance(DAY)
  await view({ seen }).expect(202)
  await view({ seen }).expect(202)
  expect(await visitors('range=1d')).toBe(2)
})
