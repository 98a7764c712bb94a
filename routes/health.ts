import type { RequestHandler } from 'express'
import type { Clock } from '../lib/core/clock.ts'
import type { Checks } from '../lib/health/checks.ts'
import { isHealthy } from '../lib/health/checks.ts'
import type { Health } from '../lib/wire/health.ts'

/** `GET /api/health`: no key, no limit, no envelope. 200 when everything works, else 503. */
export const health =
  (checks: () => Promise<Checks>, clock: Clock, version: string): RequestHandler =>
  async (_req, res) => {
    const found = await checks()
    const healthy = isHealthy(found)
    const body: Health = {
      status: healthy ? 'healthy' : 'unhealthy',
      timestamp: new Date(clock.now()).toISOString().slice(0, 19).replace('T', ' '),
      version,
      checks: found,
    }
    res.status(healthy ? 200 : 503)
    res.type('application/json').send(JSON.stringify(body, undefined, 2))
  }
