import { Router } from 'express'
import type { Log } from '../../lib/core/log.ts'
import { accountRoutes } from './account.ts'
import { databaseRoutes } from './database.ts'
import { invitationRoutes } from './invitations.ts'
import type { AccountParts } from './parts.ts'
import { accountTools } from './parts.ts'
import { providerRoutes } from './provider.ts'
import { sessionRoutes } from './session.ts'
import { tokenRoutes } from './tokens.ts'
import { userRoutes } from './users.ts'

/** Everything about people who sign in, to be mounted at `/api`, where no page of another site may read. */
export function allAccountRoutes(parts: AccountParts & { readonly log: Log }): Router {
  const tools = accountTools(parts)
  const router = Router()
  router.use('/session', sessionRoutes(parts, tools), providerRoutes(parts, tools))
  router.use('/account', accountRoutes(parts, tools), databaseRoutes(parts, tools))
  router.use('/users', userRoutes(parts, tools))
  router.use('/invitations', invitationRoutes(parts, tools))
  router.use('/tokens', tokenRoutes(parts, tools))
  return router
}
