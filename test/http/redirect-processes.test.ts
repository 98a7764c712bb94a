import { readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import request from 'supertest'
import type { App } from '../../app.ts'
import { createApp } from '../../app.ts'
import { silentLog } from '../../lib/core/log.ts'
import type { TestApp } from '../kit/app.ts'
import { BROWSER, testApp } from '../kit/app.ts'
import { clicksIn, clicksOf } from '../kit/clicks.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'
import { engines, emptyDatabase } from '../kit/databases.ts'
import { eventually } from '../kit/eventually.ts'

const FIRST = 'https://shop.example/first'
const SECOND = 'https://shop.example/second'
/** Nobody listens there. */
const AWAY = 'mysql://nobody:x@127.0.0.1:1/none'

describe.each(engines)('%s', (engine) => {
  let kit: TestApp
  let clock: MovedClock
  const opened: App[] = []
  const drops: (() => Promise<void>)[] = []
  beforeEach(async () => {
    clock = clockAt('2026-03-10T12:00:00Z')
    kit = await testApp(engine, { clock })
  })
  afterEach(async () => {
    for (const app of opened.splice(0)) await app.close()
    for (const drop of drops.splice(0)) await drop()
    await kit.close()
  })

  /** Another process on the same storage and database, or on others; not started, so what it knows it has looked up. */
  async function another(changes: { databaseUrl?: string; storageDir?: string } = {}) {
    const app = await createApp({ ...kit.app.config, ...changes }, { clock, log: silentLog })
    opened.push(app)
    return { app, follow: (code: string) => request(app.handler).get(`/l/${code}`).set(BROWSER).redirects(0) }
  }
  const send = (name: string, body: object) =>
    kit.post(`/api/links/${name}`, { code: 'spring', ...body }, { 'X-API-Key': kit.project.secretKey }).expect(200)
  const shards = () => readdirSync(path.join(kit.storageDir, 'links'))

  test('what one process does to a link is seen by the other within a second', async () => {
    const other = await another()
    await other.follow('spring').expect(404)
    await send('create', { destination_url: FIRST })
    clock.advance(1000)
    await other.follow('spring').expect(302).expect('Location', FIRST)
    await send('edit', { destination_url: SECOND })
    clock.advance(1000)
    await other.follow('spring').expect(302).expect('Location', SECOND)
    await send('edit', { is_active: false })
    clock.advance(1000)
    await other.follow('spring').expect(404)
    await send('edit', { is_active: true })
    clock.advance(1000)
    await other.follow('spring').expect(302)
    await send('delete', {})
    clock.advance(1000)
    await other.follow('spring').expect(404)
    expect(shards()).toHaveLength(1)
  })

  test('another machine: a new link at once, an edited one 30 s later', async () => {
    const machine = await emptyDatabase('sqlite')
    drops.push(machine.drop)
    const databaseUrl = engine === 'sqlite' ? `sqlite:${kit.storageDir}/micrologs.db` : kit.app.config.databaseUrl
    const other = await another({ storageDir: machine.storageDir, databaseUrl })
    await other.app.directory.refresh()
    await send('create', { destination_url: FIRST })
    await other.follow('spring').expect(302).expect('Location', FIRST)
    await send('edit', { destination_url: SECOND })
    clock.advance(29_000)
    await other.follow('spring').expect('Location', FIRST)
    clock.advance(1000)
    await other.follow('spring')
    await eventually(async () => (await other.follow('spring')).headers.location === SECOND)
  })

  test('a start with the database away: known links lead on and are counted, others are for later', async () => {
    await send('create', { destination_url: FIRST })
    await send('create', { code: 'off', destination_url: FIRST })
    await send('edit', { code: 'off', is_active: false })
    clock.advance(3_600_000)
    const cold = await another({ databaseUrl: AWAY })
    await cold.follow('spring').expect(302).expect('Location', FIRST)
    await cold.follow('spring').expect(302).expect('Location', FIRST)
    await cold.follow('off').expect(404)
    const { status, text, headers } = await cold.follow('none')
    expect([status, text]).toEqual([503, 'This link cannot be looked up right now. Try again soon.'])
    expect(headers).toMatchObject({ 'retry-after': '5', 'cache-control': 'no-store, private' })
    await clicksOf(kit.storageDir, 2)
    expect(clicksIn(kit.storageDir)).toMatchObject([{ by: 'person' }, { by: 'person' }])

    const key = { 'X-API-Key': kit.project.secretKey }
    const asks = [
      request(cold.app.handler).post('/api/links/create').send({ destination_url: FIRST }),
      request(cold.app.handler).post('/api/links/edit').send({ code: 'spring', label: 'x' }),
      request(cold.app.handler).post('/api/links/delete').send({ code: 'spring' }),
      request(cold.app.handler).get('/api/links/list'),
      request(cold.app.handler).get('/api/links/detail?code=spring'),
    ]
    for (const ask of asks) {
      const refused = await ask.set(key)
      expect([refused.status, refused.headers['retry-after']]).toEqual([503, '30'])
      expect(refused.body).toMatchObject({ success: false, code: 'unavailable' })
    }
    await cold.follow('spring').expect(302)
  })

  test('damaged files and the database away: for later; with the database back: as if nothing had been', async () => {
    await send('create', { destination_url: FIRST })
    for (const name of shards()) writeFileSync(path.join(kit.storageDir, 'links', name), '{"format":1,"li')
    await (await another({ databaseUrl: AWAY })).follow('spring').expect(503)
    await (await another()).follow('spring').expect(302).expect('Location', FIRST)
    await (await another({ databaseUrl: AWAY })).follow('spring').expect(302)
  })

  test('no list of projects could ever be read: people get where they want, uncounted', async () => {
    await send('create', { destination_url: FIRST })
    writeFileSync(path.join(kit.storageDir, 'projects.json'), 'damaged')
    const cold = await another({ databaseUrl: AWAY })
    await cold.follow('spring').expect(302).expect('Location', FIRST)
    expect(clicksIn(kit.storageDir)).toEqual([])
  })
})
