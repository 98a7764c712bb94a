import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { DAY, HOUR } from '../../lib/core/clock.ts'
import type { Headers, TestApp } from '../kit/app.ts'
import { testApp } from '../kit/app.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'
import { engines } from '../kit/databases.ts'

/** Who counts as one visitor in the modes `daily` and `cookie`, told by what the reports say. */

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'
const from = (ip: string): Headers => ({ 'X-Forwarded-For': ip })

let kit: TestApp
let clock: MovedClock
const start = async (options: Parameters<typeof testApp>[1] = {}, engine = engines[0] ?? 'sqlite') => {
  clock = clockAt('2026-03-10T12:00:00Z')
  kit = await testApp(engine, { clock, ...options })
}
afterEach(() => kit.close())

const visitors = async (query?: string, of?: Parameters<TestApp['report']>[2]) =>
  (await kit.report('visitors', query, of)).unique_visitors
const visits = async (query?: string) => (await kit.report('visitors', query)).total_sessions

/** A page that nobody has seen yet, so that the same view is not taken for a repetition. */
let pages = 0
const view = (body: object = {}, headers: Headers = {}) => {
  clock.advance(1000)
  return kit.track({ url: `https://shop.example/${++pages}`, ...body }, headers)
}

describe.each(engines)('daily, on %s', (engine) => {
  beforeEach(() => start({}, engine))

  test('address and user agent are one visitor, whatever else is said', async () => {
    await view().expect(202)
    await view({ visitor_id: 'a', fingerprint: 'b', seen: '2026-03-10T12:00:00', session_token: 'c' }).expect(202)
    await view({}, { 'Accept-Language': 'fr' }).expect(202)
    expect(await visitors()).toBe(1)
    await view({}, from('203.0.113.8')).expect(202)
    expect(await visitors()).toBe(2)
    await view({}, { 'User-Agent': CHROME }).expect(202)
    expect(await visitors()).toBe(3)
  })

  test('the address is what the front server saw, however it is written', async () => {
    await view({}, from('203.0.113.7')).expect(202)
    await view({}, from('::ffff:203.0.113.7')).expect(202)
    await view({}, from('198.51.100.66, 203.0.113.7')).expect(202)
    await view({}, from('10.0.0.1, garbage, 203.0.113.7')).expect(202)
    expect(await visitors()).toBe(1)
    await view({}, from('203.0.113.7, 198.51.100.66')).expect(202)
    expect(await visitors()).toBe(2)
  })

  test('tomorrow is another visitor', async () => {
    await view().expect(202)
    clock.advance(DAY)
    await view().expect(202)
    expect(await visitors('range=2d')).toBe(2)
    expect(await kit.report('visitors-returning', 'range=1d')).toMatchObject({ new_visitors: 1, returning_visitors: 0 })
  })

  test('a visit runs over midnight, and the visitor is the new day’s', async () => {
    clock.set('2026-03-10T23:50:00Z')
    await view().expect(202)
    await kit.drained()
    clock.set('2026-03-11T00:05:00Z')
    await view().expect(202)
    expect(await visits('range=2d')).toBe(1)
    clock.set('2026-03-11T01:00:00Z')
    await view().expect(202)
    expect(await visits('range=2d')).toBe(2)
    expect(await visitors('range=1d')).toBe(1)
  })

  test('two projects never share a visitor', async () => {
    const other = await kit.newProject()
    await view().expect(202)
    await view({ key: other.publicKey }).expect(202)
    await kit.drained()
    const rows = await kit.app.db.read.selectFrom('visitors').select(['project_id', 'visitor']).execute()
    expect(rows.map((row) => row.project_id)).toEqual([kit.project.id, other.id])
    expect(new Set(rows.map((row) => row.visitor)).size).toBe(2)
    expect([await visitors(), await visitors('range=1d', other)]).toEqual([1, 1])
  })
})

describe('the salt', () => {
  beforeEach(() => start())
  const days = () => readdirSync(path.join(kit.storageDir, 'salts')).sort()
  const stored = async () => {
    const rows = await kit.app.db.read.selectFrom('salts').select('day').orderBy('day').execute()
    return rows.map(({ day }) => day)
  }

  test('is made a day ahead, and gone after two days', async () => {
    expect(days()).toEqual(['2026-03-10', '2026-03-11'])
    clock.advance(DAY)
    await kit.app.salts.maintain()
    expect(days()).toEqual(['2026-03-10', '2026-03-11', '2026-03-12'])
    expect(await stored()).toEqual(days())
    clock.advance(DAY)
    await kit.app.salts.maintain()
    expect(days()).toEqual(['2026-03-11', '2026-03-12', '2026-03-13'])
    expect(await stored()).toEqual(days())
    const salts = days().map((day) => readFileSync(path.join(kit.storageDir, 'salts', day), 'utf8'))
    expect(new Set(salts).size).toBe(3)
  })

  test('what was held back over night counts for yesterday’s visitor', async () => {
    await view().expect(202)
    clock.advance(16 * HOUR)
    await view({ age: 15 * HOUR }).expect(202)
    expect(await visitors('range=2d')).toBe(1)
  })
})

describe('cookie', () => {
  beforeEach(() => start({ project: { identity: 'cookie' } }))

  test('the cookie is the visitor, from any address and for more than a day', async () => {
    await view({ visitor_id: 'one' }).expect(202)
    await view({ visitor_id: 'one' }, { ...from('198.51.100.2'), 'User-Agent': CHROME }).expect(202)
    await view({ visitor_id: 'two' }).expect(202)
    expect(await visitors()).toBe(2)
    clock.advance(DAY)
    await view({ visitor_id: 'one' }).expect(202)
    await view({ visitor_id: 'three' }).expect(202)
    expect(await visitors('range=2d')).toBe(3)
    expect(await kit.report('visitors-returning', 'range=1d')).toMatchObject({
      total_visitors: 2,
      new_visitors: 1,
      returning_visitors: 1,
      new_pct: 50,
      returning_pct: 50,
    })
  })

  test('without a cookie the fingerprint is, and without that address and user agent of the day', async () => {
    await view({ fingerprint: 'canvas' }).expect(202)
    await view({ fingerprint: 'canvas' }, from('198.51.100.2')).expect(202)
    expect(await visitors()).toBe(1)
    await view().expect(202)
    await view().expect(202)
    expect(await visitors()).toBe(2)
    // A cookie that happens to hold the text of a fingerprint is somebody else.
    await view({ visitor_id: 'canvas' }).expect(202)
    expect(await visitors()).toBe(3)
  })

  test('a browser is another visitor in another project', async () => {
    const other = await kit.newProject({ identity: 'cookie' })
    await view({ visitor_id: 'one' }).expect(202)
    await view({ visitor_id: 'one', key: other.publicKey }).expect(202)
    await kit.drained()
    const rows = await kit.app.db.read.selectFrom('visitors').select('visitor').distinct().execute()
    expect(rows).toHaveLength(2)
  })
})
