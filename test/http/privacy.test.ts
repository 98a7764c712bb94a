import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { MINUTE } from '../../lib/core/clock.ts'
import type { Headers, TestApp } from '../kit/app.ts'
import { BROWSER, testApp } from '../kit/app.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'

let kit: TestApp
let clock: MovedClock
const start = async (options: Parameters<typeof testApp>[1] = {}) => {
  clock = clockAt('2026-03-10T12:00:00Z')
  kit = await testApp('sqlite', { clock, ...options })
}
afterEach(() => kit.close())

const visitors = async () => (await kit.report('visitors')).unique_visitors

/** A page that nobody has seen yet, so that the same view is not taken for a repetition. */
let pages = 0
const view = (body: object = {}, headers: Headers = {}) => {
  clock.advance(1000)
  return kit.track({ url: `https://shop.example/${++pages}`, ...body }, headers)
}

describe('a browser that asks not to be tracked', () => {
  test.each<[string, Headers]>([
    ['DNT', { DNT: '1' }],
    ['Sec-GPC', { 'Sec-GPC': '1' }],
  ])('by %s is not', async (_name, asks) => {
    await start()
    const { status, text, headers } = await view({}, asks)
    expect([status, headers['x-micrologs-dropped']]).toEqual([202, 'opt-out'])
    expect(text).toBe('{"success":true,"message":"OK","data":{"counted":false,"queued":false,"dropped":"opt-out"}}')
    expect(await visitors()).toBe(0)
    expect(await kit.report('dropped')).toMatchObject({
      total: 1,
      by_reason: [{ reason: 'opt-out', count: 1 }],
      newest: [{ reason: 'opt-out', user_agent: '' }],
    })
  })

  test('with other values does not ask', async () => {
    await start()
    for (const asks of [{ DNT: '0' }, { DNT: 'unspecified' }, { 'Sec-GPC': '0' }]) await view({}, asks).expect(202)
    expect(await visitors()).toBe(1)
  })

  test('is tracked where the project does not honour it', async () => {
    await start({ project: { honoursOptOut: false } })
    await view({}, { DNT: '1', 'Sec-GPC': '1' }).expect(202)
    expect(await visitors()).toBe(1)
  })
})

describe('nothing stored tells who it was', () => {
  const files = (folder: string): string[] =>
    readdirSync(folder).flatMap((name) => {
      const file = path.join(folder, name)
      return statSync(file).isDirectory() ? files(file) : [file]
    })

  test.each(['daily', 'cookie', 'cache'] as const)('in %s mode: neither address nor user agent', async (identity) => {
    await start({ project: { identity }, settings: { RATE_LIMIT: 'on' } })
    const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0 Quirk/77'
    const own: Headers = { 'User-Agent': agent, 'X-Forwarded-For': '203.0.113.197' }
    const said = { visitor_id: 'the-cookie', fingerprint: 'the-canvas' }
    // Enough for the limiter to write its files; a refusal and a fault of the client among them.
    for (let i = 0; i < 40; i++) await view(said, own).expect(202)
    await view({ key: 'wrong' }, own).expect(401)
    await kit.post('/api/track/pageview', '{', { ...BROWSER, ...own }).expect(400)
    await kit.post('/api/track/error', { message: 'x', key: kit.project.publicKey }, { ...BROWSER, ...own }).expect(202)
    await view({}, { ...own, 'X-Forwarded-For': '2001:db8:77::c5' }).expect(202)
    clock.advance(MINUTE)
    // What lies in the spool, and what is in the database.
    for (const when of [() => Promise.resolve(), kit.drained]) {
      await when()
      const all = files(kit.storageDir)
      expect(all.some((file) => file.endsWith('.req'))).toBe(true)
      const bytes = Buffer.concat(all.map((file) => readFileSync(file))).toString('latin1') + kit.logLines.join('\n')
      for (const trace of ['203.0.113.197', '2001:db8:77::c5', 'Quirk/77', agent, 'the-cookie', 'the-canvas'])
        expect(bytes.includes(trace)).toBe(false)
      expect(all.join('\n')).not.toContain('203.0.113.197')
    }
    expect(await visitors()).toBeGreaterThan(0)
  })
})
