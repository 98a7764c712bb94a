import { silentLog } from '../../lib/core/log.ts'
import type { ErrorRequestHandler, RequestHandler } from 'express'
import express from 'express'
import request from 'supertest'
import { AppError } from '../../lib/core/errors.ts'
import type { Db } from '../../lib/db/open-db.ts'
import { openDb } from '../../lib/db/open-db.ts'
import { partsEngine } from '../../lib/reports/parts-engine.ts'
import { analyticsRoutes } from '../../routes/analytics.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { rows } from '../kit/rows.ts'

const clock = { now: () => Date.parse('2026-11-20T20:00Z') }

/** Only what the routes are wired into: a key check, and errors as text with their status. */
function appWith(db: Db, limit: RequestHandler = (_req, _res, next) => next()) {
  const requireProject: RequestHandler = (req, _res, next) =>
    req.get('x-api-key') === 'secret' ? next() : next(new AppError('unauthorized', 'Invalid API key'))
  const onError: ErrorRequestHandler = (error: unknown, _req, res, _next) => {
    if (!(error instanceof AppError)) return void res.status(500).json({ message: String(error) })
    return void res
      .status(error.status)
      .json({ message: error.message, code: error.code, retryAfter: error.retryAfter })
  }
  const projectOf = () => ({ id: 1, timeZone: 'Asia/Kolkata' })
  return express()
    .use(
      '/api',
      analyticsRoutes({ engine: partsEngine(db), clock, log: silentLog, base: '', limit, requireProject, projectOf }),
    )
    .use(onError)
}

describe.each(engines)('%s: GET /api/analytics/*', (engine) => {
  let kit: Awaited<ReturnType<typeof freshDb>>
  beforeAll(async () => {
    kit = await freshDb(engine)
    await rows(kit.db).visit({ visitor: 1, at: '2026-11-20T19:00Z' })
  })
  afterAll(() => kit.drop())

  const get = (path: string) => request(appWith(kit.db)).get(`/api/analytics/${path}`).set('X-API-Key', 'secret')

  test('answers in the envelope, in the zone of the project', async () => {
    const answer = await get('visitors?range=1d')
    expect(answer.status).toBe(200)
    expect(answer.text).toBe(
      '{"success":true,"message":"Visitor analytics fetched successfully","data":{' +
        '"range":{"from":"2026-11-21 00:00:00","to":"2026-11-21 23:59:59"},' +
        '"unique_visitors":1,"total_pageviews":1,"total_sessions":1,"bounce_rate":100,' +
        '"over_time":[{"date":"2026-11-21","pageviews":1,"unique_visitors":1}]}}',
    )
  })

  test.each([
    ['visitors', 'Visitor analytics fetched successfully'],
    ['visitors-returning', 'Visitor retention fetched successfully'],
    ['sessions', 'Session analytics fetched successfully'],
    ['pages', 'Pages fetched successfully'],
    ['referrers', 'Referrers fetched successfully'],
    ['devices', 'Devices fetched successfully'],
    ['locations', 'Locations fetched successfully'],
    ['utm', 'UTM data fetched successfully'],
    ['dropped', 'Dropped page views fetched successfully'],
  ])('%s says: %s', async (name, message) => {
    expect((await get(`${name}?limit=abc&unknown=1`)).body).toMatchObject({ success: true, message })
  })

  test.each([
    ['visitors?range=custom&from=2026-02-31&to=2026-03-01', 400, 'Invalid date format. Use YYYY-MM-DD'],
    ["visitors?range=custom&from=2026-03-02&to=2026-03-01' or 1=1", 400, 'Invalid date format. Use YYYY-MM-DD'],
    ['pages?range=custom&from=2026-03-02&to=2026-03-01', 400, "'from' must be before 'to'"],
    ['visitors?range[a]=1&from=%00&limit[]=%ff', 200, 'Visitor analytics fetched successfully'],
    ['nothing', 404, undefined],
  ])('%s is answered with %d', async (path, status, message) => {
    const answer = await get(path)
    expect([answer.status, (answer.body as { message?: string }).message]).toEqual([status, message])
  })

  test('checks the method, then the rate, then the key, then the range', async () => {
    const tooOften: RequestHandler = () => {
      throw new AppError('too_many_requests', 'Too many')
    }
    const path = '/api/analytics/visitors?range=custom'
    expect((await request(appWith(kit.db, tooOften)).post(path)).body).toMatchObject({ message: 'Method not allowed' })
    expect((await request(appWith(kit.db, tooOften)).get(path)).status).toBe(429)
    expect((await request(appWith(kit.db)).get(path)).status).toBe(401)
    expect((await get('visitors?range=custom')).status).toBe(400)
  })
})

test('a database that cannot be reached is 503 and says when to come back', async () => {
  const db = openDb({ url: 'mysql://nobody@127.0.0.1:1/none', storageDir: '/nowhere', connections: 1 })
  const answer = await request(appWith(db)).get('/api/analytics/visitors').set('X-API-Key', 'secret')
  expect(answer.status).toBe(503)
  expect(answer.body).toMatchObject({ code: 'unavailable', retryAfter: 30 })
  // Connections still being tried make closing fail, too.
  await db.close().catch(() => undefined)
})
