import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { TestApp } from '../kit/app.ts'
import { expectRefusal, testApp } from '../kit/app.ts'
import { clockAt } from '../kit/clock.ts'
import { engines } from '../kit/databases.ts'
import { writeMmdb } from '../kit/mmdb.ts'

const places = writeMmdb({ type: 'GeoLite2-City', records: [{ network: '203.0.113.0/24', data: { country: 'AT' } }] })

describe.each(engines)('GET /api/health on %s', (engine) => {
  let kit: TestApp
  beforeAll(async () => {
    kit = await testApp(engine, { clock: clockAt('2026-03-10T12:00:00Z'), files: { 'geo.mmdb': places } })
  })
  afterAll(() => kit.close())

  test('tells what works, without a key', async () => {
    const { status, headers, text } = await kit.get('/api/health')
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'content-type': expect.stringMatching(/^application\/json/) as string,
      'cache-control': 'no-store, private',
      'x-litespeed-cache-control': 'no-cache',
    })
    expect(text.startsWith('{\n  "status": "healthy",\n  "timestamp": "2026-03-10 12:00:00",\n')).toBe(true)
    expect(JSON.parse(text)).toEqual({
      status: 'healthy',
      timestamp: '2026-03-10 12:00:00',
      version: expect.any(String) as string,
      checks: {
        database: { status: 'ok', message: 'The database answers.', engine, ms: expect.any(Number) as number },
        disk: {
          status: 'ok',
          message: expect.stringMatching(/^The database takes [\d.]+ MB\.$/) as string,
          bytes: expect.any(Number) as number,
        },
        spool: {
          status: 'ok',
          message: 'Records are written as they come.',
          waiting_bytes: 0,
          max_bytes: 268_435_456,
          rejected: 0,
        },
        storage: {
          status: 'ok',
          message: 'The storage folder can be written.',
          free_bytes: expect.any(Number) as number,
        },
        geo: { status: 'ok', message: 'GeoLite2-City, built 2026-11-01' },
        jobs: { status: 'ok', message: 'Background work is done as planned.', alarms: 0, failing: 0 },
        release: { status: 'ok', message: expect.stringMatching(/^Version \S+\.$/) as string },
      },
    })
  })

  test('with .php, by HEAD, and by nothing else', async () => {
    await kit.get('/api/health.php').expect(200)
    await kit.ask('head', '/api/health').expect(200)
    for (const method of ['post', 'put', 'delete'] as const) expectRefusal(await kit.ask(method, '/api/health'), 405)
  })
})

describe('what does not work is said', () => {
  test('no place database is no fault', async () => {
    const kit = await testApp('sqlite')
    const answer = await kit.get('/api/health').expect(200)
    expect(answer.body).toMatchObject({ status: 'healthy', checks: { geo: { status: 'warn' } } })
    await kit.close()
  })

  test('a record that the database refused', async () => {
    const kit = await testApp('sqlite')
    await kit.track().expect(202)
    await kit.app.spool.append({ v: 2 } as never)
    await kit.drained()
    const answer = await kit.get('/api/health').expect(200)
    expect(answer.body).toMatchObject({ checks: { spool: { status: 'warn', rejected: 1 } } })
    expect(await kit.report('visitors')).toMatchObject({ total_pageviews: 1 })
    await kit.close()
  })

  test('a full spool: page views get 503 with a time to come back', async () => {
    const kit = await testApp('sqlite', { settings: { SPOOL_MAX_BYTES: '65536' } })
    await kit.app.writer.stop(0)
    let answer = await kit.track()
    for (let i = 0; answer.status === 202 && i < 500; i++) answer = await kit.track({ page_title: 'x'.repeat(500) })
    expectRefusal(answer, 503)
    expect(answer.headers).toMatchObject({ 'retry-after': '30', 'access-control-expose-headers': 'Retry-After' })
    expect(answer.body).toMatchObject({ code: 'unavailable' })
    await kit.drained()
    await kit.track().expect(202)
    await kit.close()
  })

  test('a storage folder that cannot be written', async () => {
    const kit = await testApp('sqlite')
    // A folder in the way of the probe: whoever runs the tests as root may write everywhere.
    mkdirSync(path.join(kit.storageDir, `.write-test-${process.pid}`))
    const answer = await kit.get('/api/health').expect(503)
    expect(answer.body).toMatchObject({
      status: 'unhealthy',
      checks: { storage: { status: 'fail' }, database: { status: 'ok' } },
    })
    await kit.close()
  })
})
