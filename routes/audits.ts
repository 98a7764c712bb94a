import type { RequestHandler, Response } from 'express'
import { Router } from 'express'
import * as z from 'zod'
import { verifyPiece } from '../lib/audits/verify.ts'
import { parseAnchor } from '../lib/audits/walk.ts'
import { decodeCursor, encodeCursor } from '../lib/core/cursor.ts'
import { inQuery, parseInput } from '../lib/core/input.ts'
import type { Reader } from '../lib/db/open-db.ts'
import type { Project } from '../lib/projects/project.ts'
import { whileReachable } from '../lib/reports/reachable.ts'
import type { AuditsVerified } from '../lib/wire/record-reports.ts'
import { answer } from './middleware/answer.ts'
import { methodNotAllowed } from './middleware/fail.ts'

interface Parts {
  readonly read: Reader
  readonly limit: RequestHandler
  readonly requireProject: RequestHandler
  readonly projectOf: (res: Response) => Project
}

/** Entries in one answer: some hundred milliseconds of work. */
const MOST = 10_000

const ANCHOR = 'anchor must be the number of an entry, a colon and its hash of 64 hex digits'

const verifyInput = z.object({
  cursor: inQuery(z.string().optional()),
  anchor: inQuery(
    z
      .string()
      .transform((text, check) => {
        const anchor = parseAnchor(text)
        if (anchor !== undefined) return anchor
        check.addIssue({ code: 'custom', message: ANCHOR })
        return z.NEVER
      })
      .optional(),
  ),
})

/** `GET /api/audits/verify`, to be mounted at `/api/audits`, with whatever may read reports. */
export function auditRoutes({ read, limit, requireProject, projectOf }: Parts): Router {
  const router = Router()
  router
    .route('/verify')
    .get(limit, requireProject, async (req, res) => {
      const { cursor, anchor } = parseInput(verifyInput, req.query)
      const [after = 0, checked = 0, erased = 0, found = 0] = decodeCursor(cursor, 4) ?? []
      const piece = await whileReachable(() => verifyPiece(read, projectOf(res).id, { after, most: MOST, anchor }))
      const sum = {
        checked: checked + piece.entries,
        erased: erased + piece.erasedEntries,
        fault_count: found + piece.faultCount,
      }
      const { sequence } = piece.last
      // An anchor of an entry that is not there shows that there was one.
      const end = sum.fault_count > 0 ? 'tampered' : sum.checked === 0 ? 'empty' : 'verified'
      const data: AuditsVerified = {
        state: piece.isWhole ? end : 'checking',
        entries: piece.length,
        ok: sum.fault_count === 0,
        ...sum,
        faults: [...piece.faults],
        last: piece.last,
        ...(!piece.isWhole && { next_cursor: encodeCursor([sequence, sum.checked, sum.erased, sum.fault_count]) }),
      }
      answer(res, 'Audit log checked', data)
    })
    .all(methodNotAllowed('GET, HEAD'))
  return router
}
