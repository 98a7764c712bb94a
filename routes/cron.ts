import type { Request, RequestHandler } from 'express'
import { Router } from 'express'
import { SECOND } from '../lib/core/clock.ts'
import { AppError, messageOf } from '../lib/core/errors.ts'
import { sameSecret } from '../lib/core/hashing.ts'
import type { Log } from '../lib/core/log.ts'
import type { JobRunner } from '../lib/jobs/job-runner.ts'
import type { Cron } from '../lib/wire/cron.ts'
import { answer } from './middleware/answer.ts'
import { methodNotAllowed } from './middleware/fail.ts'

interface Parts {
  readonly jobs: Pick<JobRunner, 'due' | 'run'>
  /** As the setting; empty: there is no such path. */
  readonly cronKey: string
  readonly limit: RequestHandler
  readonly log: Log
}

/** Services that call a URL hang up after 30 s or so, and a host may stop a process that has nothing to answer. */
const SPAN_MS = 25 * SECOND

/**
 * `GET|POST /cron?key=…`, to be mounted below `/api`: for services that call a URL by a timer. Answers what is due, and
 * runs it afterwards.
 */
export function cronRoutes({ jobs, cronKey, limit, log }: Parts): Router {
  const router = Router()

  const isSetUp: RequestHandler = (_req, _res, next) => {
    next(cronKey === '' ? new AppError('not_found', 'Not found') : undefined)
  }
  const requireKey: RequestHandler = (req, _res, next) => {
    next(sameSecret(keyOf(req), cronKey) ? undefined : new AppError('unauthorized', 'Unauthorized'))
  }
  const runJobs: RequestHandler = async (_req, res) => {
    const data: Cron = { due: await jobs.due() }
    res.once('close', () => {
      jobs.run(SPAN_MS).catch((fault: unknown) => log.warn({ reason: messageOf(fault) }, 'Jobs could not be run'))
    })
    answer(res, data.due.length === 0 ? 'Nothing is due' : 'Due jobs are run now', data)
  }

  router.route('/cron').all(isSetUp).get(limit, requireKey, runJobs).post(limit, requireKey, runJobs)
  router.all('/cron', methodNotAllowed('GET, HEAD, POST'))
  return router
}

/** Most such services can send nothing but an address; a header stays out of the logs of servers on the way. */
function keyOf(req: Request): string {
  const { key } = req.query
  return typeof key === 'string' ? key : (req.get('x-cron-key') ?? '')
}
