import type { RequestHandler } from 'express'
import { Router } from 'express'
import { roleOf, visibleTo } from '../lib/auth/sender.ts'
import type { Clock } from '../lib/core/clock.ts'
import { decodeCursor, pieceOf } from '../lib/core/cursor.ts'
import { parseInput } from '../lib/core/input.ts'
import type { Reader } from '../lib/db/open-db.ts'
import { sentences } from '../lib/projects/project-answers.ts'
import type { Project } from '../lib/projects/project.ts'
import { glance, glanceInput } from '../lib/reports/glance.ts'
import type { QueryEngine } from '../lib/reports/query.ts'
import { whileReachable } from '../lib/reports/reachable.ts'
import type { GlanceReport } from '../lib/wire/glance.ts'
import type { Gate } from './middleware/allow.ts'
import { mayEnter, senderOf } from './middleware/allow.ts'
import { answer } from './middleware/answer.ts'
import { methodNotAllowed } from './middleware/fail.ts'

interface Parts {
  readonly read: Reader
  readonly query: QueryEngine
  readonly clock: Clock
  readonly projects: () => readonly Project[]
  readonly gate: Pick<Gate, 'install'>
  readonly limit: RequestHandler
}

/** `GET /api/projects/glance`, to be mounted at `/api/projects`, with the admin key, a token or a session. */
export function glanceRoutes({ read, query, clock, projects, gate, limit }: Parts): Router {
  const router = Router()
  router.get('/glance', limit, gate.install, async (req, res) => {
    mayEnter(res, 'list projects')
    const { range, limit: most, cursor } = parseInput(glanceInput, req.query)
    const [after = 0] = decodeCursor(cursor, 1) ?? []
    const sender = senderOf(res)
    const behind = visibleTo(sender, projects())
      .filter(({ id }) => id > after)
      .sort((a, b) => a.id - b.id)
    const { rows, next } = pieceOf(behind, most, ({ id }) => [id])
    const roleIn = (id: number) => roleOf(sender, id) ?? null
    const found = await whileReachable(() => glance(rows, { read, query, now: clock.now(), range, roleIn }))
    answer(res, sentences.glance, { count: found.length, projects: found, ...next } satisfies GlanceReport)
  })
  router.all('/glance', methodNotAllowed('GET, HEAD'))
  return router
}
