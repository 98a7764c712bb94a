import { Router } from 'express'
import { databaseInput } from '../../lib/accounts/account-input.ts'
import { accountSentences as sentences } from '../../lib/accounts/account-sentences.ts'
import { parseInput } from '../../lib/core/input.ts'
import { answer } from '../middleware/answer.ts'
import { methodNotAllowed } from '../middleware/fail.ts'
import { jsonBody } from '../middleware/json-body.ts'
import { sameSite } from '../middleware/same-site.ts'
import type { AccountParts, AccountTools } from './parts.ts'

/** `POST /api/account/database`, to be mounted there: says which database an install that has none shall use. */
export function databaseRoutes({ accounts, signIn, database, limit }: AccountParts, tools: AccountTools): Router {
  const router = Router()
  router.post('/database', limit('session/open'), sameSite, jsonBody, async (req, res) => {
    const { code, public_url = '', ...given } = parseInput(databaseInput, req.body)
    signIn.throttle(`setup ${tools.browserOf(req).client}`)
    accounts.setupCode.require(code)
    await database.choose(given, public_url)
    // The answer first: what comes next ends the process.
    if (database.restart !== undefined) res.once('finish', database.restart)
    answer(res, sentences.databaseChosen, { restarts: database.restart !== undefined })
  })
  router.all('/database', methodNotAllowed('POST'))
  return router
}
