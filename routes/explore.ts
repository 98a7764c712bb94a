import type { RequestHandler, Response, Router as ExpressRouter } from 'express'
import { Router } from 'express'
import type { Clock } from '../lib/core/clock.ts'
import type { Project } from '../lib/projects/project.ts'
import type { ExploreName } from '../lib/reports/explore/catalogue.ts'
import { EXPLORE_REPORTS, SHARED_REPORTS } from '../lib/reports/explore/catalogue.ts'
import type { Engines, ExploreReport } from '../lib/reports/explore/explore-report.ts'
import { readQuestion } from '../lib/reports/explore/read-question.ts'
import { liveWithinPanels, withinPanels } from '../lib/reports/explore/within-panels.ts'
import type { LiveReport } from '../lib/wire/explore.ts'
import { whileReachable } from '../lib/reports/reachable.ts'
import type { Saved } from '../lib/reports/saved.ts'
import { formatOf } from '../lib/reports/tables/format.ts'
import { senderOf } from './middleware/allow.ts'
import { methodNotAllowed } from './middleware/fail.ts'
import { sendReport } from './send-report.ts'

interface ExploreOptions {
  readonly engines: Engines
  /** What a project has saved. */
  readonly savedOf: (project: number) => Saved
  /** When the oldest thing of a project happened; undefined where there is nothing. */
  readonly firstDataAt: (project: number) => Promise<number | undefined>
  readonly clock: Clock
  readonly limit: RequestHandler
  /**
   * Answers 401 unless a secret key, or what does as well, came along; leaves the project where `projectOf` finds it. `figures`:
   * of the reports that shared dashboards show.
   */
  readonly mayAsk: { readonly figures: RequestHandler; readonly all: RequestHandler }
  readonly projectOf: (res: Response) => Project
}

/** `GET /analytics/<report>` of the reports that are asked freely, secret key. Checks: method, rate, key, range, the rest. */
export function exploreRoutes(options: ExploreOptions): ExpressRouter {
  const { engines, savedOf, firstDataAt, clock, limit, mayAsk, projectOf } = options
  const router = Router()
  const answerWith =
    (name: ExploreName, report: ExploreReport): RequestHandler =>
    async (req, res) => {
      const project = projectOf(res)
      const around = { project, saved: savedOf(project.id), now: clock.now(), firstAt: () => firstDataAt(project.id) }
      const sender = senderOf(res)
      const panels = sender.kind === 'share' ? sender.share.panels : undefined
      const query = panels === undefined ? req.query : withinPanels(name, req.query, panels)
      const { question, data } = await whileReachable(async () => {
        const read = await readQuestion(query, around)
        formatOf(read.given('format'))
        const found = await report.answer(engines, read)
        return { question: read, data: panels === undefined ? found : shownOf(name, found, panels) }
      })
      sendReport(res, {
        format: formatOf(question.given('format')),
        table: question.given('table'),
        name,
        message: report.message,
        data,
        tables: () => report.tables(data),
      })
    }
  for (const [name, report] of Object.entries(EXPLORE_REPORTS)) {
    router
      .route(`/analytics/${name}`)
      .get(
        limit,
        SHARED_REPORTS.includes(name as ExploreName) ? mayAsk.figures : mayAsk.all,
        answerWith(name as ExploreName, report),
      )
      .all(methodNotAllowed('GET, HEAD'))
  }
  return router
}

const shownOf = (name: ExploreName, data: object, panels: readonly string[]): object =>
  name === 'live' ? liveWithinPanels(data as LiveReport, panels) : data
