import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RequestHandler, Response, Router as ExpressRouter } from 'express'
import { Router } from 'express'
import { SECOND } from '../lib/core/clock.ts'
import type { Clock } from '../lib/core/clock.ts'
import { messageOf } from '../lib/core/errors.ts'
import type { Log } from '../lib/core/log.ts'
import type { Reader } from '../lib/db/open-db.ts'
import type { Project } from '../lib/projects/project.ts'
import { queryOf } from '../lib/reports/explore/explore-report.ts'
import { oneOf } from '../lib/reports/explore/parameters.ts'
import type { Around } from '../lib/reports/explore/read-question.ts'
import { readQuestion } from '../lib/reports/explore/read-question.ts'
import type { ExportKind } from '../lib/reports/export/export-kinds.ts'
import { EXPORT_KINDS } from '../lib/reports/export/export-kinds.ts'
import { exportRows } from '../lib/reports/export/export-rows.ts'
import { EXPORT_FORMATS, exportText } from '../lib/reports/export/export-text.ts'
import { wirePeriod } from '../lib/reports/periods/period.ts'
import { whileReachable } from '../lib/reports/reachable.ts'
import type { Saved } from '../lib/reports/saved.ts'
import { methodNotAllowed } from './middleware/fail.ts'
import { asFile } from './send-report.ts'

interface ExportOptions {
  readonly read: Reader
  readonly savedOf: (project: number) => Saved
  readonly firstDataAt: (project: number) => Promise<number | undefined>
  readonly clock: Clock
  readonly log: Log
  readonly limit: RequestHandler
  /** Answers 401 unless a secret key came along; leaves the project where `projectOf` finds it. */
  readonly requireProject: RequestHandler
  readonly projectOf: (res: Response) => Project
}

/**
 * `GET /export/visits|pageviews|events`, secret key: rows as they are, in the order of time, as a stream. When something
 * breaks while it runs, the connection is cut, so that half a file is not taken for a whole one.
 */
export function exportRoutes(options: ExportOptions): ExpressRouter {
  const router = Router()
  for (const kind of EXPORT_KINDS) {
    router
      .route(`/export/${kind}`)
      .get(options.limit, options.requireProject, exportOf(kind, options))
      .all(methodNotAllowed('GET, HEAD'))
  }
  return router
}

function exportOf(kind: ExportKind, options: ExportOptions): RequestHandler {
  const { read, savedOf, firstDataAt, clock, log, projectOf } = options
  return async (req, res) => {
    const project = projectOf(res)
    const around: Around = {
      project,
      saved: savedOf(project.id),
      now: clock.now(),
      firstAt: () => firstDataAt(project.id),
    }
    const { format, name, pieces, first } = await whileReachable(async () => {
      const question = await readQuestion(req.query, around)
      const period = within(question.period, (await around.firstAt()) ?? around.now, around.now)
      const format = oneOf('format', question.given('format'), EXPORT_FORMATS)
      const pieces = exportText(exportRows(read, queryOf(question, period), kind), kind, format)
      const { from, to } = wirePeriod(question.period)
      // Faults that come before the first piece can still be told in words.
      const first = req.method === 'HEAD' ? undefined : await pieces.next()
      return { format, name: `${kind}-${from.slice(0, 10)}-${to.slice(0, 10)}`, pieces, first }
    })
    asFile(res, format, name)
    if (first === undefined) {
      res.end()
      return
    }
    const whole = async function* () {
      if (first.done !== true) yield first.value
      yield* pieces
    }
    await pipeline(Readable.from(whole()), res).catch((fault: unknown) => {
      log.warn({ fault: messageOf(fault), export: kind }, 'An export ended before its time')
    })
  }
}

/** There is nothing before the first thing and after now. */
const within = <P extends { readonly start: number; readonly end: number }>(
  period: P,
  first: number,
  now: number,
): P => ({
  ...period,
  start: Math.max(period.start, first - SECOND),
  end: Math.min(period.end, now + SECOND),
})
