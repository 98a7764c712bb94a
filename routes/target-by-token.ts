import type { IncomingMessage } from 'node:http'
import type { TokenStore } from '../lib/accounts/token-store.ts'
import { bearerToken } from '../lib/auth/bearer-token.ts'
import { projectFor } from '../lib/auth/sender.ts'
import { AppError } from '../lib/core/errors.ts'
import type { Target } from '../lib/ingest/enrich.ts'
import type { Project } from '../lib/projects/project.ts'
import type { Limiter } from '../lib/rate-limit/check-limit.ts'
import { headerOf } from './middleware/sender.ts'
import { refuseOver } from './refuse-over.ts'

interface Parts {
  readonly tokens: Pick<TokenStore, 'find'>
  readonly directory: { all(): readonly Project[] }
  readonly limiter: Limiter
}

interface Asked {
  readonly req: IncomingMessage
  readonly query: string
  readonly client: string
}

/** The API token that a request to a door came with. */
export const tokenIn = (req: IncomingMessage): string | undefined =>
  bearerToken({ authorization: req.headers.authorization, key: headerOf(req, 'x-api-key') })

/** A token speaks for the backend of its project. It is looked up in the database: while that is away, 503. */
export const targetByToken =
  ({ tokens, directory, limiter }: Parts) =>
  async (secret: string, { req, query, client }: Asked): Promise<{ target: Target; keyId: string }> => {
    const found = await tokens.find(secret)
    if (found === undefined) {
      refuseOver(limiter.check('bad-key', client))
      throw new AppError('unauthorized', 'Invalid API token')
    }
    const named = new URLSearchParams(query).get('project') ?? headerOf(req, 'x-project')
    const sender = { kind: 'token', ...found } as const
    const project = projectFor(sender, 'send records', named === '' ? undefined : named, directory.all())
    return { target: { project, keyKind: 'secret' }, keyId: `token ${found.token.id} ${project.id}` }
  }
