import type { RequestHandler, Response } from 'express'
import { Router } from 'express'
import type { Clock } from '../lib/core/clock.ts'
import { AppError } from '../lib/core/errors.ts'
import type { StatusUpdate, UpdateStatus } from '../lib/issues/issue-store.ts'
import { statusInput } from '../lib/issues/status-input.ts'
import { parseInput } from '../lib/core/input.ts'
import type { RouteFamily } from '../lib/rate-limit/limits.ts'
import type { IssueStatus } from '../lib/wire/record-reports.ts'
import type { Trail } from '../lib/accounts/trail.ts'
import { answer } from './middleware/answer.ts'
import { methodNotAllowed } from './middleware/fail.ts'
import { jsonBody } from './middleware/json-body.ts'
import { noteDeed } from './middleware/note-deed.ts'

interface Parts {
  readonly updateStatus: UpdateStatus
  readonly clock: Clock
  readonly limit: (family: RouteFamily) => RequestHandler
  /** Answers 401 unless a secret key came along; leaves the project where `projectOf` finds it. */
  readonly requireProject: RequestHandler
  readonly projectOf: (res: Response) => { id: number }
  readonly trail: Trail
}

const UPDATE_STATUS = '/track/errors-update-status'

/** What is done to groups of errors, to be mounted at `/api`. Checks in Micrologs' order: method, rate, key, body, fields. */
export function errorRoutes({ updateStatus, clock, limit, requireProject, projectOf, trail }: Parts): Router {
  const router = Router()

  router.post(UPDATE_STATUS, limit('errors/write'), requireProject, jsonBody, async (req, res) => {
    const { status, ids } = parseInput(statusInput, req.body)
    const outcome = await updateStatus(projectOf(res).id, ids, status, clock.now())
    if (outcome.ids.length === 0) throw new AppError('not_found', 'No matching error groups found for this project')
    const context = { status, ids: outcome.ids }
    await noteDeed(trail, res, 'issue.status-changed', outcome.ids.join(' '), projectOf(res).id, context)
    answer(res, sentenceOf(outcome, status), {
      updated: outcome.updated,
      ids: outcome.ids,
      status,
      ...(outcome.notFound.length > 0 && { not_found: outcome.notFound }),
    })
  })

  router.all(UPDATE_STATUS, methodNotAllowed('POST'))
  return router
}

/** In Micrologs' words, which count what changed rather than what was found. */
function sentenceOf({ updated, notFound }: StatusUpdate, status: IssueStatus): string {
  const marked = `${updated} error ${updated === 1 ? 'group' : 'groups'} marked as ${status}.`
  return notFound.length === 0 ? marked : `${marked} ${notFound.length} ID(s) not found and were skipped.`
}
