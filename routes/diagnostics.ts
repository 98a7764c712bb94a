import type { Request, RequestHandler } from 'express'
import { Router } from 'express'
import type { Accounts } from '../lib/accounts/open-accounts.ts'
import type { Trail } from '../lib/accounts/trail.ts'
import { INSTALL_LOG } from '../lib/accounts/trail.ts'
import type { Config } from '../lib/config/config.ts'
import type { Clock } from '../lib/core/clock.ts'
import { SECOND } from '../lib/core/clock.ts'
import { AppError, messageOf } from '../lib/core/errors.ts'
import { parseInput } from '../lib/core/input.ts'
import type { Log } from '../lib/core/log.ts'
import type { Db } from '../lib/db/open-db.ts'
import type { Checks } from '../lib/health/checks.ts'
import { diagnose } from '../lib/health/diagnose.ts'
import { logInput, readLog } from '../lib/health/read-log.ts'
import { runJobInput } from '../lib/core/job-name.ts'
import type { JobRunner } from '../lib/jobs/job-runner.ts'
import type { LogAnswer } from '../lib/wire/log.ts'
import type { JobsRun } from '../lib/wire/diagnostics.ts'
import type { Gate } from './middleware/allow.ts'
import { mayEnter } from './middleware/allow.ts'
import { answer } from './middleware/answer.ts'
import { clientAddress, isForwarded } from './middleware/client-address.ts'
import { methodNotAllowed } from './middleware/fail.ts'
import { jsonBody } from './middleware/json-body.ts'
import { noteDeed } from './middleware/note-deed.ts'

interface Parts {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly config: Config
  readonly version: string
  readonly checks: () => Promise<Checks>
  readonly jobs: JobRunner
  readonly accounts: Pick<Accounts, 'setupCode'>
  readonly gate: Pick<Gate, 'install'>
  readonly trail: Trail
  readonly read: RequestHandler
  readonly write: RequestHandler
}

/** A host may stop a process that has nothing to answer. */
const SPAN_MS = 25 * SECOND

/**
 * `GET /diagnostics`, `GET /log` and `POST /jobs/run`, to be mounted below `/api`: for owners and the admin key; while nobody owns the
 * install, the first also for whoever shows the code from the server's file.
 */
export function diagnosticsRoutes(parts: Parts): Router {
  const { db, clock, log, config, version, checks, jobs, accounts, gate, trail, read, write } = parts
  const router = Router()

  /** The file is gone as soon as there is an owner. */
  const mayDiagnose: RequestHandler = async (req, res, next) => {
    const code = req.get('x-setup-code')
    if (code === undefined) {
      await gate.install(req, res, next)
      return
    }
    if (!accounts.setupCode.matches(code)) throw new AppError('unauthorized', 'The set-up code is wrong.')
    next()
  }

  router.get('/diagnostics', read, mayDiagnose, async (req, res) => {
    if (req.get('x-setup-code') === undefined) mayEnter(res, 'run install')
    const found = await diagnose({
      ...{ db, clock, config, version, checks, request: requestOf(req, config.trustProxy) },
      jobStates: () => jobs.states(),
    })
    answer(res, 'Diagnostics fetched successfully', found)
  })

  router.get('/log', read, gate.install, (req, res) => {
    mayEnter(res, 'run install')
    const data: LogAnswer = readLog(config, parseInput(logInput, req.query))
    answer(res, 'Log fetched successfully', data)
  })

  router.post('/jobs/run', write, gate.install, jsonBody, async (req, res) => {
    mayEnter(res, 'run install')
    const { name } = parseInput(runJobInput, req.body)
    await jobs.dueNow(name)
    await noteDeed(trail, res, 'job.run', name, INSTALL_LOG)
    const data: JobsRun = { name, due: await jobs.due() }
    res.once('close', () => {
      jobs.run(SPAN_MS).catch((fault: unknown) => log.warn({ reason: messageOf(fault) }, 'Jobs could not be run'))
    })
    answer(res, 'The job is run now', data)
  })

  router.all(['/diagnostics', '/log'], methodNotAllowed('GET, HEAD'))
  router.all('/jobs/run', methodNotAllowed('POST'))
  return router
}

const requestOf = (req: Request, trustProxy: boolean) => ({
  client_address: clientAddress(req, trustProxy),
  host: req.get('host') ?? '',
  is_https: req.protocol === 'https',
  forwarded: isForwarded(req),
})
