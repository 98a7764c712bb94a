import type { RequestHandler, Response, Router as ExpressRouter } from 'express'
import { Router } from 'express'
import type { Clock } from '../lib/core/clock.ts'
import { AppError } from '../lib/core/errors.ts'
import type { Log } from '../lib/core/log.ts'
import type { ReportName } from '../lib/reports/catalogue.ts'
import { REPORTS } from '../lib/reports/catalogue.ts'
import type { ReportEngine } from '../lib/reports/engine.ts'
import { wireRange } from '../lib/reports/range.ts'
import { allAudits } from '../lib/reports/audits.ts'
import { whileReachable } from '../lib/reports/reachable.ts'
import type { Report } from '../lib/reports/report.ts'
import { parseQuestion } from '../lib/reports/report.ts'
import { formatOf } from '../lib/reports/tables/format.ts'
import { reportTables } from '../lib/reports/tables/report-tables.ts'
import { sendAudits } from './send-audits.ts'
import { sendReport } from './send-report.ts'

interface AnalyticsOptions {
  readonly engine: ReportEngine
  readonly clock: Clock
  readonly log: Log
  /** Where browsers reach this install. */
  readonly base: string
  readonly limit: RequestHandler
  /** Answers 401 unless a secret key came along; leaves the project where `projectOf` finds it. */
  readonly requireProject: RequestHandler
  readonly projectOf: (res: Response) => { id: number; timeZone: string }
}

/**
 * `GET /analytics/<report>?range=&from=&to=&limit=&format=`, secret key. Mounted below the API's path, after `.php` is gone from
 * the URL. Checks in the order of the contract: method, rate, key, range.
 */
export function analyticsRoutes({
  engine,
  clock,
  log,
  base,
  limit,
  requireProject,
  projectOf,
}: AnalyticsOptions): ExpressRouter {
  const router = Router()
  const answerWith =
    (name: ReportName, { message, answer: answerTo }: Report): RequestHandler =>
    async (req, res) => {
      const question = parseQuestion(req.query, projectOf(res), { now: clock.now(), base })
      const format = formatOf(question.given('format'))
      const { limit: most, given } = question
      if (
        name === 'audits' &&
        format !== 'json' &&
        most === undefined &&
        given('table') === undefined &&
        req.method === 'GET'
      ) {
        const { from, to } = wireRange(question.scope.range)
        const file = `audits-${from.slice(0, 10)}-${to.slice(0, 10)}`
        await whileReachable(() => sendAudits(res, allAudits(engine, question), { format, name: file, log }))
        return
      }
      const data = await whileReachable(() => answerTo(engine, question))
      const tables = () => reportTables(name, data)
      sendReport(res, { format, table: question.given('table'), name, message, data, tables })
    }
  for (const [name, report] of Object.entries(REPORTS)) {
    router
      .route(`/analytics/${name}`)
      .get(limit, requireProject, answerWith(name as ReportName, report))
      .all(refuseMethod)
  }
  return router
}

const refuseMethod: RequestHandler = () => {
  throw new AppError('method_not_allowed', 'Method not allowed')
}
