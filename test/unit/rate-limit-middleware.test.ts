import express from 'express'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import request from 'supertest'
import { silentLog } from '../../lib/core/log.ts'
import { makeLimiter } from '../../lib/rate-limit/check-limit.ts'
import { clientKey } from '../../lib/rate-limit/client-key.ts'
import type { ReqCounterParts } from '../../lib/rate-limit/req-counter.ts'
import { makeReqCounter } from '../../lib/rate-limit/req-counter.ts'
import { limit } from '../../routes/middleware/limit.ts'

let dir: string
beforeEach(() => (dir = mkdtempSync(path.join(tmpdir(), 'micrologs-rate-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

// Noon, to the minute: 20 seconds into a window.
const clock = { now: () => Date.UTC(2026, 0, 5, 12, 0, 20) }
const counterOf = (parts: Partial<ReqCounterParts> = {}) =>
  makeReqCounter({ dir, clock, log: silentLog, random: () => 1, ...parts })

function appOf(enabled: boolean, counter = counterOf()) {
  const parts = { counter, enabled }
  const app = express()
  app.set('trust proxy', 1)
  app.use(limit(parts, 'door', (req) => clientKey(req.ip ?? '')))
  app.use(limit(parts, 'projects/create', (req) => clientKey(req.ip ?? '')))
  app.use((_req, res) => res.json({ success: true }))
  return app
}

const get = (app: express.Express, ip = '192.0.2.7') => request(app).get('/').set('X-Forwarded-For', ip)

test('answers carry what is left, the refusal says when to come back', async () => {
  const app = appOf(true)
  for (const remaining of ['4', '3', '2', '1', '0']) {
    const { status, headers } = await get(app)
    expect(status).toBe(200)
    expect(headers).toMatchObject({ 'ratelimit-limit': '5', 'ratelimit-remaining': remaining, 'ratelimit-reset': '40' })
    expect(headers).not.toHaveProperty('retry-after')
    expect(headers).not.toHaveProperty('x-ratelimit-limit')
  }
  const refused = await get(app)
  expect(refused.status).toBe(429)
  expect(refused.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'ratelimit-remaining': '0',
    'ratelimit-reset': '52',
    'retry-after': '52',
  })
  expect(refused.body).toEqual({
    success: false,
    message: 'Too many requests. Try again in 52 seconds.',
    code: 'too_many_requests',
    error: 'Too many attempts. Try again later.',
  })
  expect((await get(app, '192.0.2.8')).status).toBe(200)
})

test('a whole IPv6 /64 is one client', async () => {
  const app = appOf(true)
  const statuses = []
  for (let host = 1; host <= 6; host++) statuses.push((await get(app, `2001:db8:1:2::${host}`)).status)
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
  expect((await get(app, '2001:db8:1:3::1')).status).toBe(200)
})

test('counts together with the limiter that knows no Express', async () => {
  const counter = counterOf()
  const limiter = makeLimiter({ counter, enabled: true })
  for (let i = 0; i < 3; i++) limiter.check('projects/create', '192.0.2.7')
  expect((await get(appOf(true, counter))).headers).toMatchObject({ 'ratelimit-remaining': '1' })
})

test('off: no limit, no header', async () => {
  const app = appOf(false)
  for (let i = 0; i < 8; i++) {
    const { status, headers } = await get(app)
    expect(status).toBe(200)
    expect(headers).not.toHaveProperty('ratelimit-limit')
  }
})

test('a folder that cannot be written lets requests pass', async () => {
  const app = appOf(true, counterOf({ dir: '/dev/null/rate', threshold: 0 }))
  expect((await get(app)).status).toBe(200)
})
