import type { Request, RequestHandler, Response } from 'express'
import type { Action } from '../../lib/accounts/permissions.ts'
import type { Found, SessionStore } from '../../lib/accounts/session-store.ts'
import type { ShareStore } from '../../lib/accounts/share-store.ts'
import type { TokenStore } from '../../lib/accounts/token-store.ts'
import { bearerToken } from '../../lib/auth/bearer-token.ts'
import type { KeyRing } from '../../lib/auth/authenticate.ts'
import { authenticate, authenticateAdmin } from '../../lib/auth/authenticate.ts'
import type { Sender } from '../../lib/auth/sender.ts'
import { authorize, projectFor } from '../../lib/auth/sender.ts'
import { AppError } from '../../lib/core/errors.ts'
import type { Project } from '../../lib/projects/project.ts'
import { refuseForeign } from './same-site.ts'
import type { SessionCookie } from './session-cookie.ts'

interface Parts {
  readonly directory: KeyRing & { all(): readonly Project[] }
  readonly sessions: SessionStore
  readonly tokens: TokenStore
  readonly shares: ShareStore
  readonly cookie: SessionCookie
  readonly adminKey: string
}

/** Who asks, and whether they may: for keys, tokens and people alike. */
export interface Gate {
  /** Passes who may do it in the project that the request is about; `projectOf` and `senderOf` tell later. */
  project(action: Action): RequestHandler
  /** Passes whom `mayEnter` will judge once the body has told what it is about. */
  install: RequestHandler
  /** Passes who is signed in, wholly. */
  person: RequestHandler
  /** The session of the cookie, also a half one. */
  session(req: Request): Promise<Found | undefined>
}

export function makeGate({ directory, sessions, tokens, shares, cookie, adminKey }: Parts): Gate {
  async function session(req: Request): Promise<Found | undefined> {
    const token = cookie.read(req)
    return token === undefined ? undefined : sessions.find(token)
  }

  /** Somebody who came with a token or a session; keys are for who calls this to look at. */
  async function personal(req: Request): Promise<Sender | undefined> {
    const secret = bearerToken({ authorization: req.get('authorization'), key: req.get('x-api-key') })
    if (secret !== undefined) {
      const found = await tokens.find(secret)
      if (found === undefined) throw new AppError('unauthorized', 'Invalid API token')
      return { kind: 'token', ...found }
    }
    if (req.get('x-api-key') !== undefined || req.get('x-admin-key') !== undefined) return undefined
    const found = await session(req)
    if (found === undefined || found.session.isHalf) return undefined
    refuseForeign(req)
    return { kind: 'session', ...found }
  }

  /** Whoever shows the link of a shared dashboard, and its password where there is one. */
  async function shared(req: Request): Promise<Sender | undefined> {
    const token = req.get('x-share-token')
    if (token === undefined) return undefined
    const share = await shares.find(token)
    const project = share && directory.all().find(({ id, isActive }) => id === share.project && isActive)
    if (share === undefined || project === undefined) throw new AppError('unauthorized', 'Invalid share token')
    if (!shares.isOpen(share, req.get('x-share-proof')))
      throw new AppError('unauthorized', 'This dashboard asks for a password.')
    return { kind: 'share', share, project }
  }

  return {
    session,

    project: (action) => async (req, res, next) => {
      const sender = (await shared(req)) ?? (await personal(req)) ?? senderOfKey(req)
      if (!directory.known) throw new AppError('unavailable', 'Projects cannot be read right now.', { retryAfter: 30 })
      res.locals.project = projectFor(sender, action, namedProject(req), directory.all())
      res.locals.sender = sender
      next()
    },

    async install(req, res, next) {
      const sender = await personal(req)
      if (sender === undefined) authenticateAdmin(req.get('x-admin-key'), adminKey)
      res.locals.sender = sender ?? ({ kind: 'admin key' } satisfies Sender)
      next()
    },

    async person(req, res, next) {
      const found = await session(req)
      if (found === undefined || found.session.isHalf) throw new AppError('unauthorized', 'Sign in first.')
      refuseForeign(req)
      res.locals.sender = { kind: 'session', ...found } satisfies Sender
      next()
    },
  }

  function senderOfKey(req: Request): Sender {
    const claims = { key: req.get('x-api-key'), origin: req.get('origin'), referer: req.get('referer') }
    return { kind: 'key', project: authenticate(claims, directory, ['secret']).project }
  }
}

/** The number in the query or the header; the last one where it was given several times. */
export function namedProject(req: Request): string | undefined {
  const { project } = req.query
  const inQuery: unknown = Array.isArray(project) ? project.at(-1) : project
  const named = typeof inQuery === 'string' ? inQuery : req.get('x-project')
  return named === '' ? undefined : named
}

/** The project of a request that came through `Gate.project`. */
export function projectOf(res: Response): Project {
  const project = res.locals.project as Project | undefined
  if (project === undefined) throw new Error('This route has no gate for projects before it')
  return project
}

/** Who asks, after any of the gate's middlewares. */
export function senderOf(res: Response): Sender {
  const sender = res.locals.sender as Sender | undefined
  if (sender === undefined) throw new Error('This route has no gate before it')
  return sender
}

/** The same where only people pass. */
export function personOf(res: Response): Extract<Sender, { kind: 'session' }> {
  const sender = senderOf(res)
  if (sender.kind !== 'session') throw new Error('This route has no gate for people before it')
  return sender
}

/** For routes behind `install`, once the body has told which project it is about. */
export const mayEnter = (res: Response, action: Action, project?: number): void =>
  authorize(senderOf(res), action, project)
